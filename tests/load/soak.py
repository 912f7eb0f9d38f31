# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m load.soak: thousands of logins and logouts, in one process and in many, that must leave nothing behind."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from simulator.control import Simulator

from load.processes import of_session

# MiB that a process may grow by, for a thousand pairs: less than 2 KiB a pair is the allocator's, not a leak.
GROWTH = 2.0


def main() -> None:
    options = arguments()
    with Simulator.start(login_limit=0, api_limit=0) as simulator:
        soak(simulator, processes=1, pairs=options.pairs)
        soak(simulator, processes=options.processes, pairs=options.pairs // options.processes)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m load.soak", description=__doc__)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--processes", type=int, default=200, help="how many share the pairs the second time")
    return parser.parse_args()


def soak(simulator: Simulator, processes: int, pairs: int) -> None:
    """Each process has a session file of its own; as many run at a time as there are processors."""
    simulator.reset("counters", "log", "tokens")
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as directory, ThreadPoolExecutor(os.cpu_count()) as pool:
        place = Place(simulator.url, Path(directory), pairs)
        reports = list(pool.map(place.run, range(processes)))
        left = place.left_files()
    seconds = time.perf_counter() - start
    counters, sessions = simulator.counters(), simulator.tokens()
    print(
        f"{processes} x {pairs} pairs in {seconds:.0f} s: {counters['logins']} logins, {counters['revocations']} "
        f"logouts; left: {len(sessions)} sessions, {len(left)} files, {summary(reports)}"
    )
    assert counters["logins"] == counters["revocations"] == processes * pairs
    assert sessions == []
    assert left == set()
    for report in reports:
        check(report, pairs)


class Place:
    """Where the processes run: with a home and a directory for temporary files that are watched."""

    def __init__(self, url: str, directory: Path, pairs: int) -> None:
        self._url = url
        self._pairs = pairs
        self._directory = directory
        self._sessions = directory / "sessions"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PEERTUBE_")},
            "HOME": f"{directory}",
            "TMPDIR": f"{directory}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run(self, number: int) -> dict[str, Any]:
        """One process from its start to its end, and what it reported."""
        command = [sys.executable, "-m", "load.pairs", self._url, f"{self._session_file(number)}", f"{self._pairs}"]
        process = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        printed, _unused = process.communicate()
        assert process.returncode == 0
        assert of_session(process.pid) == []
        report: dict[str, Any] = json.loads(printed)
        return report

    def left_files(self) -> set[str]:
        """All that the processes wrote, less the lock of each session file: it stays, see _session_file.py."""
        written = {path for path in self._directory.rglob("*") if path.is_file()}
        return {path.name for path in written if not (path.parent == self._sessions and path.suffix == ".lock")}

    def _session_file(self, number: int) -> Path:
        return self._sessions / f"{number}.json"


def summary(reports: list[dict[str, Any]]) -> str:
    """How many things more than after its first pair the worst process held after its last one."""
    counts = {
        name: max(len(report["after"][name]) - len(report["before"][name]) for report in reports)
        for name in ("descriptors", "processes")
    }
    counts |= {
        name: max(report["after"][name] - report["before"][name] for report in reports)
        for name in ("threads", "objects", "memory")
    }
    memory = counts.pop("memory")
    return ", ".join(f"{count} {name}" for name, count in counts.items()) + f", {memory:.1f} MiB."


def check(report: dict[str, Any], pairs: int) -> None:
    before, after = report["before"], report["after"]
    for name in ("descriptors", "threads", "processes"):
        assert after[name] == before[name]
    # Less than one object a pair: caches fill, but nothing accumulates.
    assert after["objects"] - before["objects"] < max(pairs, 100)
    assert after["memory"] - before["memory"] < GROWTH * max(pairs / 1000, 1)


if __name__ == "__main__":
    main()
