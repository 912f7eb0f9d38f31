# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
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
    document = {"format": FORMAT, "url": url, **_members(session)}
    if session.replaced is not None:
        document["replaced"] = _members(session.replaced)
    return json.dumps(document, indent=2).encode("ascii") + b"\n"


def _members(session: Session) -> dict[str, t.Any]:
    token, client = session.token, session.client
    return {
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
    session = _whole_session(document)
    if session is None or not isinstance(document.get("url"), str):
        raise NotASession("holds no session (a field is missing or has another type)")
    if document["url"] != url:
        raise NotASession(f"holds a session at {safe_text(document['url'], ())}, not at {url}")
    return session


def _whole_session(document: dict[str, t.Any]) -> Session | None:
    session = _session(document)
    if session is None or session.token.access_token is None or session.token.refresh_token is None:
        return None
    if document.get("replaced") is None:
        return session
    replaced = _session(document["replaced"])
    return None if replaced is None else dataclasses.replace(session, replaced=replaced)


def _session(document: t.Any) -> Session | None:
    """What _members wrote. Of a session that was replaced, a token that is known not to be good is null."""
    if not isinstance(document, dict):
        return None
    token, client = document.get("token"), document.get("client")
    names = (document.get("username"), document.get("email"))
    moments = [document.get("checked_at")]
    if not isinstance(token, dict) or not (client is None or isinstance(client, dict)):
        return None
    tokens = [token.get("access_token"), token.get("refresh_token")]
    pair = [] if client is None else [client.get("client_id"), client.get("client_secret")]
    moments += [token.get(name) for name in _MOMENTS]
    if not (
        all(one is None or is_token(one) for one in tokens)
        and all(is_token(one) for one in pair)
        and all(name is None or is_name(name) for name in names)
        and all(_is_moment(moment) for moment in moments)
        and isinstance(document.get("renewing", False), bool)
    ):
        return None
    return Session(
        token=Token(tokens[0], tokens[1], "Bearer", *moments[1:]),
        username=names[0],
        email=names[1],
        client=OAuthClient(str(pair[0]), str(pair[1])) if pair else None,
        checked_at=moments[0],
        renewing=document.get("renewing", False),
    )


def _is_moment(value: t.Any) -> bool:
    return value is None or (type(value) in (int, float) and 0 <= value <= _LAST_MOMENT)
