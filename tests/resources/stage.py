# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An example's way through a simulator: made, changed and taken away, each checked before and done twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from harness.modules import Administrator, definition_of
from simulator.control import Simulator

from resources.example import Example


@dataclass(frozen=True)
class Step:
    """One run of the module: its result, and the requests that it sent."""

    result: dict[str, Any]
    requests: tuple[str, ...]

    @property
    def writes(self) -> tuple[str, ...]:
        return tuple(one for one in self.requests if not one.startswith("GET "))


class Stage(Administrator):
    """A simulator as new, where an example's module is run as the administrator."""

    def __init__(self, simulator: Simulator, flavour: str, example: Example) -> None:
        simulator.install(flavour)
        example.prepare(simulator)
        super().__init__(simulator, definition_of(example.module))
        self.example = example

    def step(self, options: dict[str, Any], check_mode: bool = False) -> Step:
        self.simulator.reset("log")
        return Step(self.run(check_mode, **options), tuple(self.requests()))

    def steps(self) -> dict[str, Step]:
        made = self.example.create
        changed = None if self.example.update is None else {**made, **self.example.update}
        gone = self.example.delete
        found = {}
        for name, options in (("create", made), ("update", changed), ("delete", gone)):
            if options is not None:
                found[f"check {name}"] = self.step(options, check_mode=True)
                found[name] = self.step(options)
                found[f"{name} again"] = self.step(options)
        return found


def shown(step: Step, module: Module) -> str:
    """What of a result may be displayed: all but the keys that are a secret, which the action hides."""
    return json.dumps({name: value for name, value in step.result.items() if name not in module.secrets}, default=str)
