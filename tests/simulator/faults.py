# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules that make the simulator misbehave, and the requests that they hold."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

STAGES = ("before", "after")
MATCHING = ("method", "path", "grant_type", "skip", "times", "stage", "action")


@dataclass
class Rule:
    action: str
    stage: str
    method: str | None
    # Below /api/v1; `*` matches anything.
    path: str
    grant_type: str | None
    skip: int
    # Below zero: for ever.
    times: int
    options: dict[str, Any]

    @classmethod
    def parse(cls, fields: dict[str, Any], actions: set[str]) -> Rule:
        action, stage = str(fields.get("action")), fields.get("stage", "before")
        if action not in actions or stage not in STAGES:
            raise ValueError(f"no such action or stage: {action}, {stage}. Actions: {', '.join(sorted(actions))}")
        return cls(
            action=action,
            stage=stage,
            method=fields.get("method"),
            path=fields.get("path", "*"),
            grant_type=fields.get("grant_type"),
            skip=fields.get("skip", 0),
            times=fields.get("times", 1),
            options={name: value for name, value in fields.items() if name not in MATCHING},
        )

    def takes(self, method: str, path: str, grant_type: str | None) -> bool:
        if self.times == 0 or not fnmatchcase(path, self.path):
            return False
        if self.method not in (None, method) or self.grant_type not in (None, grant_type):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1 if self.times > 0 else 0
        return True


@dataclass
class Faults:
    rules: list[Rule] = field(default_factory=list)
    held: list[dict[str, str]] = field(default_factory=list)
    # How often everything was put back: a request that was on its way before belongs to what is over.
    era: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def pick(self, method: str, path: str, grant_type: str | None) -> Rule | None:
        return next((rule for rule in self.rules if rule.takes(method, path, grant_type)), None)

    async def hold(self, method: str, path: str) -> None:
        """Wait until somebody releases what is held now."""
        request, released = {"method": method, "path": path}, self._released
        self.held.append(request)
        self._announce()
        try:
            await released.wait()
        finally:
            self.held.remove(request)
            self._announce()

    async def wait_held(self, at_least: int, timeout: float) -> None:
        """Return when that many requests are held, or after `timeout` seconds."""
        deadline = asyncio.get_running_loop().time() + timeout
        while len(self.held) < at_least:
            left = deadline - asyncio.get_running_loop().time()
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except asyncio.TimeoutError:
                return

    def release(self) -> None:
        self._released.set()
        self._released = asyncio.Event()

    def clear(self) -> None:
        self.rules.clear()
        self.era += 1
        self.release()

    def _announce(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
