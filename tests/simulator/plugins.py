# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plugins and themes: which there are, which are installed, and how installing goes wrong. No HTTP."""

from __future__ import annotations

import asyncio
import copy
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.problems import Failure

CATALOGUE = Path(__file__).parent / "plugins.json"
PLUGIN, THEME = 1, 2
PREFIXES = {"peertube-plugin-": PLUGIN, "peertube-theme-": THEME}


class CannotInstall(Exception):
    """PeerTube answers 400 to all of these."""


@dataclass
class Plugin:
    """What PeerTube's table says. It is kept after uninstalling, with its settings."""

    id: int
    npm_name: str
    version: str
    created: float
    updated: float
    enabled: bool = True
    uninstalled: bool = False
    settings: Any = None
    latest_version: str | None = None

    @property
    def name(self) -> str:
        return self.npm_name.split("-", 2)[2]

    @property
    def type(self) -> int:
        return next(kind for prefix, kind in PREFIXES.items() if self.npm_name.startswith(prefix))


@dataclass
class Plugins:
    # By npm name: `versions` in order, `settings`, `description`, `external_auth`, `id_and_pass_auth`.
    available: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: list[Plugin] = field(default_factory=list)
    # How often the code of each was registered: its hooks run as often. Empty after a failed update.
    registered: dict[str, int] = field(default_factory=dict)
    # Whether the plugin index can be asked.
    index: bool = False
    # `name@version`, or `name` for every version: fails after it was put in place, and so takes the old one along.
    broken: list[str] = field(default_factory=list)
    # The same, with the seconds that installing takes.
    slow: dict[str, float] = field(default_factory=dict)
    _installing: bool = False

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.available = json.loads(CATALOGUE.read_text(encoding="utf-8"))
        self.rows, self.registered, self.broken, self.slow, self.index = [], {}, [], {}, False

    def restart(self) -> None:
        self.registered = {row.npm_name: 1 for row in self.rows if row.enabled}

    def find(self, npm_name: str) -> Plugin | None:
        return next((row for row in self.rows if row.npm_name == npm_name), None)

    async def install(self, npm_name: str, version: str | None, now: float) -> Plugin:
        # Two at once write the same package.json: one of them is lost.
        if self._installing:
            raise CannotInstall(npm_name)
        self._installing = True
        try:
            await asyncio.sleep(self._of(npm_name, version, self.slow) or 0)
            return self._put_in_place(npm_name, version or self._newest(npm_name), now)
        finally:
            self._installing = False

    def on_disk(self, npm_name: str) -> str | None:
        """The version in a folder of the server: the newest there is."""
        return next(iter(self.available.get(npm_name, {}).get("versions", [])[::-1]), None)

    async def update(self, npm_name: str, now: float) -> Plugin:
        """To the newest version that the index names. One that fails leaves the plugin enabled, but not registered."""
        row = self.find(npm_name)
        if row is None or npm_name not in self.registered:
            raise CannotInstall(npm_name)
        del self.registered[npm_name]
        return await self.install(npm_name, row.latest_version, now)

    def uninstall(self, npm_name: str, now: float) -> None:
        """Nothing happens where there is none."""
        self.registered.pop(npm_name, None)
        row = self.find(npm_name)
        if row is not None:
            row.enabled, row.uninstalled, row.updated = False, True, now

    def set_settings(self, row: Plugin, settings: Any, now: float) -> None:
        """PeerTube keeps what it is given, and only then looks for the plugin to tell."""
        row.settings, row.updated = copy.deepcopy(settings), now
        if row.type == THEME or row.npm_name not in self.registered:
            raise Failure("TypeError")

    def registered_settings(self, npm_name: str) -> list[dict[str, Any]]:
        return list(self.available[npm_name].get("settings", [])) if npm_name in self.registered else []

    def check_latest_versions(self) -> None:
        """What PeerTube does from time to time while it can ask the index."""
        for row in self.rows:
            if self.index and row.npm_name in self.available:
                row.latest_version = self.available[row.npm_name]["versions"][-1]

    def running(self, kind: int) -> list[Plugin]:
        return [row for row in self.rows if row.type == kind and row.npm_name in self.registered]

    def _newest(self, npm_name: str) -> str:
        if not self.index or npm_name not in self.available:
            raise CannotInstall(npm_name)
        return str(self.available[npm_name]["versions"][-1])

    def _put_in_place(self, npm_name: str, version: str, now: float) -> Plugin:
        if version not in self.available.get(npm_name, {}).get("versions", []):
            raise CannotInstall(npm_name)
        row = self.find(npm_name)
        if row is None:
            row = Plugin(len(self.rows) + 1, npm_name, version, now, now)
            self.rows.append(row)
        row.version, row.enabled, row.uninstalled, row.updated = version, True, False, now
        self.check_latest_versions()
        if self._of(npm_name, version, dict.fromkeys(self.broken, 1.0)):
            self.uninstall(npm_name, now)
            raise CannotInstall(npm_name)
        self.registered[npm_name] = self.registered.get(npm_name, 0) + 1
        return row

    @staticmethod
    def _of(npm_name: str, version: str | None, marked: dict[str, float]) -> float | None:
        return marked.get(f"{npm_name}@{version}", marked.get(npm_name))
