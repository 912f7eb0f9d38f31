# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The servers and accounts that the instance wants nothing of."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator import checks
from simulator.bearer import staff
from simulator.checks import checked, text
from simulator.collection import Collection
from simulator.documents import Documents, timestamp
from simulator.problems import Denied
from simulator.shelves import Row
from simulator.simulation import SIMULATION


def _server_block(request: web.Request, row: Row) -> dict[str, Any]:
    return _block(request, row, {"blockedServer": {"host": row.fields["host"]}})


def _account_block(request: web.Request, row: Row) -> dict[str, Any]:
    return _block(request, row, {"blockedAccount": _account(request, row.fields["name"])})


def _block(request: web.Request, row: Row, blocked: dict[str, Any]) -> dict[str, Any]:
    simulation = request.app[SIMULATION]
    since_8 = {"blocklistSubscription": None} if simulation.instance.flavour.name != "6.3" else {}
    by = {"byAccount": Documents(simulation).server()}
    return {**by, **blocked, **since_8, "createdAt": timestamp(row.created)}


def _account(request: web.Request, name: str) -> dict[str, Any] | None:
    simulation = request.app[SIMULATION]
    user = simulation.local_user(name)
    if user is not None:
        return Documents(simulation).account(user)
    return Documents(simulation).remote_account(name) if simulation.knows(name) else None


servers = Collection(path="/server/blocklist/servers", key="host", searched="host", show=_server_block)
accounts = Collection(
    path="/server/blocklist/accounts",
    key="name",
    searched="name",
    show=_account_block,
    visible=lambda request, row: _account(request, row.fields["name"]) is not None,
)

routes = web.RouteTableDef()
servers.serve(routes, "GET", "DELETE")
accounts.serve(routes, "GET", "DELETE")


@routes.post(servers.path)
async def block_server(request: web.Request) -> web.StreamResponse:
    staff(request)
    simulation = request.app[SIMULATION]
    host = (await checked(request, {"host": checks.host(simulation.webserver)}))["host"]
    if host == simulation.webserver:
        raise Denied(409)
    # In another case it is another host.
    if servers.find(simulation, "host", host) is None:
        servers.add(simulation, host=host)
    return web.Response(status=204)


@routes.post(accounts.path)
async def block_account(request: web.Request) -> web.StreamResponse:
    staff(request)
    sent, simulation = await checked(request, {"accountName": text(1, 500)}), request.app[SIMULATION]
    name = simulation.local_name(sent["accountName"]) or sent["accountName"]
    if _account(request, name) is None:
        raise Denied(404)
    if accounts.find(simulation, "name", name) is None:
        accounts.add(simulation, name=name)
    return web.Response(status=204)
