# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was asked of the API, in order, and how often."""

from __future__ import annotations

import dataclasses
import weakref
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from simulator.forms import fields_of, form_of


@dataclass
class Entry:
    method: str
    path: str
    query: str
    host: str
    user_agent: str
    authorization: str
    grant_type: str | None
    refresh_token: str | None
    connection: int
    headers: list[str]
    # The names in the JSON body, when that is an object.
    fields: list[str]
    # None until an answer was begun, and for good when the connection was cut instead.
    status: int | None = None


@dataclass
class Counters:
    requests: int = 0
    connections: int = 0
    logins: int = 0
    refreshes: int = 0
    revocations: int = 0
    rejected_logins: int = 0
    limited: int = 0


@dataclass
class Journal:
    entries: list[Entry] = field(default_factory=list)
    counters: Counters = field(default_factory=Counters)
    _connections: weakref.WeakKeyDictionary[Any, int] = field(default_factory=weakref.WeakKeyDictionary)
    _last_connection: int = 0

    async def open(self, request: web.Request) -> Entry:
        form = await form_of(request)
        entry = Entry(
            method=request.method,
            path=request.path,
            query=request.query_string,
            host=request.headers.get("Host", ""),
            user_agent=request.headers.get("User-Agent", ""),
            authorization=_scheme(request),
            grant_type=form.get("grant_type"),
            refresh_token=form.get("refresh_token"),
            connection=self._connection(request),
            headers=list(request.headers),
            fields=list(await fields_of(request)),
        )
        self.entries.append(entry)
        self.counters.requests += 1
        return entry

    def reset_log(self) -> None:
        self.entries.clear()

    def reset_counters(self) -> None:
        self.counters = Counters()
        self._connections.clear()

    def as_json(self) -> list[dict[str, Any]]:
        return [dataclasses.asdict(entry) for entry in self.entries]

    def _connection(self, request: web.Request) -> int:
        """The number of the request's connection; control requests open none."""
        number = self._connections.get(request.transport)
        if number is None:
            self._last_connection += 1
            self.counters.connections += 1
            number = self._connections[request.transport] = self._last_connection
        return number


def _scheme(request: web.Request) -> str:
    return request.headers.get("Authorization", "none").partition(" ")[0].lower()
