# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applies the description of an instance in this process: each task of the role, as ansible-playbook would."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

from ansible.parsing.dataloader import DataLoader
from ansible.release import __version__ as ansible_version
from ansible.template import Templar
from ansible_collections.peertube.peertube.plugins.modules import peertube_instance_export
from ansible_collections.peertube.peertube.plugins.plugin_utils._action import plain
from harness.modules import Administrator, definition_of
from simulator.control import Simulator

from instance.instances import PEERS

VERSION = tuple(map(int, ansible_version.split(".")[:2]))
# What stands for an option that is left out.
OMITTED = "(omitted)"
ROLE = Path(__file__).resolve().parents[2] / "roles" / "instance" / "tasks"


@dataclass
class Applied:
    """The results of the tasks of the role by their names, loops flattened, and the requests that were sent."""

    results: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[str]:
        return [name for name, result in self.results if result["changed"]]

    @property
    def failures(self) -> list[str]:
        return [f"{name}: {result['msg']}" for name, result in self.results if result.get("failed")]

    @property
    def writes(self) -> list[str]:
        return [one for one in self.requests if not one.startswith("GET ")]


class Provisioner(Administrator):
    """Somebody who is signed in as root and keeps files in a directory."""

    def __init__(self, simulator: Simulator, flavour: str, directory: Path) -> None:
        self.simulator = simulator
        self.flavour = flavour
        self.directory = directory
        directory.mkdir(exist_ok=True)
        self.begin_anew()

    def begin_anew(self) -> None:
        """A fresh instance."""
        self.simulator.install(self.flavour)
        self.simulator.configure(https=True, api_limit=0, login_limit=0)
        for host, actors in PEERS.items():
            self.simulator.peer(host, actors=actors)
        self.sign_in()

    def apply(self, instance: dict[str, Any], check_mode: bool = False) -> Applied:
        """Run the tasks of the role that apply parts, until one fails."""
        applied = Applied()
        self.simulator.reset("log")
        for name, module, arguments in self._tasks({"peertube_instance": instance}):
            result = self.run(check_mode, definition_of(module), **arguments)
            applied.results.append((name, json.loads(json.dumps(result))))
            if result.get("failed"):
                break
        applied.requests = self.requests()
        return applied

    def export(self, name: str = "instance.yml", check_mode: bool = False, **options: Any) -> dict[str, Any]:
        self.simulator.reset("log")
        dest = str(self.directory / name)
        return self.run(check_mode, peertube_instance_export.MODULE, **{"dest": dest, "force": True, **options})

    def exported(self, name: str = "instance.yml", **variables: Any) -> dict[str, Any]:
        """What a play gets of such a file."""
        instance: dict[str, Any] = templated(loaded(self.directory / name)["peertube_instance"], variables)
        return instance

    def files(self) -> set[str]:
        """The names of all files that are kept."""
        return {str(path.relative_to(self.directory)) for path in self.directory.rglob("*") if path.is_file()}

    def _tasks(self, variables: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Each use of a module: the name of its task, the module, and its arguments."""
        (block,) = (task for task in loaded(ROLE / "main.yml") if "block" in task)
        known = {**block["vars"], "playbook_dir": str(self.directory), "omit": OMITTED, **variables}
        for task in loaded(ROLE / "parts.yml"):
            (module,) = (key for key in task if key.startswith("peertube.peertube."))
            for item in templated(task["loop"], known) if "loop" in task else [None]:
                here = {**known, **task.get("vars", {}), "item": item}
                if Templar(DataLoader(), here).evaluate_conditional(task.get("when", True)):
                    arguments = templated(task[module], here)
                    given = {name: value for name, value in arguments.items() if value != OMITTED}
                    yield str(task["name"]), module.rpartition(".")[2], given


def loaded(path: Path) -> Any:
    """A file of YAML whose texts may be templates, which ansible-core 2.19 and newer want to be told."""
    trusted = {"trusted_as_template": True} if VERSION >= (2, 19) else {}
    return DataLoader().load_from_file(str(path), **trusted)


def templated(value: Any, variables: dict[str, Any]) -> Any:
    return plain(Templar(DataLoader(), variables).template(value))
