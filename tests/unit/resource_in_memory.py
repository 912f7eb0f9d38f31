# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A resource as an instance holds it, which can lose requests and replies."""

from __future__ import annotations

import copy
from collections import deque
from typing import Any, Callable, Iterable, Mapping

from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._declare.fields import merge
from ansible_collections.peertube.peertube.plugins.module_utils._declare.plan import Plan

State = Mapping[str, Any]
# What a write does in place of what was asked, if it does it at all: it is given that, to call.
Fault = Callable[["ResourceInMemory", Plan, Callable[[], None]], None]


class ResourceInMemory:
    """journal: what was asked, in order. faults: one for each write to come, None for none."""

    def __init__(self, states: Mapping[str, State], faults: Iterable[Fault | None] = (), answers: bool = False) -> None:
        self.states: dict[str, dict[str, Any]] = {key: dict(state) for key, state in states.items()}
        self.journal: list[str] = []
        self._faults = deque(faults)
        self._answers = answers

    def read(self) -> Mapping[str, State]:
        self.journal.append("read")
        return copy.deepcopy(self.states)

    def create(self, plan: Plan) -> State | None:
        def effect() -> None:
            if plan.key in self.states:
                raise PeerTubeError("conflict", "It is there already.", status=409)
            self.states[plan.key] = merge({}, plan.send)

        return self._write(plan, effect)

    def update(self, plan: Plan, present: State) -> State | None:
        def effect() -> None:
            if plan.key not in self.states:
                raise PeerTubeError("not_found", "There is none.", status=404)
            self.states[plan.key] = merge(self.states[plan.key], plan.send)

        return self._write(plan, effect)

    def delete(self, plan: Plan, present: State) -> None:
        def effect() -> None:
            if self.states.pop(plan.key, None) is None:
                raise PeerTubeError("not_found", "There is none.", status=404)

        self._write(plan, effect)

    def _write(self, plan: Plan, effect: Callable[[], None]) -> State | None:
        self.journal.append(f"{plan.action} {plan.key}")
        fault = self._faults.popleft() if self._faults else None
        if fault is None:
            effect()
        else:
            fault(self, plan, effect)
        return copy.deepcopy(self.states.get(plan.key)) if self._answers else None


def request_lost(resource: ResourceInMemory, plan: Plan, effect: Callable[[], None]) -> None:
    raise PeerTubeError("timeout", "No answer.", reply_lost=True)


def reply_lost(resource: ResourceInMemory, plan: Plan, effect: Callable[[], None]) -> None:
    effect()
    raise PeerTubeError("timeout", "No answer.", reply_lost=True)


def refused(resource: ResourceInMemory, plan: Plan, effect: Callable[[], None]) -> None:
    raise PeerTubeError("forbidden", "An administrator may.", status=403)


def ignored(resource: ResourceInMemory, plan: Plan, effect: Callable[[], None]) -> None:
    """Accepted without an effect."""


def somebody_was_faster(state: State | None) -> Fault:
    """Somebody else creates it (None: deletes it) just before."""

    def fault(resource: ResourceInMemory, plan: Plan, effect: Callable[[], None]) -> None:
        if state is None:
            resource.states.pop(plan.key, None)
        else:
            resource.states[plan.key] = dict(state)
        effect()

    return fault
