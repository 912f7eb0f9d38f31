# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who asked to become a user, and what moderators said."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator import checks
from simulator.bearer import staff
from simulator.checks import checked, flag, text
from simulator.documents import timestamp
from simulator.endpoints.users import check_email_is_free
from simulator.pages import in_order, page
from simulator.people import Registration
from simulator.problems import Denied
from simulator.simulation import SIMULATION

routes = web.RouteTableDef()

STATES = {"waiting": (1, "Pending"), "rejected": (2, "Rejected"), None: (3, "Accepted")}
# Parts of paths, and what the registration becomes.
ANSWERS = {"accept": None, "reject": "rejected"}


@routes.post("/users/registrations/request")
async def ask(request: web.Request) -> web.StreamResponse:
    simulation = request.app[SIMULATION]
    instance = simulation.instance
    if not simulation.configuration.shown(instance.flavour.name)["signup"]["enabled"]:
        raise Denied(403)
    required = {
        "username": checks.user_name,
        "email": checks.email,
        "password": checks.password(instance),
        "registrationReason": text(2, 3000),
    }
    sent = await checked(request, required)
    if sent["username"] in instance.people.taken:
        raise Denied(409)
    check_email_is_free(instance, sent["email"])
    account = instance.people.add(sent["username"], instance.clock.now())
    account.email, account.password, account.registration = sent["email"], sent["password"], "waiting"
    instance.people.settle(account, reason=sent["registrationReason"])
    return web.json_response(_shown(instance.people.registrations[-1]))


@routes.get("/users/registrations")
async def registrations(request: web.Request) -> web.StreamResponse:
    staff(request)
    return web.json_response(
        page(request.app[SIMULATION].instance.people.registrations, request.query, in_order, _shown)
    )


@routes.post(r"/users/registrations/{id:\d+}/{answer:accept|reject}")
async def decide(request: web.Request) -> web.StreamResponse:
    staff(request)
    sent = await checked(request, {"moderationResponse": text(2, 3000)}, {"preventEmailDelivery": flag})
    instance, asked = request.app[SIMULATION].instance, _wanted(request)
    if asked.account.registration != "waiting":
        raise Denied(409)
    asked.account.registration = ANSWERS[request.match_info["answer"]]
    asked.response, asked.updated = sent["moderationResponse"], instance.clock.now()
    instance.people.settle(asked.account)
    return web.Response(status=204)


@routes.delete(r"/users/registrations/{id:\d+}")
async def delete(request: web.Request) -> web.StreamResponse:
    staff(request)
    asked, people = _wanted(request), request.app[SIMULATION].instance.people
    people.registrations.remove(asked)
    if asked.account.registration is not None:
        people.accounts.remove(asked.account)
        people.taken.discard(asked.account.username)
    return web.Response(status=204)


def _wanted(request: web.Request) -> Registration:
    wanted = int(request.match_info["id"])
    for asked in request.app[SIMULATION].instance.people.registrations:
        if asked.id == wanted:
            return asked
    raise Denied(404)


def _shown(asked: Registration) -> dict[str, Any]:
    account = asked.account
    number, label = STATES[account.registration]
    return {
        "id": asked.id,
        "state": {"id": number, "label": label},
        "registrationReason": asked.reason,
        "moderationResponse": asked.response,
        "username": account.username,
        "email": account.email,
        "emailVerified": account.email_verified,
        "accountDisplayName": None,
        "channelHandle": None,
        "channelDisplayName": None,
        "createdAt": timestamp(asked.created),
        "updatedAt": timestamp(asked.updated),
        "user": {"id": account.id} if account.registration is None else None,
    }
