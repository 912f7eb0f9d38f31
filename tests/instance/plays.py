# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole runs of ansible-playbook with the role and the playbooks."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path
from typing import Any, Iterator

import yaml
from ansible_collections.peertube.peertube.plugins.module_utils._resources.instance_file import text_of
from controller.conftest import ANSIBLE, Controller, Run
from load.processes import family
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

COLLECTION = "peertube.peertube"


class Operator:
    """Somebody who keeps the description of an instance in a file, beside its pictures."""

    def __init__(self, directory: Path, simulator: Simulator) -> None:
        self.simulator = simulator
        self._controller = Controller(directory, simulator.url)
        self.directory = directory
        self.file = directory / "instance.yml"
        self.session_file = directory / "session.json"
        self.environment = {**self._controller.environment, "PEERTUBE_URL": simulator.url}
        self.environment.update({"PEERTUBE_USERNAME": ROOT, "PEERTUBE_PASSWORD": ROOT_PASSWORD})

    def describe(self, instance: dict[str, Any]) -> None:
        self.file.write_text(text_of("peertube_instance", instance, []))

    def playbook(self, name: str, *arguments: str) -> Run:
        """Run one of the collection's own playbooks, with the login in the environment."""
        return self._run([f"{COLLECTION}.{name}", "-e", f"peertube_instance_file={self.file.name}", *arguments])

    def play(self, *arguments: str, **variables: Any) -> Run:
        """Run a play with the role, which gets its login from variables or from module_defaults."""
        return self._run([*self._play(variables), *arguments])

    @contextlib.contextmanager
    def running(self, **variables: Any) -> Iterator[subprocess.Popen[bytes]]:
        """The same, while it runs; then everything that it started is killed."""
        process = subprocess.Popen(
            [str(ANSIBLE / "ansible-playbook"), *self._play(variables)],
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            for member in family(process.pid):
                os.kill(member, signal.SIGKILL)
            process.wait()

    def requests(self) -> list[str]:
        log = self.simulator.log()
        self.simulator.reset("log")
        return [f"{one['method']} {one['path'].replace('/api/v1', '', 1)}" for one in log]

    def _play(self, variables: dict[str, Any]) -> list[str]:
        play = {
            "hosts": "localhost",
            "gather_facts": False,
            "vars_files": [self.file.name],
            "roles": [f"{COLLECTION}.instance"],
        }
        defaults = variables.pop("module_defaults", None)
        if defaults:
            play["module_defaults"] = {"group/peertube.peertube.peertube": defaults}
        (self.directory / "play.yml").write_text(yaml.safe_dump([play]))
        (self.directory / "variables.yml").write_text(yaml.safe_dump(variables))
        return ["play.yml", "-e", "@variables.yml"]

    def _run(self, arguments: list[str]) -> Run:
        finished = subprocess.run(
            [str(ANSIBLE / "ansible-playbook"), *arguments],
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Run(finished.returncode, finished.stdout, self.directory)
