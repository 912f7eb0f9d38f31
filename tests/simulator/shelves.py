# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is kept of the lists that administrators fill. No HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Row:
    id: int
    created: float
    updated: float
    fields: dict[str, Any]

    def value(self, name: str) -> Any:
        return self.id if name == "id" else self.fields.get(name)

    def order(self, name: str) -> tuple[str, int]:
        """Ids grow with time."""
        return str(self.fields.get(name, "")), self.id


@dataclass
class Shelf:
    rows: list[Row] = field(default_factory=list)
    _last_id: int = 0

    def add(self, now: float, **fields: Any) -> Row:
        self._last_id += 1
        row = Row(self._last_id, now, now, fields)
        self.rows.append(row)
        return row


@dataclass
class Peer:
    """Another instance, which this one can reach."""

    host: str
    # Whether it accepts a follow at once; otherwise that stays pending.
    accepted: bool = True
    # How often the list is read before the follow is in it.
    reads: int = 0
    # Names of accounts and channels there.
    actors: list[str] = field(default_factory=list)
    # Whether it follows this one.
    follows: bool = False
