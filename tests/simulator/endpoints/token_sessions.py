# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A user's sessions: list them, end one (PeerTube 7.3 and newer)."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator.bearer import signed_in
from simulator.documents import timestamp
from simulator.pages import page
from simulator.problems import Denied, unknown_path, unknown_user
from simulator.simulation import SIMULATION
from simulator.state import Pair

routes = web.RouteTableDef()


@routes.get(r"/users/{id:\d+}/token-sessions")
async def sessions(request: web.Request) -> web.StreamResponse:
    instance, owner = request.app[SIMULATION].instance, int(request.match_info["id"])
    if not instance.flavour.token_sessions:
        return unknown_path()
    current = _permitted(request, owner)
    if instance.people.user(owner) is None:
        return unknown_user(instance.flavour)
    found = [pair for pair in instance.pairs if pair.account.id == owner]
    shown = page(found, request.query, lambda pair, _: pair.id, lambda pair: _session(pair, current))
    return web.json_response(shown)


@routes.post(r"/users/{id:\d+}/token-sessions/{session:\d+}/revoke")
async def revoke_session(request: web.Request) -> web.StreamResponse:
    simulation, owner = request.app[SIMULATION], int(request.match_info["id"])
    if not simulation.instance.flavour.token_sessions:
        return unknown_path()
    _permitted(request, owner)
    wanted = int(request.match_info["session"])
    for pair in simulation.instance.pairs:
        if (pair.id, pair.account.id) == (wanted, owner):
            simulation.instance.revoke(pair)
            simulation.journal.counters.revocations += 1
            return web.json_response({"success": True})
    raise Denied(404)


def _permitted(request: web.Request, owner: int) -> Pair:
    current = signed_in(request)
    if current.account.id != owner and not current.account.passes_limits:
        raise Denied(403)
    return current


def _session(pair: Pair, current: Pair) -> dict[str, Any]:
    return {
        "id": pair.id,
        "loginIP": pair.login.ip,
        "loginDevice": pair.login.device,
        "loginDate": timestamp(pair.login.at),
        "lastActivityIP": pair.last_activity.ip,
        "lastActivityDevice": pair.last_activity.device,
        "lastActivityDate": timestamp(pair.last_activity.at),
        "currentSession": pair is current,
        "createdAt": timestamp(pair.created),
    }
