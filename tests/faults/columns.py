# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests that faults are played for, one column of the table of DESIGN section 5 each."""

from __future__ import annotations

import dataclasses
import json
import time
import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.values import OAuthClient, Token
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._session.format import dump
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from ansible_collections.peertube.peertube.plugins.modules import peertube_logout, peertube_token
from harness.server import Request, Wire, answer

USERNAME = "root"
# The password has what encodings change: a letter beyond ASCII, a space, and what URLs, forms and Base64 treat apart.
SECRETS: t.Final = {
    "password": 'gehe\u00efm wo&rt+/"7',
    "client_secret": "client-secret-Kx8vTq",
    "access_token": "stored-access-4f0c9a",
    "refresh_token": "stored-refresh-b7d21e",
}
_CLIENT_ID = "client-id-1"
_CLIENT: t.Final = {"client_id": _CLIENT_ID, "client_secret": SECRETS["client_secret"]}
_PAIR: t.Final = {
    "token_type": "Bearer",
    "access_token": "fresh-access-91ab",
    "refresh_token": "fresh-refresh-c3d4",
    "expires_in": 86399,
    "refresh_token_expires_in": 1209599,
}
_REVOKED: t.Final = {"success": True}
_USER: t.Final = {
    "id": 1,
    "username": USERNAME,
    "email": "root@example.com",
    "role": {"id": 0, "label": "Administrator"},
}
_LOGIN_OPTIONS: t.Final = {"username": USERNAME, "password": SECRETS["password"]}
_EXPIRED, _ALIVE = -60, 40000


@dataclasses.dataclass(frozen=True)
class Column:
    """One request: which it is, what PeerTube would answer, and the task and session that lead to it first of all."""

    name: str
    method: str
    path: str
    answer: t.Mapping[str, t.Any]
    task: Module = peertube_token.MODULE
    options: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    access_seconds_left: int = _ALIVE
    refresh_seconds_left: int = _ALIVE
    client_stored: bool = True
    after_lost_reply: bool = True
    after_gateway_error: bool = True
    holds: tuple[str, ...] = ("access_token",)

    def is_asked_by(self, request: Request) -> bool:
        grant_type = {"login": "password", "refresh": "refresh_token"}.get(self.name)
        return (request.method, request.path) == (self.method, self.path) and request.form.get(
            "grant_type"
        ) == grant_type

    def session_file(self, url: str) -> bytes:
        """The content of a session file that makes the task send this request first."""
        now = time.time()
        token = Token(
            SECRETS["access_token"],
            SECRETS["refresh_token"],
            "Bearer",
            now - 86400,
            now + self.access_seconds_left,
            now + self.refresh_seconds_left,
        )
        client = OAuthClient(_CLIENT_ID, SECRETS["client_secret"]) if self.client_stored else None
        return dump(Session(token, USERNAME, None, client), url)

    @property
    def body(self) -> bytes:
        return json.dumps(self.answer).encode("ascii")

    def reply(self, **more: t.Any) -> bytes:
        """The whole answer, which `more` of harness.server.answer spoils."""
        return answer(body=self.body, **more)


CLIENT = Column(
    "client",
    "GET",
    "/api/v1/oauth-clients/local",
    _CLIENT,
    options=_LOGIN_OPTIONS,
    access_seconds_left=_EXPIRED,
    refresh_seconds_left=_EXPIRED,
    client_stored=False,
    holds=("password",),
)
LOGIN = Column(
    "login",
    "POST",
    "/api/v1/users/token",
    _PAIR,
    options={**_LOGIN_OPTIONS, **_CLIENT},
    access_seconds_left=_EXPIRED,
    refresh_seconds_left=_EXPIRED,
    client_stored=False,
    after_lost_reply=False,
    holds=("password", "client_secret"),
)
REFRESH = Column(
    "refresh",
    "POST",
    "/api/v1/users/token",
    _PAIR,
    access_seconds_left=_EXPIRED,
    after_lost_reply=False,
    after_gateway_error=False,
    holds=("client_secret", "refresh_token"),
)
REVOKE = Column("revoke", "POST", "/api/v1/users/revoke-token", _REVOKED, task=peertube_logout.MODULE)
WHO_AM_I = Column("who am I", "GET", "/api/v1/users/me", _USER, options={"revalidate_after": 0})
COLUMNS: t.Final = (CLIENT, LOGIN, REFRESH, REVOKE, WHO_AM_I)


def answer_well(wire: Wire, request: Request) -> None:
    """What PeerTube would answer to any of these requests."""
    column = next(column for column in COLUMNS if column.is_asked_by(request))
    wire.send(column.reply())
