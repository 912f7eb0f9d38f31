# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running a case: one ansible-playbook, and what it took."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

from benchmarks.cases import Case, Place, login_to_file

FORKS = 20
CONFIGURATION = Path(__file__).with_name("ansible.cfg")


class Run(NamedTuple):
    """Seconds from start to end, and of all processors; KiB of the largest process; what the server counted."""

    seconds: float
    processor: float
    memory: int
    requests: int
    connections: int
    logins: int


class Bench:
    """Runs cases against one simulator, with files in one directory."""

    def __init__(self, simulator: Simulator, directory: Path) -> None:
        self._simulator = simulator
        self._directory = directory
        self._place = Place(simulator.url, ROOT, ROOT_PASSWORD, simulator.client(), directory / "sessions")
        self._place.sessions.mkdir()

    def in_alternation(self, cases: Iterable[Case], rounds: int) -> dict[Case, list[Run]]:
        """A B C A B C ...: so that whatever else the machine does falls on all of them."""
        cases = list(cases)
        runs: dict[Case, list[Run]] = {case: [] for case in cases}
        for number in range(rounds):
            for case in cases:
                if case.at_most is not None and number >= case.at_most:
                    continue
                runs[case].append(self.run(case))
                print(f"{number + 1}/{rounds}  {runs[case][-1].seconds:7.2f} s  {_title(case)}", flush=True)
        return runs

    def run(self, case: Case) -> Run:
        self._prepare(case.sessions)
        command = self._command(case)
        self._simulator.reset("counters", "log")
        seconds, usage = measured(command)
        counters = self._simulator.counters()
        return Run(
            seconds,
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss,
            counters["requests"],
            counters["connections"],
            counters["logins"],
        )

    def _prepare(self, sessions: int) -> None:
        self._simulator.reset("tokens")
        for path in self._place.sessions.iterdir():
            path.unlink()
        if sessions:
            measured(self._command(Case("prepare", login_to_file, repeated=sessions)))

    def _command(self, case: Case) -> list[str]:
        playbook = self._directory / "playbook.yml"
        playbook.write_text(json.dumps(case.play(self._place)))
        hosts = "".join(f"host{number}," for number in range(case.hosts))
        inventory = ["--inventory", hosts] if hosts else []
        return ["ansible-playbook", *inventory, "--forks", f"{FORKS}", f"{playbook}"]


def measured(command: list[str]) -> tuple[float, resource.struct_rusage]:
    """Run a command: seconds, and what it and its own processes used. Raises RuntimeError when it fails."""
    environment = {**os.environ, "ANSIBLE_CONFIG": f"{CONFIGURATION}"}
    with tempfile.TemporaryFile("w+") as printed:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=printed, stderr=subprocess.STDOUT)
        _unused, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            printed.seek(0)
            raise RuntimeError(printed.read())
    return seconds, usage


def _title(case: Case) -> str:
    return f"{case.name}, {case.hosts} hosts" if case.hosts else case.name
