# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Log in, refresh, log out (RFC 6749, RFC 7009)."""

from __future__ import annotations

import asyncio

from aiohttp import web

from simulator.bearer import activity, signed_in
from simulator.forms import FORM, form_of
from simulator.problems import documented
from simulator.simulation import SIMULATION
from simulator.state import ACCESS_LIFETIME, Pair, Refusal

routes = web.RouteTableDef()


@routes.post("/users/token")
@documented("getOAuthToken")
async def token(request: web.Request) -> web.StreamResponse:
    if request.content_type != FORM:
        raise Refusal("invalid_request")
    form = await form_of(request)
    request.app[SIMULATION].instance.check_client(form.get("client_id", ""), form.get("client_secret", ""))
    grant_type = form.get("grant_type")
    if not grant_type:
        raise Refusal("invalid_request")
    if grant_type == "password":
        return _granted(request, await _log_in(request, form))
    if grant_type == "refresh_token":
        return _granted(request, _refresh(request, form))
    raise Refusal("unsupported_grant_type")


@routes.post("/users/revoke-token")
@documented("revokeOAuthToken")
async def revoke(request: web.Request) -> web.StreamResponse:
    simulation = request.app[SIMULATION]
    simulation.instance.revoke(signed_in(request))
    simulation.journal.counters.revocations += 1
    return web.json_response({"success": True})


async def _log_in(request: web.Request, form: dict[str, str]) -> Pair:
    counters = request.app[SIMULATION].journal.counters
    try:
        pair = await _password_grant(request, form)
    except Refusal:
        counters.rejected_logins += 1
        raise
    counters.logins += 1
    return pair


async def _password_grant(request: web.Request, form: dict[str, str]) -> Pair:
    simulation = request.app[SIMULATION]
    username, password, external = (form.get(name) for name in ("username", "password", "externalAuthToken"))
    if not username or not (password or external):
        raise Refusal("invalid_request")
    if external:
        return simulation.instance.external_grant(username, external, activity(request))
    await asyncio.sleep(simulation.hash_delay)
    otp = request.headers.get("x-peertube-otp")
    return simulation.instance.password_grant(username, password or "", otp, activity(request))


def _refresh(request: web.Request, form: dict[str, str]) -> Pair:
    simulation = request.app[SIMULATION]
    if not form.get("refresh_token"):
        raise Refusal("invalid_request")
    pair = simulation.instance.refresh_grant(form["refresh_token"], activity(request))
    simulation.journal.counters.refreshes += 1
    return pair


def _granted(request: web.Request, pair: Pair) -> web.Response:
    flavour = request.app[SIMULATION].instance.flavour
    # PeerTube rounds down the time that is left when it answers: a second less than the lifetime.
    fields = {
        "token_type": "Bearer",
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "expires_in": ACCESS_LIFETIME - 1,
        "refresh_token_expires_in": flavour.refresh_lifetime - 1,
    }
    return web.json_response(fields, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})
