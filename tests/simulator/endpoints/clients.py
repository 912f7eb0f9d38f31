# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OAuth client that every application of an instance shares."""

from __future__ import annotations

from aiohttp import web

from simulator.problems import Denied, documented
from simulator.simulation import SIMULATION

routes = web.RouteTableDef()


@routes.get("/oauth-clients/local")
@documented("getOAuthClient")
async def local_client(request: web.Request) -> web.StreamResponse:
    simulation = request.app[SIMULATION]
    if request.headers.get("Host") != simulation.webserver:
        raise Denied(403)
    instance = simulation.instance
    return web.json_response({"client_id": instance.client_id, "client_secret": instance.client_secret})
