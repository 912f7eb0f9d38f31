# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An example's way through a simulator: made, changed and taken away, each checked before and done twice."""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from typing import Any

from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import peertube_token
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

from resources.example import Example

PLUGINS = "ansible_collections.peertube.peertube.plugins"


@dataclass(frozen=True)
class Step:
    """One run of the module: its result, and the requests that it sent."""

    result: dict[str, Any]
    requests: tuple[str, ...]

    @property
    def writes(self) -> tuple[str, ...]:
        return tuple(one for one in self.requests if not one.startswith("GET "))


class Stage:
    """A simulator as new, where an example's module is run as the administrator."""

    def __init__(self, simulator: Simulator, flavour: str, example: Example) -> None:
        simulator.install(flavour)
        self.simulator = simulator
        self.example = example
        self.module: Module = definition_of(example.module)
        example.prepare(simulator)
        login = {"url": simulator.url, "username": ROOT, "password": ROOT_PASSWORD}
        token = run_in_process(peertube_token.MODULE, login, False)["token"]
        self.session = {"url": simulator.url, "access_token": token["access_token"], "retries": 0}
        simulator.reset("log")

    def run(self, options: dict[str, Any], check_mode: bool = False) -> Step:
        self.simulator.reset("log")
        result = run_in_process(self.module, {**self.session, **options}, check_mode)
        requests = tuple(f"{one['method']} {one['path'].replace('/api/v1', '', 1)}" for one in self.simulator.log())
        return Step(result, requests)

    def steps(self) -> dict[str, Step]:
        made = self.example.create
        changed = None if self.example.update is None else {**made, **self.example.update}
        gone = self.example.delete
        found = {}
        for name, options in (("create", made), ("update", changed), ("delete", gone)):
            if options is not None:
                found[f"check {name}"] = self.run(options, check_mode=True)
                found[name] = self.run(options)
                found[f"{name} again"] = self.run(options)
        return found


def definition_of(module: str) -> Module:
    definition: Module = importlib.import_module(f"{PLUGINS}.modules.{module}").MODULE
    return definition


def shown(step: Step, module: Module) -> str:
    """What of a result may be displayed: all but the keys that are a secret, which the action hides."""
    return json.dumps({name: value for name, value in step.result.items() if name not in module.secrets}, default=str)
