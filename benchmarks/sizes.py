# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How cost grows with the users of an instance and with the instances of a play, beside the `uri` way."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.control import Simulator

from benchmarks.declared import Bench, Declared, Ran
from benchmarks.measure import FORKS
from benchmarks.plays import one_user, uri_users, uri_way, users
from benchmarks.tables import table

if TYPE_CHECKING:
    from benchmarks.plot import Panel

# More would take the `uri` way a quarter of an hour.
MOST_BY_URI = 100


class Measure(NamedTuple):
    """What was measured over one kind of size: beside an empty play, this collection, and the `uri` way up to some."""

    label: str
    explanation: str
    empty: Mapping[int, Ran]
    ours: Mapping[int, Ran]
    by_uri: Mapping[int, Ran]

    def text(self) -> list[str]:
        titles = (self.label, "seconds above", "requests", "peak memory, MiB", "seconds above, the `uri` way")
        ours, by_uri = self._above(self.ours), self._above(self.by_uri)
        rows = [
            (f"{size:,}", f"{ours[size]:.2f}", ran.requests, f"{ran.memory:.0f}", _seconds(by_uri.get(size)))
            for size, ran in self.ours.items()
        ]
        return [self.explanation, table(titles, rows)]

    def panel(self) -> Panel:
        from benchmarks.plot import Panel

        by_uri = self._above(self.by_uri)
        seconds = {
            "this collection": list(self._above(self.ours).values()),
            "the uri way": [by_uri.get(size) for size in self.ours],
        }
        return Panel(self.label, list(self.ours), seconds, logarithmic=True)

    def _above(self, runs: Mapping[int, Ran]) -> dict[int, float]:
        return {size: ran.seconds - self.empty[size].seconds for size, ran in runs.items()}


def many_users(bench: Bench, quick: bool) -> Measure:
    sizes = (10, 100) if quick else (10, 100, 1000, 10_000)
    empty = bench.of(Declared("an empty play", []))
    url = bench.options["url"]
    ours = {size: bench.of(Declared(f"{size} users", [users(size)])) for size in sizes}
    most = 10 if quick else MOST_BY_URI
    by_uri = {
        size: bench.of(Declared(f"{size} users by `uri`", uri_users(url, size), ready=True), rounds=1)
        for size in sizes
        if size <= most
    }
    explanation = (
        "Users of one instance, in one `peertube_users` task. The `uri` way is a login, and for each user a search, a "
        f"creation and an update; it was run for up to {most} users."
    )
    return Measure("users", explanation, dict.fromkeys(sizes, empty), ours, by_uri)


def instances(directory: Path, server: Mapping[str, Any], quick: bool) -> Measure:
    sizes = (1, 10) if quick else (1, 10, 100)
    with contextlib.ExitStack() as stack:
        simulators = [stack.enter_context(Simulator.start(**server)) for _number in range(sizes[-1])]
        urls = [simulator.url for simulator in simulators]
        bench = Bench(simulators, urls[0], directory, 1 if quick else 3)
        bench.options["session_file"] = f"{directory / 'of-many.json'}"

        def run(name: str, tasks: Sequence[Any], rounds: int | None = None) -> dict[int, Ran]:
            return {
                size: bench.of(Declared(f"{size} instances, {name}", list(tasks), instances=tuple(urls[:size])), rounds)
                for size in sizes
            }

        empty = run("an empty play", [])
        ours = run("one `peertube_user` task", [one_user(0)])
        by_uri = run("by `uri`", uri_way("{{ peertube_url }}"), rounds=1)
    explanation = (
        f"Instances, one host of the inventory for each, {FORKS} forks: one `peertube_user` task, beside five `uri` "
        "tasks. All servers share the processors of this machine."
    )
    return Measure("instances", explanation, empty, ours, by_uri)


def _seconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.2f}"
