# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whom the instance follows, and who follows it."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator import checks
from simulator.bearer import administrator
from simulator.checks import checked, flag, list_of
from simulator.collection import Collection, anybody
from simulator.documents import Documents, timestamp
from simulator.problems import Denied
from simulator.shelves import Row
from simulator.simulation import SIMULATION, Simulation


def _follow(request: web.Request, row: Row) -> dict[str, Any]:
    simulation = request.app[SIMULATION]
    documents = Documents(simulation)
    theirs = _actor(documents.remote_actor(row.fields["handle"], row.fields["redundancy"]))
    ours = _actor(documents.server())
    follower, following = (theirs, ours) if row.fields["inwards"] else (ours, theirs)
    return {
        "id": row.id,
        "follower": follower,
        "following": following,
        "score": 1000 if simulation.instance.flavour.name == "6.3" else 5000,
        "state": row.fields["state"],
        "createdAt": timestamp(row.created),
        "updatedAt": timestamp(row.updated),
    }


def _actor(document: dict[str, Any]) -> dict[str, Any]:
    """An actor as the lists of follows show it (measured between 6.3 and 8.2)."""
    hidden = ("displayName", "description", "updatedAt")
    return {**{name: value for name, value in document.items() if name not in hidden}, "banners": []}


def _arrived(request: web.Request, row: Row) -> bool:
    """PeerTube asks the other server after it has answered, so that a follow is not there at once."""
    row.fields["reads"] -= 1
    return bool(row.fields["reads"] < 0)


following = Collection(
    path="/server/following",
    key="target",
    searched="target",
    read_by=anybody,
    written_by=administrator,
    show=_follow,
    visible=_arrived,
)
followers = Collection(
    path="/server/followers",
    key="handle",
    searched="handle",
    read_by=anybody,
    written_by=administrator,
    show=_follow,
)

routes = web.RouteTableDef()
following.serve(routes, "GET", "DELETE")
followers.serve(routes, "GET", "DELETE")


@routes.post(following.path)
async def follow(request: web.Request) -> web.StreamResponse:
    administrator(request)
    simulation = request.app[SIMULATION]
    if not simulation.address.startswith("https:"):
        return web.json_response({"error": "Cannot follow on a server that has no HTTPS."}, status=500)
    wanted = {"hosts": list_of(checks.host(simulation.webserver)), "handles": list_of(checks.handle)}
    sent = await checked(request, {}, wanted)
    targets = sent.get("hosts", []) + sent.get("handles", [])
    if not targets:
        raise Denied(400)
    for target in targets:
        begin(simulation, target)
    return web.Response(status=204)


@routes.put("/server/redundancy/{host}")
async def redundancy(request: web.Request) -> web.StreamResponse:
    administrator(request)
    sent, host = await checked(request, {"redundancyAllowed": flag}), request.match_info["host"]
    rows = [row for row in following.shelf(request.app[SIMULATION]).rows if row.fields["handle"].endswith(f"@{host}")]
    if not rows:
        raise Denied(404)
    for row in rows:
        row.fields["redundancy"] = sent["redundancyAllowed"]
    return web.Response(status=204)


def begin(simulation: Simulation, target: str) -> None:
    """Follow a host or handle. What cannot be reached is never followed, and nobody is told."""
    handle = target if "@" in target else f"peertube@{target}"
    peer = simulation.peers.get(handle.partition("@")[2])
    if peer is None or ("@" in target and not simulation.knows(target)):
        return
    if following.find(simulation, "target", target) is None:
        state = "accepted" if peer.accepted else "pending"
        following.add(simulation, target=target, reads=peer.reads, **a_follow(handle, state))


def a_follow(handle: str, state: str, inwards: bool = False) -> dict[str, Any]:
    return {"handle": handle, "state": state, "inwards": inwards, "redundancy": False}
