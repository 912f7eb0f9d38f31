# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running what is declared: a play that has nothing to change any more, several times."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

from benchmarks.measure import FORKS, measured
from benchmarks.plays import Task


@dataclass(frozen=True)
class Declared:
    """A play that is measured, on the controller or once for each of some instances, whose addresses are given.

    ready: it is as wanted already, and is not applied once before.
    """

    name: str
    tasks: list[Task]
    ready: bool = False
    instances: tuple[str, ...] = ()

    def document(self, options: Task) -> dict[str, Any]:
        """The play. Each instance has a session file of its own."""
        hosts = "all" if self.instances else "localhost"
        if self.instances:
            session_file = options["session_file"] + ".{{ inventory_hostname }}"
            options = {**options, "url": "{{ peertube_url }}", "session_file": session_file}
        defaults = {"group/peertube.peertube.peertube": options}
        return {
            "hosts": hosts,
            "connection": "local",
            "gather_facts": False,
            "module_defaults": defaults,
            "tasks": self.tasks,
        }

    def inventory(self) -> dict[str, Any]:
        hosts = {f"instance{number}": {"peertube_url": url} for number, url in enumerate(self.instances)}
        # As localhost has it, for what runs as a module.
        return {"all": {"hosts": hosts, "vars": {"ansible_python_interpreter": sys.executable}}}


@dataclass(frozen=True)
class Ran:
    """Median seconds, peak memory in MiB, and what the server counted in the last run."""

    seconds: float
    memory: float
    requests: int
    writes: int


class Bench:
    """Runs plays at simulators, each several times. What is played on the controller is for the instance at url."""

    def __init__(self, simulators: Sequence[Simulator], url: str, directory: Path, rounds: int) -> None:
        self._simulators = simulators
        self._directory = directory
        self._rounds = rounds
        self.options = {
            "url": url,
            "username": ROOT,
            "password": ROOT_PASSWORD,
            "session_file": f"{directory / 'session.json'}",
            "revalidate_after": 3600,
        }

    def of(self, play: Declared, rounds: int | None = None) -> Ran:
        """The first run is not counted: it makes what the others find."""
        command = self._command(play)
        if not play.ready:
            measured(command)
        seconds, memory = [], []
        for _round in range(rounds or self._rounds):
            for simulator in self._simulators:
                simulator.reset("log", "counters")
            elapsed, usage = measured(command)
            seconds.append(elapsed)
            memory.append(usage.ru_maxrss / 1024)
        log = [entry for simulator in self._simulators for entry in simulator.log()]
        writes = sum(entry["method"] not in ("GET", "HEAD") for entry in log)
        ran = Ran(statistics.median(seconds), max(memory), len(log), writes)
        print(f"{ran.seconds:7.2f} s  {ran.requests:4d} requests  {play.name}", flush=True)
        return ran

    def _command(self, play: Declared) -> list[str]:
        playbook = self._directory / "playbook.yml"
        playbook.write_text(json.dumps([play.document(self.options)]))
        if not play.instances:
            return ["ansible-playbook", f"{playbook}"]
        inventory = self._directory / "inventory.json"
        inventory.write_text(json.dumps(play.inventory()))
        return ["ansible-playbook", "--inventory", f"{inventory}", "--forks", f"{FORKS}", f"{playbook}"]
