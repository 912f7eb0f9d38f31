# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose session a request belongs to."""

from __future__ import annotations

import re

from aiohttp import web

from simulator.accounts import ADMINISTRATOR
from simulator.people import Account
from simulator.problems import Denied
from simulator.simulation import SIMULATION
from simulator.state import Login, Pair, Refusal


def bearer_pair(request: web.Request) -> Pair:
    """The session of the request's access token (RFC 6750)."""
    authorization = request.headers.get("Authorization")
    if authorization is None:
        raise Refusal("unauthorized_request")
    matched = re.search(r"Bearer\s(\S+)", authorization)
    if matched is None:
        raise Refusal("invalid_request")
    return request.app[SIMULATION].instance.authenticate(matched.group(1))


def signed_in(request: web.Request) -> Pair:
    pair = bearer_pair(request)
    pair.last_activity = activity(request)
    return pair


def staff(request: web.Request) -> Account:
    """The moderator or administrator who asks."""
    account = signed_in(request).account
    if not account.passes_limits:
        raise Denied(403)
    return account


def administrator(request: web.Request) -> Account:
    account = signed_in(request).account
    if account.role != ADMINISTRATOR:
        raise Denied(403)
    return account


def activity(request: web.Request) -> Login:
    simulation = request.app[SIMULATION]
    return Login(
        ip=request.remote or "",
        device=request.headers.get("User-Agent", ""),
        at=simulation.instance.clock.now(),
    )
