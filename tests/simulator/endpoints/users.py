# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who am I, and who else is here."""

from __future__ import annotations

from aiohttp import web

from simulator import documents
from simulator.bearer import signed_in
from simulator.pages import page
from simulator.problems import Denied, unknown_user
from simulator.simulation import SIMULATION

routes = web.RouteTableDef()


@routes.get("/users/me")
async def me(request: web.Request) -> web.StreamResponse:
    simulation, account = request.app[SIMULATION], signed_in(request).account
    return web.json_response(documents.me(account, simulation.instance.flavour, simulation.webserver))


@routes.get("/users")
async def users(request: web.Request) -> web.StreamResponse:
    _staff_only(request)
    simulation, search = request.app[SIMULATION], request.query.get("search", "").lower()
    found = [
        documents.listed_user(account, simulation.instance.flavour, simulation.webserver)
        for account in simulation.instance.users()
        if search in account.username.lower() or search in account.email.lower()
    ]
    return web.json_response(page(found, request.query, default_count=15))


@routes.get(r"/users/{id:\d+}")
async def user(request: web.Request) -> web.StreamResponse:
    _staff_only(request)
    simulation, wanted = request.app[SIMULATION], int(request.match_info["id"])
    account = next((account for account in simulation.instance.users() if account.id == wanted), None)
    if account is None:
        return unknown_user(simulation.instance.flavour)
    return web.json_response(documents.one_user(account, simulation.instance.flavour, simulation.webserver))


def _staff_only(request: web.Request) -> None:
    if not signed_in(request).account.passes_limits:
        raise Denied(403)
