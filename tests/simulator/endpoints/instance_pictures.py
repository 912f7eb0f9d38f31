# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The instance's avatar, banner and logos."""

from __future__ import annotations

from aiohttp import web

from simulator.bearer import administrator
from simulator.configuration import document_of
from simulator.pictures import EXTENSIONS, LOGOS, SVG, Upload
from simulator.problems import MISSING, Failure, Invalid, unknown_path
from simulator.simulation import SIMULATION

routes = web.RouteTableDef()


@routes.post("/config/instance-{kind:avatar|banner}/pick")
async def pick(request: web.Request) -> web.StreamResponse:
    administrator(request)
    kind = request.match_info["kind"]
    return put_picture(request, kind, kind, await uploaded(request, f"{kind}file", kind))


@routes.delete("/config/instance-{kind:avatar|banner}")
async def remove(request: web.Request) -> web.StreamResponse:
    administrator(request)
    request.app[SIMULATION].pictures.remove(request.match_info["kind"])
    return web.Response(status=204)


@routes.post("/config/instance-logo/{kind}/pick")
async def pick_logo(request: web.Request) -> web.StreamResponse:
    if not request.app[SIMULATION].instance.flavour.logos:
        return unknown_path()
    kind = _logo(request)
    return put_picture(request, kind, kind, await uploaded(request, "logofile", "logo"))


@routes.delete("/config/instance-logo/{kind}")
async def remove_logo(request: web.Request) -> web.StreamResponse:
    if not request.app[SIMULATION].instance.flavour.logos:
        return unknown_path()
    request.app[SIMULATION].pictures.remove(_logo(request))
    return web.Response(status=204)


async def uploaded(request: web.Request, name: str, kind: str) -> Upload:
    """The file of that form field, when its type and size are allowed for an `avatar`, `banner` or `logo`."""
    form = await request.post() if request.content_type == "multipart/form-data" else {}
    sent = form.get(name)
    if any(other != name for other, value in form.items() if isinstance(value, web.FileField)):
        raise Failure("MulterError")
    if not isinstance(sent, web.FileField):
        raise Invalid({name: MISSING})
    upload = Upload(sent.file.read(), sent.content_type)
    limits = document_of("public", request.app[SIMULATION].instance.flavour.name)[kind]["file"]
    types = [*EXTENSIONS, SVG] if kind == "logo" else [*EXTENSIONS]
    if upload.content_type not in types or len(upload.content) > limits["size"]["max"]:
        raise Invalid({name: MISSING})
    return upload


def put_picture(request: web.Request, owner: str, kind: str, upload: Upload) -> web.Response:
    simulation = request.app[SIMULATION]
    instance = simulation.instance
    simulation.pictures.put(owner, kind, upload, instance.flavour.name, instance.clock.now())
    return web.Response(status=204)


def _logo(request: web.Request) -> str:
    administrator(request)
    kind = request.match_info["kind"]
    if kind not in LOGOS:
        raise Invalid({"logoType": kind}, location="params")
    return kind
