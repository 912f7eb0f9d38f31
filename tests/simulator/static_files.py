# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is there outside the API: the pictures that were uploaded."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Middleware

from simulator.simulation import SIMULATION, Simulation

FOLDERS = ("/lazy-static", "/static")


def build(simulation: Simulation, *middlewares: Middleware) -> web.Application:
    app = web.Application(middlewares=middlewares)
    app[SIMULATION] = simulation
    app.router.add_get("/{path:.*}", _picture)
    return app


async def _picture(request: web.Request) -> web.StreamResponse:
    picture = request.app[SIMULATION].pictures.at(request.path)
    if picture is None:
        return web.Response(status=404)
    return web.Response(body=picture.content, content_type=picture.content_type)
