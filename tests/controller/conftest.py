# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays run by ansible-playbook itself, against a simulator."""

from __future__ import annotations

import os
import subprocess
import sys
import typing as t
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from simulator.accounts import ROOT_PASSWORD
from simulator.control import Simulator

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
ANSIBLE = Path(sys.executable).parent
COLLECTIONS = os.environ.get("PEERTUBE_COLLECTIONS_PATH", str(CHECKOUT / ".nox" / "collections"))

# How a task of the collection can be run on this machine, as variables of its host.
WAYS: dict[str, dict[str, t.Any]] = {
    "in the controller's process": {"ansible_connection": "local"},
    "as a module": {"ansible_connection": "local", "peertube_in_process": False},
    "as a module elsewhere": {"ansible_connection": "elsewhere"},
}


@dataclass
class Run:
    """What an ansible command left behind: its exit status, what it showed, and what was written anywhere."""

    status: int
    shown: str
    directory: Path

    def written(self) -> t.Iterator[tuple[str, str]]:
        """Every place and its text. The inventory and the play are what the user wrote, and hold passwords."""
        yield "the terminal", self.shown
        for path in self.directory.rglob("*"):
            if path.is_file() and path.name not in ("play.yml", "inventory.yml", "variables.yml"):
                yield str(path.relative_to(self.directory)), path.read_bytes().decode("utf-8", "replace")


class Controller:
    """A user of Ansible, with a home of her own."""

    def __init__(self, directory: Path, url: str) -> None:
        self.directory = directory
        self.url = url
        self.variables: dict[str, t.Any] = {"root_password": ROOT_PASSWORD}
        # Variables of the host that the plays are for, beside those of the way to it.
        self.target: dict[str, t.Any] = {}
        self.inventory = directory / "inventory.yml"
        theirs = ("ANSIBLE_", "PEERTUBE_", "XDG_")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(theirs)},
            "HOME": str(directory / "home"),
            "TMPDIR": str(directory / "tmp"),
            "PYTHONPATH": str(HERE / "capture"),
            "PEERTUBE_TEST_CAPTURE": str(directory / "captured"),
            "ANSIBLE_COLLECTIONS_PATH": COLLECTIONS,
            "ANSIBLE_CONNECTION_PLUGINS": str(
                CHECKOUT / "tests/integration/targets/setup_simulator/connection_plugins"
            ),
            "ANSIBLE_LOG_PATH": str(directory / "ansible.log"),
            "ANSIBLE_REMOTE_TMP": str(directory / "tmp" / "remote"),
            # ansible-core looks for it in the home that the system knows, and writes it to $HOME.
            "ANSIBLE_ASYNC_DIR": str(directory / "async"),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_NOCOLOR": "true",
            "NO_COLOR": "1",
        }
        for name in ("home", "tmp", "captured"):
            (directory / name).mkdir()

    def play(
        self, tasks: list[dict[str, t.Any]], way: str, *arguments: str, env: dict[str, str] | None = None, **play: t.Any
    ) -> Run:
        """Run a play with these tasks, in which url is the simulator's when it is not given."""
        self.write_play(tasks, **play)
        return self.run("ansible-playbook", way, "-e", "@variables.yml", "play.yml", *arguments, env=env)

    def write_play(self, tasks: list[dict[str, t.Any]], **play: t.Any) -> None:
        defaults = {"group/peertube.peertube.peertube": {"url": self.url}}
        document = {"hosts": "all", "gather_facts": False, "module_defaults": defaults, "tasks": tasks, **play}
        (self.directory / "play.yml").write_text(yaml.safe_dump([document], sort_keys=False))
        # Not in the play: ansible-core shows the lines around the task that failed.
        (self.directory / "variables.yml").write_text(yaml.safe_dump(self.variables))

    def run(self, command: str, way: str, *arguments: str, env: dict[str, str] | None = None) -> Run:
        finished = subprocess.run(
            self.command(command, way, *arguments),
            cwd=self.directory,
            env={**self.environment, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        return Run(finished.returncode, finished.stdout, self.directory)

    def command(self, command: str, way: str, *arguments: str) -> list[str]:
        hosts = {"target": {**WAYS[way], **self.target, "ansible_python_interpreter": sys.executable}}
        self.inventory.write_text(yaml.safe_dump({"all": {"hosts": hosts}}))
        return [str(ANSIBLE / command), "--inventory", str(self.inventory), *arguments]


@pytest.fixture(scope="session")
def _simulator() -> t.Iterator[Simulator]:
    with Simulator.start(login_limit=0, api_limit=0) as simulator:
        yield simulator


@pytest.fixture
def simulator(_simulator: Simulator) -> Simulator:
    _simulator.reset()
    _simulator.configure(https=False)
    return _simulator


@pytest.fixture
def controller(tmp_path: Path, simulator: Simulator) -> Controller:
    return Controller(tmp_path, simulator.url)


@pytest.fixture(params=list(WAYS))
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


LOGIN = {"username": "root", "password": "{{ root_password }}"}
