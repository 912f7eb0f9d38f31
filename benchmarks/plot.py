# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later


"""The plots of how cost grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

LICENCE = "".join(f"{line[2:]}\n" for line in Path(__file__).read_text().splitlines()[:4])
COLOURS = ("#d55e00", "#0072b2", "#777777")  # told apart also by those who see no red or green


class Panel(NamedTuple):
    """Seconds above an empty play over one kind of size. None: not measured."""

    label: str
    sizes: Sequence[int]
    seconds: Mapping[str, Sequence[float | None]]
    logarithmic: bool = False


def draw(path: Path, panels: Sequence[Panel]) -> None:
    # Texts stay texts; the same figures give the same file.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "growth", "font.family": "sans-serif"})
    figure = Figure(figsize=(7, 4), layout="constrained")
    for number, panel in enumerate(panels, start=1):
        _draw(figure.add_subplot(1, len(panels), number), panel)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    declaration, _unused, drawing = path.read_text().partition("\n")
    text = f"{declaration}\n<!--\n{LICENCE}-->\n{drawing}"
    path.write_text("".join(f"{line.rstrip()}\n" for line in text.splitlines()))


def _draw(axes: Axes, panel: Panel) -> None:
    for (name, values), colour in zip(panel.seconds.items(), COLOURS):
        measured = [(size, value) for size, value in zip(panel.sizes, values) if value is not None]
        axes.plot(*zip(*measured), marker="o", color=colour, label=name.replace("`", ""))
    axes.set(xlabel=panel.label, ylabel="seconds above an empty play")
    if panel.logarithmic:
        axes.set(xscale="log", yscale="log")
    else:
        axes.set(xlim=(0, None), ylim=(0, None))
    axes.set_xticks(panel.sizes, [f"{size:,}" for size in panel.sizes])
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
