# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runners, and the tokens that they register with."""

from __future__ import annotations

import uuid
from typing import Any

from aiohttp import web

from simulator.bearer import administrator
from simulator.checks import checked, nullable, text
from simulator.collection import Collection, shown_whole
from simulator.documents import timestamp
from simulator.problems import Denied
from simulator.shelves import Row
from simulator.simulation import SIMULATION, Simulation


def _runner(request: web.Request, row: Row) -> dict[str, Any]:
    hidden = ["token", "runnerToken"] + (["version"] if request.app[SIMULATION].instance.flavour.name == "6.3" else [])
    shown = {name: value for name, value in shown_whole(request, row).items() if name not in hidden}
    return {**shown, "lastContact": timestamp(row.updated)}


def _token(request: web.Request, row: Row) -> dict[str, Any]:
    count = sum(runner.fields["token"] == row.id for runner in runners.shelf(request.app[SIMULATION]).rows)
    return {**shown_whole(request, row), "registeredRunnersCount": count}


def _delete_runners(simulation: Simulation, token: Row) -> None:
    shelf = runners.shelf(simulation)
    shelf.rows = [runner for runner in shelf.rows if runner.fields["token"] != token.id]


def new_token() -> dict[str, str]:
    return {"registrationToken": f"ptrrt-{uuid.uuid4()}"}


runners = Collection(path="/runners", searched="name", read_by=administrator, written_by=administrator, show=_runner)
tokens = Collection(
    path="/runners/registration-tokens",
    read_by=administrator,
    written_by=administrator,
    show=_token,
    deleted=_delete_runners,
    at_first=lambda: [new_token()],
)

routes = web.RouteTableDef()
runners.serve(routes, "GET", "DELETE")
tokens.serve(routes, "GET", "DELETE")


@routes.post(f"{tokens.path}/generate")
async def generate(request: web.Request) -> web.StreamResponse:
    administrator(request)
    tokens.add(request.app[SIMULATION], **new_token())
    return web.Response(status=204)


@routes.post(f"{runners.path}/register")
async def register(request: web.Request) -> web.StreamResponse:
    required = {"name": text(1, 100), "registrationToken": text(1, 255)}
    sent = await checked(request, required, {"description": nullable(text(1, 1000)), "version": text(1, 100)})
    simulation = request.app[SIMULATION]
    token = tokens.find(simulation, "registrationToken", sent["registrationToken"])
    if token is None:
        raise Denied(404)
    if runners.find(simulation, "name", sent["name"]) is not None:
        raise Denied(400)
    row = add_runner(simulation, token, request.remote or "", sent)
    return web.json_response({"id": row.id, "runnerToken": row.fields["runnerToken"]})


@routes.post(f"{runners.path}/unregister")
async def unregister(request: web.Request) -> web.StreamResponse:
    sent, simulation = await checked(request, {"runnerToken": text(1, 255)}), request.app[SIMULATION]
    row = runners.find(simulation, "runnerToken", sent["runnerToken"])
    if row is None:
        raise Denied(404)
    runners.shelf(simulation).rows.remove(row)
    return web.Response(status=204)


def add_runner(simulation: Simulation, token: Row, address: str, sent: dict[str, Any]) -> Row:
    return runners.add(
        simulation,
        name=sent["name"],
        description=sent.get("description"),
        ip=address,
        version=sent.get("version"),
        token=token.id,
        runnerToken=f"ptrt-{uuid.uuid4()}",
    )
