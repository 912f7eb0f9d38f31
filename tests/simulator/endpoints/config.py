# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an instance says about itself to anybody."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from aiohttp import web

from simulator.simulation import SIMULATION

routes = web.RouteTableDef()

DOCUMENTS = Path(__file__).parent.parent / "config"


@routes.get("/config")
async def config(request: web.Request) -> web.StreamResponse:
    flavour = request.app[SIMULATION].instance.flavour
    return web.json_response({**_document(flavour.name), "serverVersion": flavour.server_version})


@functools.lru_cache(maxsize=None)
def _document(flavour: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads((DOCUMENTS / f"{flavour}.json").read_text(encoding="utf-8"))
    return fields
