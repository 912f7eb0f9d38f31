# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later


"""The plot of how cost grows with the number of hosts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

LICENCE = "".join(f"{line[2:]}\n" for line in Path(__file__).read_text().splitlines()[:4])
COLOURS = ("#d55e00", "#0072b2", "#777777")  # told apart also by those who see no red or green


def draw(path: Path, sizes: Sequence[int], seconds: Mapping[str, Sequence[float]]) -> None:
    # Texts stay texts; the same figures give the same file.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "growth", "font.family": "sans-serif"})
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    for (name, values), colour in zip(seconds.items(), COLOURS):
        axes.plot(sizes, values, marker="o", color=colour, label=name.replace("`", ""))
    axes.set(xlabel="hosts", ylabel="seconds above an empty play", xlim=(0, None), ylim=(0, None), xticks=sizes)
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    declaration, _unused, drawing = path.read_text().partition("\n")
    path.write_text(f"{declaration}\n<!--\n{LICENCE}-->\n{drawing}")
