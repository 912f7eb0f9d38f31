# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control interface below /_simulator: never recorded, never limited, never faulty."""

from __future__ import annotations

import dataclasses
from typing import Any, Callable

from aiohttp import web

from simulator.faults import Rule
from simulator.flavours import FLAVOURS
from simulator.misbehaviour import ACTIONS
from simulator.seeding import meet, seed
from simulator.shelves import Peer
from simulator.simulation import SIMULATION, Simulation

routes = web.RouteTableDef()


def build(simulation: Simulation) -> web.Application:
    app = web.Application(middlewares=[_explain])
    app[SIMULATION] = simulation
    app.add_routes(routes)
    return app


@web.middleware
async def _explain(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        response: web.StreamResponse = await handler(request)
    except (KeyError, TypeError, ValueError) as error:
        return web.json_response({"error": repr(error)}, status=400)
    return response


@routes.get("/log")
async def log(request: web.Request) -> web.Response:
    return web.json_response(request.app[SIMULATION].journal.as_json())


@routes.get("/counters")
async def counters(request: web.Request) -> web.Response:
    return web.json_response(dataclasses.asdict(request.app[SIMULATION].journal.counters))


@routes.get("/tokens")
async def tokens(request: web.Request) -> web.Response:
    return web.json_response([_pair(pair) for pair in request.app[SIMULATION].instance.pairs])


@routes.get("/issued")
async def issued(request: web.Request) -> web.Response:
    return web.json_response(request.app[SIMULATION].instance.issued)


@routes.get("/client")
async def client(request: web.Request) -> web.StreamResponse:
    instance = request.app[SIMULATION].instance
    return web.json_response({"client_id": instance.client_id, "client_secret": instance.client_secret})


@routes.post("/client")
async def replace_client(request: web.Request) -> web.StreamResponse:
    request.app[SIMULATION].instance.replace_client()
    return await client(request)


@routes.post("/reset")
async def reset(request: web.Request) -> web.Response:
    """Put back what the body names; everything when it names nothing."""
    simulation = request.app[SIMULATION]
    parts: dict[str, Callable[[], None]] = {
        "log": simulation.journal.reset_log,
        "counters": simulation.journal.reset_counters,
        "limits": simulation.reset_limits,
        "faults": simulation.faults.clear,
        "clock": simulation.instance.clock.reset,
        "tokens": simulation.instance.revoke_all,
        "accounts": simulation.reset_accounts,
        "collections": simulation.shelves.clear,
        "peers": simulation.peers.clear,
        "seeds": simulation.seeded.clear,
        "configuration": simulation.configuration.reset,
        "homepage": simulation.homepage.reset,
        "pictures": simulation.pictures.reset,
        "plugins": simulation.plugins.reset,
    }
    wanted = await _body(request)
    if not set(wanted) <= set(parts):
        raise ValueError(f"only these can be reset: {', '.join(parts)}")
    for name, put_back in parts.items():
        if wanted.get(name, not wanted):
            put_back()
    return _done()


@routes.post("/clock")
async def clock(request: web.Request) -> web.Response:
    simulated = request.app[SIMULATION].instance.clock
    simulated.offset += (await _body(request))["advance"]
    return web.json_response({"now": simulated.now()})


@routes.post("/expire")
async def expire(request: web.Request) -> web.Response:
    wanted = await _body(request)
    request.app[SIMULATION].instance.expire(wanted.get("access", False), wanted.get("refresh", False))
    return _done()


@routes.post("/revoke-all")
async def revoke_all(request: web.Request) -> web.Response:
    request.app[SIMULATION].instance.revoke_all()
    return _done()


@routes.post("/accounts")
async def put_account(request: web.Request) -> web.Response:
    account = request.app[SIMULATION].instance.put_account(**await _body(request))
    return web.json_response(dataclasses.asdict(account))


@routes.post("/seed")
async def add_seeds(request: web.Request) -> web.Response:
    seed(request.app[SIMULATION], await _body(request))
    return _done()


@routes.post("/peers")
async def put_peer(request: web.Request) -> web.Response:
    peer = Peer(**await _body(request))
    meet(request.app[SIMULATION], peer)
    return web.json_response(dataclasses.asdict(peer))


@routes.post("/config")
async def configure(request: web.Request) -> web.Response:
    simulation, changes = request.app[SIMULATION], await _body(request)
    for name, value in changes.items():
        if name == "flavour":
            simulation.instance.flavour = FLAVOURS[value]
        elif name in ("api_limit", "login_limit", "signup_limit"):
            getattr(simulation, name).limit = int(value)
        elif name in ("webserver", "hash_delay", "https"):
            setattr(simulation, name, value)
        else:
            raise ValueError(f"nothing to configure: {name}")
    return _done()


@routes.post("/configuration")
async def set_configuration(request: web.Request) -> web.Response:
    """What the instance's configuration is made of, other than by PUT."""
    simulation, wanted = request.app[SIMULATION], await _body(request)
    configuration = simulation.configuration
    for path, value in wanted.pop("values", {}).items():
        configuration.put_leaf(path, value)
    for name, value in wanted.items():
        if name not in ("environment", "editable", "email"):
            raise ValueError(f"nothing of the configuration: {name}")
        setattr(configuration, name, value)
    return web.json_response(configuration.shown(simulation.instance.flavour.name))


@routes.post("/plugins")
async def set_plugins(request: web.Request) -> web.Response:
    """What can be installed and how that goes. Answers with what is registered, and how often."""
    plugins, wanted = request.app[SIMULATION].plugins, await _body(request)
    plugins.available.update(wanted.pop("available", {}))
    for name, value in wanted.items():
        if name not in ("index", "broken", "slow"):
            raise ValueError(f"nothing of the plugins: {name}")
        setattr(plugins, name, value)
    plugins.check_latest_versions()
    return web.json_response(plugins.registered)


@routes.post("/restart")
async def restart(request: web.Request) -> web.Response:
    simulation = request.app[SIMULATION]
    simulation.configuration.restart()
    simulation.plugins.restart()
    return _done()


@routes.post("/faults")
async def add_faults(request: web.Request) -> web.Response:
    rules = [Rule.parse(fields, set(ACTIONS)) for fields in await request.json()]
    request.app[SIMULATION].faults.rules += rules
    return _done()


@routes.get("/held")
async def held(request: web.Request) -> web.Response:
    faults = request.app[SIMULATION].faults
    await faults.wait_held(int(request.query.get("at_least", 0)), float(request.query.get("timeout", 0)))
    return web.json_response(faults.held)


@routes.post("/release")
async def release(request: web.Request) -> web.Response:
    request.app[SIMULATION].faults.release()
    return _done()


async def _body(request: web.Request) -> dict[str, Any]:
    fields: dict[str, Any] = await request.json() if request.body_exists else {}
    return fields


def _done() -> web.Response:
    return web.json_response({"done": True})


def _pair(pair: Any) -> dict[str, Any]:
    return {
        "id": pair.id,
        "session": pair.session,
        "username": pair.account.username,
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "access_expires_at": pair.access_expires,
        "refresh_expires_at": pair.refresh_expires,
    }
