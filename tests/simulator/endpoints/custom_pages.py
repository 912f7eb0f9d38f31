# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The homepage of the instance."""

from __future__ import annotations

from aiohttp import web

from simulator.bearer import administrator
from simulator.forms import fields_of
from simulator.problems import Denied
from simulator.simulation import SIMULATION

routes = web.RouteTableDef()


@routes.get("/custom-pages/homepage/instance")
async def homepage(request: web.Request) -> web.StreamResponse:
    page = request.app[SIMULATION].homepage
    if not page.written:
        raise Denied(404)
    return web.json_response({"content": page.content})


@routes.put("/custom-pages/homepage/instance")
async def write_homepage(request: web.Request) -> web.StreamResponse:
    administrator(request)
    request.app[SIMULATION].homepage.write((await fields_of(request)).get("content"))
    return web.Response(status=204)
