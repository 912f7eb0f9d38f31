# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later


"""From runs to tables: medians above an empty play, and what they are of others."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.cases import DEBUG, EMPTY, LOGIN, SESSION_FILE, URI, Case
from benchmarks.measure import Run

Runs = Mapping[Case, Sequence[Run]]


class Seconds(NamedTuple):
    """What a case took above the empty play of its round."""

    median: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.lowest:.2f} to {self.highest:.2f})"


def above(runs: Sequence[Run], empty: Sequence[Run]) -> Seconds:
    differences = [run.seconds - base.seconds for run, base in zip(runs, empty)]
    return Seconds(statistics.median(differences), min(differences), max(differences))


def case_table(runs: Runs, cases: Iterable[Case], uri: Case, debug: Case, empty: Case) -> str:
    """One line a case: seconds, ratios of medians, and what the server counted in one run."""
    titles = (
        "case",
        "seconds (lowest to highest)",
        "of the `uri` way",
        "of `debug`",
        "CPU seconds",
        "logins",
        "requests",
        "connections",
        "peak memory, MiB",
        "runs",
    )
    by_uri, by_debug = above(runs[uri], runs[empty]).median, above(runs[debug], runs[empty]).median
    rows = []
    for case in cases:
        seconds = above(runs[case], runs[empty])
        processor = statistics.median(run.processor - base.processor for run, base in zip(runs[case], runs[empty]))
        last = runs[case][-1]
        memory = statistics.median(run.memory for run in runs[case]) / 1024
        ratios = (_ratio(seconds.median, by_uri), _ratio(seconds.median, by_debug))
        counted = (last.logins, last.requests, last.connections, f"{memory:.0f}", len(runs[case]))
        rows.append((case.name, seconds, *ratios, f"{processor:.2f}", *counted))
    return table(titles, rows)


def growth(runs: Runs, sizes: Iterable[int]) -> dict[str, list[float]]:
    """Median seconds of each case that ran on every number of hosts, in the order of sizes."""
    return {
        case.name: [above(runs[case.on_hosts(size)], runs[EMPTY.on_hosts(size)]).median for size in sizes]
        for case in (LOGIN, SESSION_FILE, DEBUG)
    }


def growth_table(runs: Runs, sizes: Sequence[int]) -> str:
    columns = growth(runs, sizes)
    rows = [(size, *(f"{seconds[row]:.2f}" for seconds in columns.values())) for row, size in enumerate(sizes)]
    return table(("hosts", *columns), rows)


def hosts_table(runs: Runs, size: int) -> str:
    cases = [case.on_hosts(size) for case in (DEBUG, URI, LOGIN, SESSION_FILE)]
    return case_table(runs, cases, URI.on_hosts(size), DEBUG.on_hosts(size), EMPTY.on_hosts(size))


def localhost_table(runs: Runs) -> str:
    return case_table(runs, [case for case in runs if case is not EMPTY], URI, DEBUG, EMPTY)


def table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _ratio(seconds: float, other: float) -> str:
    """A difference of two noisy plays can be nothing, or less."""
    return f"{seconds / other:.2f}" if other > 0 else "-"
