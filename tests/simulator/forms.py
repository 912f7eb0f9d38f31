# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bodies: forms, the only ones that the token endpoint takes, and JSON objects."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


async def form_of(request: web.Request) -> dict[str, str]:
    if request.content_type != FORM:
        return {}
    body = await request.read()
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def fields_of(request: web.Request) -> dict[str, Any]:
    """The JSON body of a request; nothing when there is none."""
    # What was read here is no longer there for aiohttp's own parser of uploads.
    body = await request.read() if request.content_type == JSON else b""
    try:
        fields = json.loads(body or b"{}")
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}
