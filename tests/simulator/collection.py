# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists that administrators keep, each in a few lines: what may be in them, who may change them, how they look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Mapping

from aiohttp import web

from simulator.bearer import staff
from simulator.checks import Check, checked
from simulator.documents import timestamp
from simulator.pages import like, page
from simulator.problems import Denied
from simulator.shelves import Row, Shelf
from simulator.simulation import SIMULATION, Simulation


def anybody(request: web.Request) -> None:
    """Some lists are public."""


def shown_whole(request: web.Request, row: Row) -> dict[str, Any]:
    return {"id": row.id, **row.fields, "createdAt": timestamp(row.created), "updatedAt": timestamp(row.updated)}


@dataclass(frozen=True)
class Collection:
    """A list below `path`; the field `key` of a row names it in the path of its own."""

    path: str
    key: str = "id"
    # What POST and PUT take.
    fields: Mapping[str, Check] = field(default_factory=dict)
    # No two rows have the same value there.
    unique: str | None = None
    # The name under which POST answers with the id; without one it answers 204.
    created: str | None = None
    # What GET's `search` looks into.
    searched: str | None = None
    # Refuses those who may not.
    read_by: Callable[[web.Request], Any] = staff
    written_by: Callable[[web.Request], Any] = staff
    show: Callable[[web.Request, Row], dict[str, Any]] = shown_whole
    visible: Callable[[web.Request, Row], bool] = lambda request, row: True
    # Called with a row that was deleted.
    deleted: Callable[[Simulation, Row], None] = lambda simulation, row: None
    # What a new instance has.
    at_first: Callable[[], Iterable[dict[str, Any]]] = lambda: ()

    def serve(self, routes: web.RouteTableDef, *verbs: str) -> None:
        """Add those of GET, POST, PUT and DELETE that need no code of their own."""
        one = self.path + (r"/{key:\d+}" if self.key == "id" else "/{key}")
        served = {"GET": (self.path, self._list), "POST": (self.path, self._create), "PUT": (one, self._update),
                  "DELETE": (one, self._delete)}  # fmt: skip
        for verb in verbs:
            path, handler = served[verb]
            routes.route(verb, path)(handler)

    def shelf(self, simulation: Simulation) -> Shelf:
        if self.path not in simulation.shelves:
            shelf = simulation.shelves[self.path] = Shelf()
            for fields in self.at_first():
                shelf.add(simulation.instance.clock.now(), **fields)
        return simulation.shelves[self.path]

    def add(self, simulation: Simulation, **fields: Any) -> Row:
        return self.shelf(simulation).add(simulation.instance.clock.now(), **fields)

    def find(self, simulation: Simulation, name: str, value: Any) -> Row | None:
        return next((row for row in self.shelf(simulation).rows if row.value(name) == value), None)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        self.read_by(request)
        rows = [row for row in self.shelf(request.app[SIMULATION]).rows if self.visible(request, row)]
        if self.searched and "search" in request.query:
            wanted, name = like(request.query["search"]), self.searched
            rows = [row for row in rows if wanted.search(row.value(name))]
        return web.json_response(page(rows, request.query, Row.order, lambda row: self.show(request, row)))

    async def _create(self, request: web.Request) -> web.StreamResponse:
        self.written_by(request)
        sent = await checked(request, self.fields)
        self._check_unique(request, sent, None)
        row = self.add(request.app[SIMULATION], **sent)
        return web.json_response({self.created: {"id": row.id}}) if self.created else web.Response(status=204)

    async def _update(self, request: web.Request) -> web.StreamResponse:
        self.written_by(request)
        row, sent = self._wanted(request), await checked(request, {}, self.fields)
        self._check_unique(request, sent, row)
        row.fields.update(sent)
        row.updated = request.app[SIMULATION].instance.clock.now()
        return web.Response(status=204)

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        self.written_by(request)
        simulation, row = request.app[SIMULATION], self._wanted(request)
        self.shelf(simulation).rows.remove(row)
        self.deleted(simulation, row)
        return web.Response(status=204)

    def _wanted(self, request: web.Request) -> Row:
        key = request.match_info["key"]
        row = self.find(request.app[SIMULATION], self.key, int(key) if self.key == "id" else key)
        if row is None:
            raise Denied(404)
        return row

    def _check_unique(self, request: web.Request, sent: dict[str, Any], own: Row | None) -> None:
        if self.unique in sent and self.find(request.app[SIMULATION], self.unique, sent[self.unique]) not in (
            None,
            own,
        ):
            raise Denied(400)
