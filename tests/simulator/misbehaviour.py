# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The actions of fault rules: what happens instead of, or to, an answer."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from contextlib import suppress
from typing import Any, Awaitable, Callable, Optional

from aiohttp import web

from simulator.faults import Rule
from simulator.forms import form_of
from simulator.problems import DOCS
from simulator.simulation import SIMULATION

# An action gets the real answer at stage "after" (None before), and returns the one to send;
# None means: go on as if nothing had been.
Action = Callable[[web.Request, Rule, Optional[web.Response]], Awaitable[Optional[web.StreamResponse]]]
# These need the real answer, so they run after the request took effect.
REWRITING = ("truncate", "drip", "drop_field", "set_field", "headers")


async def delay(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    await asyncio.sleep(float(rule.options["seconds"]))
    return answer


async def hold(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    await request.app[SIMULATION].faults.hold(request.method, request.path)
    return answer


async def status(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    return _raw(rule.options, default_status=500)


async def body(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    return _raw(rule.options)


async def html(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    page = {"body": "<!DOCTYPE html><html><body>Be right back.</body></html>", "content_type": "text/html"}
    return _raw({**page, **rule.options})


async def redirect(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    return _raw({**rule.options, "headers": {"Location": rule.options["location"]}}, default_status=302)


async def echo(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    """Repeat the secrets of the request in a problem document, as no server should."""
    form = await form_of(request)
    said = [form.get(name, "") for name in ("password", "client_secret", "refresh_token", "externalAuthToken")]
    said += [request.headers.get(name, "") for name in ("x-peertube-otp", "Authorization")]
    code = rule.options.get("code", "invalid_grant")
    problem = {
        "type": f"{DOCS}#section/Errors/{code}",
        "detail": "Refused: " + " ".join(filter(None, said)),
        "status": rule.options.get("status", 400),
        "code": code,
    }
    return _json(problem, problem["status"], "application/problem+json; charset=utf-8")


async def reset(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    """End the connection with a TCP RST: lingering for zero seconds discards what is unsent."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def close(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    return dropped(request)


async def truncate(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    whole = _body_of(answer)
    response = await _begin(request, answer, len(whole))
    await response.write(whole[: int(rule.options["bytes"])])
    _hang_up(request)
    return response


async def drip(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    whole = _body_of(answer)
    response = await _begin(request, answer, len(whole))
    with suppress(ConnectionError):
        for position in range(len(whole)):
            await response.write(whole[position : position + 1])
            await asyncio.sleep(float(rule.options["interval"]))
    return response


async def endless(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    """A body that ends only when the client has had enough."""
    response = web.StreamResponse(headers={"Content-Type": rule.options.get("content_type", "application/json")})
    await response.prepare(request)
    chunk = b'{"filler": "' + b"x" * 65536
    with suppress(ConnectionError):
        while True:
            await response.write(chunk)
    return response


async def drop_field(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    fields = json.loads(_body_of(answer))
    fields.pop(rule.options["name"], None)
    return _rewritten(answer, fields)


async def set_field(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    fields = json.loads(_body_of(answer))
    fields[rule.options["name"]] = rule.options["value"]
    return _rewritten(answer, fields)


async def headers(request: web.Request, rule: Rule, answer: web.Response | None) -> web.StreamResponse | None:
    if answer is not None:
        answer.headers.update(rule.options["headers"])
    return answer


ACTIONS: dict[str, Action] = {
    action.__name__: action
    for action in (
        delay, hold, status, body, html, redirect, echo, reset, close, truncate, drip, endless, drop_field, set_field,
        headers,
    )
}  # fmt: skip


def _raw(options: dict[str, Any], default_status: int = 200) -> web.Response:
    response = web.Response(
        status=options.get("status", default_status),
        reason=options.get("reason"),
        body=str(options.get("body", "")).encode(),
    )
    response.headers["Content-Type"] = options.get("content_type", "text/plain; charset=utf-8")
    response.headers.update(options.get("headers", {}))
    return response


def _json(fields: Any, status_code: int, content_type: str) -> web.Response:
    response = web.Response(status=status_code, body=json.dumps(fields).encode())
    response.headers["Content-Type"] = content_type
    return response


def _rewritten(answer: web.Response | None, fields: Any) -> web.Response:
    assert answer is not None
    return _json(fields, answer.status, answer.headers["Content-Type"])


def _body_of(answer: web.Response | None) -> bytes:
    assert answer is not None
    return bytes(answer.body) if isinstance(answer.body, (bytes, bytearray)) else b""


async def _begin(request: web.Request, answer: web.Response | None, length: int) -> web.StreamResponse:
    assert answer is not None
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_length = length
    await response.prepare(request)
    return response


def dropped(request: web.Request) -> web.Response:
    """What stands for the answer to a request that gets none."""
    _hang_up(request)
    return web.Response()


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()
