# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Refusals as PeerTube's problem documents (RFC 9457)."""

from __future__ import annotations

import functools
import json
from typing import Any, Awaitable, Callable

from aiohttp import web

from simulator.flavours import Flavour
from simulator.state import Refusal

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

DOCS = "https://docs.joinpeertube.org/api-rest-reference.html"

SENTENCES = {
    "access_denied": "This account may not log in.",
    "account_approval_rejected": "The moderators turned this registration down.",
    "account_blocked": "This account was blocked.",
    "account_waiting_for_approval": "The moderators have not looked at this registration yet.",
    "current_password_is_invalid": "That is not the password of this account.",
    "email_not_verified": "The address of this account was never confirmed.",
    "invalid_client": "No such client here.",
    "invalid_grant": "That grant is not good.",
    "invalid_request": "Something is missing from the request, or it has the wrong form.",
    "invalid_token": "That token is not good.",
    "invalid_two_factor": "That code is not good.",
    "missing_two_factor": "A code is needed as well.",
    "too_long_password": "Such a long password cannot be checked.",
    "unauthorized_request": "A token is needed.",
    "unsupported_grant_type": "There is no such grant type.",
}
UNAUTHORIZED = ("current_password_is_invalid", "invalid_token", "missing_two_factor", "unauthorized_request")


MISSING: Any = object()


class Denied(Exception):
    """An answer without a code of its own: only a status tells what it is."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Invalid(Exception):
    """A request whose fields do not pass PeerTube's validation: their values by name, MISSING where there was none."""

    def __init__(self, values: dict[str, Any], location: str = "body") -> None:
        super().__init__(", ".join(values))
        self.values = values
        self.location = location


class Failure(Exception):
    """PeerTube fell over its own feet; `code` is the name of the error's class in JavaScript."""

    def __init__(self, code: str = "Error") -> None:
        super().__init__(code)
        self.code = code


def documented(operation: str) -> Callable[[Handler], Handler]:
    """Name the operation in `docs` of every problem the endpoint answers with."""

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def wrapped(request: web.Request) -> web.StreamResponse:
            request["operation"] = operation
            return await handler(request)

        return wrapped

    return decorate


def refused(error: Refusal, flavour: Flavour, operation: str | None = None) -> web.Response:
    status = 401 if error.code in UNAUTHORIZED else 400
    detail = SENTENCES.get(error.code, "Something went wrong.")
    fields = {"type": f"{DOCS}#section/Errors/{error.code}", "detail": detail, "status": status}
    response = _problem({**fields, **_docs(operation), "code": error.code}, flavour)
    if error.code == "missing_two_factor":
        response.headers["x-peertube-otp"] = "required; app"
    return response


def denied(error: Denied, flavour: Flavour, operation: str | None = None) -> web.Response:
    title = {403: "Not allowed", 404: "Nothing there", 409: "Taken"}.get(error.status, "Not possible")
    fields = {"type": "about:blank", "title": title, "detail": f"{title}.", "status": error.status}
    return _problem({**fields, **_docs(operation)}, flavour)


def invalid(error: Invalid, flavour: Flavour, path: str, operation: str | None = None) -> web.Response:
    fields = {"type": "about:blank", "title": "Not valid", "detail": f"Not valid: {error}.", "status": 400}
    params = {name: _param(name, value, error.location) for name, value in error.values.items()}
    return _problem({**fields, "instance": path, "invalid-params": params, **_docs(operation)}, flavour)


def failed(error: Failure, flavour: Flavour) -> web.Response:
    fields = {"type": f"{DOCS}#section/Errors/{error.code}", "detail": "Something broke.", "status": 500}
    return _problem({**fields, "code": error.code}, flavour)


def unknown_user(flavour: Flavour) -> web.Response:
    if flavour.plain_not_found:
        return web.Response(status=404, text="Not Found")
    return denied(Denied(404), flavour)


def unknown_path() -> web.Response:
    response = web.Response(status=400)
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    return response


def _param(name: str, value: Any, location: str) -> dict[str, Any]:
    given = {} if value is MISSING else {"value": value}
    return {"type": "field", **given, "msg": "Not valid.", "path": name, "location": location}


def _docs(operation: str | None) -> dict[str, str]:
    return {"docs": f"{DOCS}#operation/{operation}"} if operation else {}


def _problem(fields: dict[str, Any], flavour: Flavour) -> web.Response:
    if flavour.error_field:
        fields["error"] = fields["detail"]
    response = web.Response(status=fields["status"], body=json.dumps(fields).encode())
    response.headers["Content-Type"] = "application/problem+json; charset=utf-8"
    return response
