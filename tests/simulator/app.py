# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The web application: what every request passes on its way to an endpoint."""

from __future__ import annotations

import importlib
import pkgutil
from email.utils import formatdate
from typing import Iterator

from aiohttp import web

from simulator import endpoints, static_files, switchboard
from simulator.bearer import bearer_pair
from simulator.limits import RateLimit
from simulator.misbehaviour import ACTIONS, REWRITING, dropped
from simulator.problems import Denied, Failure, Handler, Invalid, denied, failed, invalid, refused, unknown_path
from simulator.simulation import SIMULATION, Simulation
from simulator.state import Refusal

API = "/api/v1"
# Bytes: more than any limit of PeerTube's on pictures.
LARGEST_BODY = 16 * 1024**2
# PeerTube limits each of its routers; /ping and unknown paths belong to none.
LIMITED_ROUTERS = ("accounts", "config", "custom-pages", "oauth-clients", "plugins", "runners", "search", "server",
                   "users", "video-channel-syncs", "video-channels", "videos", "watched-words")  # fmt: skip


def build(simulation: Simulation) -> web.Application:
    root = web.Application(client_max_size=LARGEST_BODY)
    api = web.Application(middlewares=[record, misbehave, answer, limit])
    api[SIMULATION] = simulation
    for routes in _endpoint_routes():
        api.add_routes(routes)
    api.router.add_route("*", "/{tail:.*}", _unknown_path)
    root.add_subapp(API, api)
    for folder in static_files.FOLDERS:
        root.add_subapp(folder, static_files.build(simulation, record, misbehave))
    root.add_subapp("/_simulator", switchboard.build(simulation))
    root[SIMULATION] = simulation
    root.on_response_prepare.append(_dress)
    return root


@web.middleware
async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
    entry = await request.app[SIMULATION].journal.open(request)
    request["grant_type"] = entry.grant_type
    request["entry"] = entry
    response = await handler(request)
    if request.transport is not None and not request.transport.is_closing():
        entry.status = response.status
    return response


@web.middleware
async def misbehave(request: web.Request, handler: Handler) -> web.StreamResponse:
    simulation = request.app[SIMULATION]
    rule = simulation.faults.pick(request.method, request.path.removeprefix(API), request["grant_type"])
    if rule is None:
        return await handler(request)
    action = ACTIONS[rule.action]
    if rule.stage == "before" and rule.action not in REWRITING:
        era = simulation.faults.era
        instead = await action(request, rule, None)
        if instead is None and simulation.faults.era != era:
            # It was put off until now, and must not take effect in a world that was made anew meanwhile.
            return dropped(request)
        return await handler(request) if instead is None else instead
    answered = await handler(request)
    assert isinstance(answered, web.Response)
    return await action(request, rule, answered) or answered


@web.middleware
async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn refusals into problem documents, and put the limits' headers on any answer."""
    flavour = request.app[SIMULATION].instance.flavour
    try:
        response = await handler(request)
    except Refusal as error:
        response = refused(error, flavour, request.get("operation"))
    except Denied as error:
        response = denied(error, flavour, request.get("operation"))
    except Invalid as error:
        response = invalid(error, flavour, request.path, request.get("operation"))
    except Failure as error:
        response = failed(error, flavour)
    response.headers.update(request.get("limit_headers", {}))
    return response


@web.middleware
async def limit(request: web.Request, handler: Handler) -> web.StreamResponse:
    request["limit_headers"] = {}
    for rate_limit in _limits_on(request):
        limited = _count(request, rate_limit)
        if limited is not None:
            return limited
    return await handler(request)


def _limits_on(request: web.Request) -> Iterator[RateLimit]:
    path = request.path[len(API) :]
    if path.split("/")[1] in LIMITED_ROUTERS:
        yield request.app[SIMULATION].api_limit
    if (request.method, path) == ("POST", "/users/token"):
        yield request.app[SIMULATION].login_limit
    if (request.method, path) == ("POST", "/users/registrations/request"):
        yield request.app[SIMULATION].signup_limit


def _count(request: web.Request, rate_limit: RateLimit) -> web.Response | None:
    simulation = request.app[SIMULATION]
    verdict = rate_limit.hit(request.remote or "", simulation.instance.clock.now())
    if verdict is None:
        return None
    headers: dict[str, str] = request["limit_headers"]
    headers.update({"x-ratelimit-limit": str(verdict.limit), "x-ratelimit-remaining": str(verdict.remaining)})
    if not verdict.exceeded:
        return None
    headers["Retry-After"] = str(verdict.retry_after)
    # PeerTube looks at the token only now: an administrator passes, a stale one is refused with 401.
    if "Authorization" in request.headers and bearer_pair(request).account.passes_limits:
        return None
    simulation.journal.counters.limited += 1
    response = web.Response(status=429, body=b"That was a bit much. Come back later.")
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def _endpoint_routes() -> Iterator[web.RouteTableDef]:
    for module in pkgutil.iter_modules(endpoints.__path__):
        yield importlib.import_module(f"{endpoints.__name__}.{module.name}").routes


async def _unknown_path(request: web.Request) -> web.StreamResponse:
    return unknown_path()


async def _dress(request: web.Request, response: web.StreamResponse) -> None:
    """The headers of a Node server behind no proxy."""
    simulation = request.config_dict[SIMULATION]
    response.headers.pop("Server", None)
    response.headers.setdefault("x-powered-by", "PeerTube")
    response.headers["Date"] = formatdate(simulation.instance.clock.now(), usegmt=True)
    if response.keep_alive:
        response.headers["Connection"] = "keep-alive"
        response.headers["Keep-Alive"] = "timeout=5"
