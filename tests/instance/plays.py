# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole runs of ansible-playbook with the role and the playbooks."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any, ContextManager

import yaml
from ansible_collections.peertube.peertube.plugins.module_utils._resources.instance_file import text_of
from harness.modules import sent_to
from harness.plays import Controller, Run
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
        login = {"PEERTUBE_URL": simulator.url, "PEERTUBE_USERNAME": ROOT, "PEERTUBE_PASSWORD": ROOT_PASSWORD}
        self._controller.environment.update(login)

    def describe(self, instance: dict[str, Any]) -> None:
        self.file.write_text(text_of("peertube_instance", instance, []))

    def playbook(self, name: str, *arguments: str) -> Run:
        """Run one of the collection's own playbooks, with the login in the environment."""
        file = f"peertube_instance_file={self.file.name}"
        return self._controller.execute("ansible-playbook", f"{COLLECTION}.{name}", "-e", file, *arguments)

    def play(self, *arguments: str, **variables: Any) -> Run:
        """Run a play with the role, which gets its login from variables or from module_defaults."""
        return self._controller.execute("ansible-playbook", *self._play(variables), *arguments)

    def running(self, **variables: Any) -> ContextManager[subprocess.Popen[str]]:
        """The same, while it runs; then everything that it started is killed."""
        return self._controller.running("ansible-playbook", *self._play(variables), stdout=subprocess.DEVNULL)

    def requests(self) -> list[str]:
        return sent_to(self.simulator)

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
