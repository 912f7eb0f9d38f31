# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import json
import typing as t

from .._api.values import OAuthClient, Token, is_name, is_token
from .._base import strict_json
from .._base.masking import safe_text
from .values import Session

# Raised when an older release would misread what a newer one writes.
FORMAT = 1
# What stands in place of a session while a login is on its way. Shorter than any session, which is written over it.
LOGIN_UNDER_WAY = b'{"format": 1, "login": true}'
_MOMENTS = ("issued_at", "expires_at", "refresh_token_expires_at", "server_issued_at")
# 9999-12-31, the last moment that a date can be written for.
_LAST_MOMENT = 253402300799


class NotASession(Exception):
    """The content of a file is not a session of this instance; the text completes "The session file ... "."""


def dump(session: Session, url: str) -> bytes:
    token, client = session.token, session.client
    document = {
        "format": FORMAT,
        "url": url,
        "username": session.username,
        "email": session.email,
        "checked_at": session.checked_at,
        "renewing": session.renewing,
        "token": {
            "access_token": token.access_token,
            "refresh_token": token.refresh_token,
            **{name: getattr(token, name) for name in _MOMENTS},
        },
        "client": None if client is None else {"client_id": client.client_id, "client_secret": client.client_secret},
    }
    return json.dumps(document, indent=2).encode("ascii") + b"\n"


def load(content: bytes, url: str) -> Session:
    """The session that dump wrote. Raises NotASession for anything else, also for another instance's."""
    try:
        document = strict_json.parse(content)
    except ValueError:
        raise NotASession("holds no session (it is not whole JSON)") from None
    if not isinstance(document, dict) or "format" not in document:
        raise NotASession("holds no session (it has no format number)")
    if document["format"] != FORMAT:
        written = safe_text(str(document["format"])[:20], ())
        raise NotASession(f"has format {written}, and this release of the collection reads format {FORMAT}")
    session = _session(document)
    if session is None:
        raise NotASession("holds no session (a field is missing or has another type)")
    if document.get("url") != url:
        raise NotASession(f"holds a session at {safe_text(str(document.get('url')), ())}, not at {url}")
    return session


def _session(document: dict[str, t.Any]) -> Session | None:
    token, client = document.get("token"), document.get("client")
    names = (document.get("username"), document.get("email"))
    moments = [document.get("checked_at")]
    if not isinstance(token, dict) or not (client is None or isinstance(client, dict)):
        return None
    secrets = [token.get("access_token"), token.get("refresh_token")]
    if client is not None:
        secrets += [client.get("client_id"), client.get("client_secret")]
    moments += [token.get(name) for name in _MOMENTS]
    if not (
        isinstance(document.get("url"), str)
        and all(is_token(secret) for secret in secrets)
        and all(name is None or is_name(name) for name in names)
        and all(_is_moment(moment) for moment in moments)
        and isinstance(document.get("renewing", False), bool)
    ):
        return None
    return Session(
        token=Token(secrets[0], secrets[1], "Bearer", *moments[1:]),
        username=names[0],
        email=names[1],
        client=OAuthClient(str(secrets[2]), str(secrets[3])) if client else None,
        checked_at=moments[0],
        renewing=document.get("renewing", False),
    )


def _is_moment(value: t.Any) -> bool:
    return value is None or (type(value) in (int, float) and 0 <= value <= _LAST_MOMENT)
