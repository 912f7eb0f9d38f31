# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs plays by ansible-playbook itself, against a simulator."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import typing as t
import weakref
from dataclasses import dataclass
from pathlib import Path

import yaml
from load.processes import family
from simulator.accounts import ROOT, ROOT_PASSWORD

from harness import CHECKOUT

HERE = Path(__file__).resolve().parent
ANSIBLE = Path(sys.executable).parent
COLLECTIONS = os.environ.get("PEERTUBE_COLLECTIONS_PATH", str(CHECKOUT / ".nox" / "collections"))
# Options of a task; the variable is one of every play.
LOGIN = {"username": ROOT, "password": "{{ root_password }}"}

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
            "TMPDIR": str(self._short_path_to(directory / "tmp")),
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

    def _short_path_to(self, directory: Path) -> Path:
        """Python makes a socket there, whose path may have 107 bytes: that of a test alone can have 80."""
        short = Path(tempfile.mkdtemp())
        weakref.finalize(self, shutil.rmtree, short)
        short.joinpath("t").symlink_to(directory)
        return short / "t"

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
        """Run a command for the host `target`, which is reached that way."""
        return self.execute(command, *self.to_target(way), *arguments, env=env)

    def to_target(self, way: str) -> list[str]:
        hosts = {"target": {**WAYS[way], **self.target, "ansible_python_interpreter": sys.executable}}
        self.inventory.write_text(yaml.safe_dump({"all": {"hosts": hosts}}))
        return ["--inventory", str(self.inventory)]

    def execute(self, command: str, *arguments: str, env: dict[str, str] | None = None) -> Run:
        with self.running(command, *arguments, env=env) as process:
            shown, _nothing = process.communicate()
        return Run(process.returncode, shown, self.directory)

    @contextlib.contextmanager
    def running(
        self, command: str, *arguments: str, env: dict[str, str] | None = None, stdout: int = subprocess.PIPE
    ) -> t.Iterator[subprocess.Popen[str]]:
        """A command until the block ends; then everything that it started is killed."""
        process = subprocess.Popen(
            [str(ANSIBLE / command), *arguments],
            cwd=self.directory,
            env={**self.environment, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            # Started in the background, the tests would hand on that Ctrl-C is ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # pylint: disable=subprocess-popen-preexec-fn
        )
        with process:
            try:
                yield process
            finally:
                for member in family(process.pid) if process.poll() is None else ():
                    os.kill(member, signal.SIGKILL)
