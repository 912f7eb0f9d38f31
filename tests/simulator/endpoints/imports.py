# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What users fetch from elsewhere: whole channels, again and again, and single videos. Nothing is ever fetched."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator.bearer import signed_in
from simulator.checks import checked, text, whole_number
from simulator.collection import Collection
from simulator.documents import Documents, timestamp
from simulator.pages import page
from simulator.people import Account, Channel
from simulator.problems import Denied
from simulator.shelves import Row
from simulator.simulation import SIMULATION

routes = web.RouteTableDef()

url = text(1, 2000, r"https?://\S+")
syncs = Collection(path="/video-channel-syncs", written_by=signed_in)
syncs.serve(routes, "DELETE")
# Measured of it was only that the list is there, and the refusal where it is not enabled. The rest is as published.
imports = Collection(path="/videos/imports")


@routes.get("/accounts/{name}/video-channel-syncs")
async def synchronised(request: web.Request) -> web.StreamResponse:
    asking = signed_in(request).account
    if request.match_info["name"] != asking.username:
        raise Denied(403)
    return _page(request, syncs, asking, lambda row: _sync(request, row))


@routes.post(syncs.path)
async def synchronise(request: web.Request) -> web.StreamResponse:
    """The same again is another one (measured on 6.3 and 8.2)."""
    asking = signed_in(request).account
    if not _enabled(request, "videoChannelSynchronization"):
        raise Denied(403)
    sent = await checked(request, {"externalChannelUrl": url, "videoChannelId": whole_number(1)})
    channel = _own_channel(request, asking, int(sent["videoChannelId"]))
    row = syncs.add(request.app[SIMULATION], owner=asking, channel=channel, url=sent["externalChannelUrl"])
    return web.json_response({"videoChannelSync": _sync(request, row)})


@routes.get("/users/me/videos/imports")
async def imported(request: web.Request) -> web.StreamResponse:
    return _page(request, imports, signed_in(request).account, _import)


@routes.post(imports.path)
async def begin(request: web.Request) -> web.StreamResponse:
    asking = signed_in(request).account
    if not _enabled(request, "videos", "http"):
        raise Denied(409)
    sent = await checked(request, {"targetUrl": url, "channelId": whole_number(1)}, {"name": text(3, 120)})
    _own_channel(request, asking, int(sent["channelId"]))
    row = imports.add(request.app[SIMULATION], owner=asking, url=sent["targetUrl"], name=sent.get("name"))
    return web.json_response(_import(row))


def _page(request: web.Request, collection: Collection, owner: Account, show: Any) -> web.Response:
    rows = [row for row in collection.shelf(request.app[SIMULATION]).rows if row.fields["owner"] is owner]
    return web.json_response(page(rows, request.query, Row.order, show))


def _enabled(request: web.Request, *path: str) -> bool:
    simulation = request.app[SIMULATION]
    found: Any = simulation.configuration.shown(simulation.instance.flavour.name)["import"]
    for name in path:
        found = found[name]
    return bool(found["enabled"])


def _own_channel(request: web.Request, owner: Account, number: int) -> Channel:
    for channel in request.app[SIMULATION].instance.people.channels_of(owner):
        if channel.id == number:
            return channel
    raise Denied(404)


def _sync(request: web.Request, row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": {"id": 1, "label": "Waiting first run"},
        "externalChannelUrl": row.fields["url"],
        "createdAt": timestamp(row.created),
        "channel": Documents(request.app[SIMULATION]).channel_summary(row.fields["channel"]),
    }


def _import(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "targetUrl": row.fields["url"],
        "magnetUri": None,
        "torrentName": None,
        "state": {"id": 1, "label": "Pending"},
        "error": None,
        "createdAt": timestamp(row.created),
        "updatedAt": timestamp(row.updated),
        "video": {"name": row.fields["name"]},
    }
