# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users: who am I, and what administrators and moderators do with the others."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator import checks
from simulator.accounts import ADMINISTRATOR, MODERATOR, ROOT, USER
from simulator.bearer import signed_in, staff
from simulator.checks import Check, checked, flag, nullable, one_of, text, whole_number
from simulator.documents import Documents
from simulator.pages import in_order, like, page
from simulator.people import Account
from simulator.problems import Denied, unknown_user
from simulator.simulation import SIMULATION
from simulator.state import Instance, Refusal

routes = web.RouteTableDef()

# The API's names of what an administrator sets, and the simulator's.
NAMES = {
    "email": "email",
    "emailVerified": "email_verified",
    "videoQuota": "video_quota",
    "videoQuotaDaily": "video_quota_daily",
    "pluginAuth": "plugin_auth",
    "role": "role",
    "adminFlags": "admin_flags",
    "password": "password",
    "displayName": "display_name",
    "description": "description",
}
QUOTAS: dict[str, Check] = {
    "videoQuota": whole_number(-1),
    "videoQuotaDaily": whole_number(-1),
    "adminFlags": one_of(0, 1),
}
role = one_of(ADMINISTRATOR, MODERATOR, USER)


@routes.get("/users/me")
async def me(request: web.Request) -> web.StreamResponse:
    account = signed_in(request).account
    return web.json_response(Documents(request.app[SIMULATION]).me(account))


@routes.put("/users/me")
async def update_me(request: web.Request) -> web.StreamResponse:
    account, instance = signed_in(request).account, _instance(request)
    profile = {
        "displayName": text(1, 120),
        "description": nullable(text(3, 1000)),
        "email": checks.email,
        "password": checks.password(instance),
        "currentPassword": text(1, 255),
    }
    sent = await checked(request, {}, profile)
    if "email" in sent or "password" in sent:
        _check_current_password(account, sent.get("currentPassword"))
    if "email" in sent:
        check_email_is_free(instance, sent["email"], account)
    # The session that asks goes on.
    _set(account, sent, instance.clock.now())
    return web.Response(status=204)


@routes.get("/users")
async def users(request: web.Request) -> web.StreamResponse:
    staff(request)
    found = _instance(request).people.users()
    if "search" in request.query:
        wanted = like(request.query["search"])
        found = [one for one in found if wanted.search(one.username) or wanted.search(one.email)]
    if "blocked" in request.query:
        found = [one for one in found if str(one.blocked).lower() == request.query["blocked"]]
    return web.json_response(page(found, request.query, in_order, Documents(request.app[SIMULATION]).listed_user))


@routes.post("/users")
async def create(request: web.Request) -> web.StreamResponse:
    asking, instance = staff(request), _instance(request)
    required = {
        "username": checks.user_name,
        "email": checks.email,
        "password": checks.password(instance),
        "role": role,
    }
    sent = await checked(request, required, {**QUOTAS, "channelName": checks.channel_name})
    if sent["username"] in instance.people.taken:
        raise Denied(409)
    check_email_is_free(instance, sent["email"])
    if asking.role != ADMINISTRATOR and sent["role"] != USER:
        raise Denied(403)
    _check_channel_name(instance, sent)
    account = instance.people.add(sent["username"], instance.clock.now())
    _set(account, sent, account.created)
    instance.people.settle(account, sent.get("channelName"))
    return web.json_response({"user": {"id": account.id, "account": {"id": account.id + 1}}})


@routes.get(r"/users/{id:\d+}")
async def user(request: web.Request) -> web.StreamResponse:
    staff(request)
    account = _wanted(request)
    if account is None:
        return unknown_user(_instance(request).flavour)
    return web.json_response(Documents(request.app[SIMULATION]).one_user(account))


@routes.put(r"/users/{id:\d+}")
async def update(request: web.Request) -> web.StreamResponse:
    asking, instance = staff(request), _instance(request)
    accepted = {
        **QUOTAS,
        "email": checks.email,
        "emailVerified": flag,
        "pluginAuth": nullable(text(1, 255)),
        "password": checks.password(instance),
        "role": role,
    }
    sent = await checked(request, {}, accepted)
    account = _wanted(request)
    if account is None:
        return unknown_user(instance.flavour)
    changes_role = sent.get("role", account.role) != account.role
    if account.username == ROOT and changes_role:
        raise Denied(400)
    _check_may_touch(asking, account)
    if sent.get("email", account.email) != account.email:
        check_email_is_free(instance, sent["email"], None if instance.flavour.emails_ignore_case else account)
    _set(account, sent, instance.clock.now())
    if changes_role or "password" in sent:
        instance.revoke_all(account)
    return web.Response(status=204)


@routes.delete(r"/users/{id:\d+}")
async def delete(request: web.Request) -> web.StreamResponse:
    return _to_other(request, _instance(request).remove_account)


@routes.post(r"/users/{id:\d+}/block")
async def block(request: web.Request) -> web.StreamResponse:
    staff(request)
    sent = await checked(request, {}, {"reason": nullable(text(3, 250))})

    def blocked(account: Account) -> None:
        # Without a reason the one that was given before is gone.
        account.blocked, account.blocked_reason = True, sent.get("reason") or None
        _instance(request).revoke_all(account)

    return _to_other(request, blocked)


@routes.post(r"/users/{id:\d+}/unblock")
async def unblock(request: web.Request) -> web.StreamResponse:
    def unblocked(account: Account) -> None:
        account.blocked, account.blocked_reason = False, None

    return _to_other(request, unblocked)


def _instance(request: web.Request) -> Instance:
    return request.app[SIMULATION].instance


def _wanted(request: web.Request) -> Account | None:
    return _instance(request).people.user(int(request.match_info["id"]))


def _to_other(request: web.Request, change: Any) -> web.Response:
    """Do something to an account that is not root's."""
    asking, account = staff(request), _wanted(request)
    if account is None:
        return unknown_user(_instance(request).flavour)
    if account.username == ROOT:
        raise Denied(400)
    _check_may_touch(asking, account)
    change(account)
    return web.Response(status=204)


def _set(account: Account, sent: dict[str, Any], now: float) -> None:
    for name in sent.keys() & NAMES.keys():
        setattr(account, NAMES[name], int(sent[name]) if name in QUOTAS else sent[name])
    if "pluginAuth" in sent:
        account.external = False
    account.updated = now


def _check_current_password(account: Account, current: str | None) -> None:
    if current is None or account.from_plugin:
        raise Denied(400)
    if current != account.password:
        raise Refusal("current_password_is_invalid")


def check_email_is_free(instance: Instance, wanted: str, own: Account | None = None) -> None:
    def same(email: str) -> bool:
        return email.lower() == wanted.lower() if instance.flavour.emails_ignore_case else email == wanted

    if any(same(one.email) for one in instance.people.accounts if one is not own):
        raise Denied(409)


def _check_channel_name(instance: Instance, sent: dict[str, Any]) -> None:
    if sent.get("channelName") == sent["username"]:
        raise Denied(400)
    if sent.get("channelName") in instance.people.taken:
        raise Denied(409)


def _check_may_touch(asking: Account, account: Account) -> None:
    if asking.role != ADMINISTRATOR and account.role != USER:
        raise Denied(403)
