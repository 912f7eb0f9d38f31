# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels: anybody sees them, their owner and moderators change them."""

from __future__ import annotations

from aiohttp import web

from simulator import checks
from simulator.bearer import signed_in
from simulator.checks import checked, flag, nullable, text
from simulator.documents import SERVER_NAME, Documents
from simulator.endpoints.instance_pictures import uploaded
from simulator.forms import JSON
from simulator.pages import in_order, like, page
from simulator.people import Account, Channel
from simulator.problems import Denied
from simulator.simulation import SIMULATION, Simulation

routes = web.RouteTableDef()

MOST_CHANNELS = 20
display_name = text(1, 120)
TEXTS = {"description": nullable(text(3, 1000)), "support": nullable(text(3, 1000))}
NAMES = {"displayName": "display_name", "description": "description", "support": "support"}


@routes.get("/video-channels")
async def channels(request: web.Request) -> web.StreamResponse:
    return _page(request, request.app[SIMULATION].instance.people.channels)


@routes.get("/accounts/{name}")
async def account(request: web.Request) -> web.StreamResponse:
    documents = Documents(request.app[SIMULATION])
    # The account that the instance itself acts as is no user's.
    if request.match_info["name"] == SERVER_NAME:
        return web.json_response(documents.server())
    return web.json_response(documents.account(_account(request)))


@routes.get("/accounts/{name}/video-channels")
async def channels_of_account(request: web.Request) -> web.StreamResponse:
    return _page(request, request.app[SIMULATION].instance.people.channels_of(_account(request)))


@routes.get("/search/video-channels")
async def search(request: web.Request) -> web.StreamResponse:
    simulation, wanted = request.app[SIMULATION], like(request.query.get("search", ""))
    handles = request.query.getall("handles[]", []) + request.query.getall("handles", [])
    names = {simulation.local_name(handle) for handle in handles}
    found = [
        channel
        for channel in simulation.instance.people.channels
        if (channel.name in names if names else wanted.search(channel.name) or wanted.search(channel.display_name))
    ]
    return _page(request, found)


@routes.post("/video-channels")
async def create(request: web.Request) -> web.StreamResponse:
    owner, instance = signed_in(request).account, request.app[SIMULATION].instance
    sent = await checked(request, {"name": checks.channel_name, "displayName": display_name}, TEXTS)
    if sent["name"] in instance.people.taken:
        raise Denied(409)
    if len(instance.people.channels_of(owner)) >= MOST_CHANNELS:
        raise Denied(400)
    fields = {NAMES[name]: value for name, value in sent.items() if name in NAMES}
    channel = instance.people.open_channel(owner, instance.clock.now(), name=sent["name"], **fields)
    return web.json_response({"videoChannel": {"id": channel.id}})


@routes.get("/video-channels/{name}")
async def channel(request: web.Request) -> web.StreamResponse:
    return web.json_response(Documents(request.app[SIMULATION]).channel(_channel(request)))


@routes.put("/video-channels/{name}")
async def update(request: web.Request) -> web.StreamResponse:
    changed = _own_channel(request)
    known = {"displayName": display_name, **TEXTS, "bulkVideosSupportUpdate": flag}
    for name, value in (await checked(request, {}, known)).items():
        if name in NAMES:
            setattr(changed, NAMES[name], value)
    changed.updated = request.app[SIMULATION].instance.clock.now()
    return _empty_json()


@routes.delete("/video-channels/{name}")
async def delete(request: web.Request) -> web.StreamResponse:
    gone, simulation = _own_channel(request), request.app[SIMULATION]
    if len(simulation.instance.people.channels_of(gone.owner)) == 1:
        raise Denied(409)
    simulation.instance.people.channels.remove(gone)
    for kind in ("avatar", "banner"):
        simulation.pictures.remove(gone.picture(kind))
    return _empty_json()


@routes.post("/video-channels/{name}/{kind:avatar|banner}/pick")
async def pick(request: web.Request) -> web.StreamResponse:
    shown, kind, simulation = _own_channel(request), request.match_info["kind"], request.app[SIMULATION]
    upload = await uploaded(request, f"{kind}file", kind)
    instance = simulation.instance
    simulation.pictures.put(shown.picture(kind), kind, upload, instance.flavour.name, instance.clock.now())
    # Other than in a channel's document, the largest is always the first.
    pictures = Documents(simulation).pictures(shown.picture(kind))
    return web.json_response({f"{kind}s": sorted(pictures, key=lambda one: -one["width"])})


@routes.delete("/video-channels/{name}/{kind:avatar|banner}")
async def remove_picture(request: web.Request) -> web.StreamResponse:
    request.app[SIMULATION].pictures.remove(_own_channel(request).picture(request.match_info["kind"]))
    return web.Response(status=204)


def _page(request: web.Request, found: list[Channel]) -> web.Response:
    show = Documents(request.app[SIMULATION]).listed_channel
    return web.json_response(page(found, request.query, in_order, show))


def _account(request: web.Request) -> Account:
    found = request.app[SIMULATION].local_user(request.match_info["name"])
    if found is None:
        raise Denied(404)
    return found


def _channel(request: web.Request) -> Channel:
    simulation: Simulation = request.app[SIMULATION]
    found = simulation.instance.people.channel(simulation.local_name(request.match_info["name"]))
    if found is None:
        raise Denied(404)
    return found


def _own_channel(request: web.Request) -> Channel:
    """The channel, when who asks may change it."""
    asking, found = signed_in(request).account, _channel(request)
    if found.owner is not asking and not asking.passes_limits:
        raise Denied(403)
    return found


def _empty_json() -> web.Response:
    return web.Response(status=204, headers={"Content-Type": f"{JSON}; charset=utf-8"})
