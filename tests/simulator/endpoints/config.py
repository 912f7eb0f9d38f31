# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an instance says about itself, and the configuration that its administrator sets."""

from __future__ import annotations

from aiohttp import web

from simulator.bearer import administrator
from simulator.config_documents import about, public, themes
from simulator.configuration_rules import check
from simulator.forms import fields_of
from simulator.problems import Denied, documented
from simulator.simulation import SIMULATION, Simulation

routes = web.RouteTableDef()


@routes.get("/config")
async def config(request: web.Request) -> web.StreamResponse:
    return web.json_response(public(request.app[SIMULATION]))


@routes.get("/config/about")
async def config_about(request: web.Request) -> web.StreamResponse:
    return web.json_response(about(request.app[SIMULATION]))


@routes.get("/config/custom")
@documented("getCustomConfig")
async def custom(request: web.Request) -> web.StreamResponse:
    administrator(request)
    simulation = request.app[SIMULATION]
    return web.json_response(simulation.configuration.shown(simulation.instance.flavour.name))


@routes.put("/config/custom")
@documented("putCustomConfig")
async def replace(request: web.Request) -> web.StreamResponse:
    simulation = _editable(request)
    wanted = await fields_of(request)
    flavour = simulation.instance.flavour.name
    check(wanted, flavour, themes(simulation), simulation.configuration.email)
    return web.json_response(simulation.configuration.replace(wanted, flavour))


@routes.delete("/config/custom")
@documented("delCustomConfig")
async def forget(request: web.Request) -> web.StreamResponse:
    simulation = _editable(request)
    simulation.configuration.forget()
    return web.json_response(simulation.configuration.shown(simulation.instance.flavour.name))


def _editable(request: web.Request) -> Simulation:
    administrator(request)
    simulation = request.app[SIMULATION]
    if not simulation.configuration.editable:
        raise Denied(405)
    return simulation
