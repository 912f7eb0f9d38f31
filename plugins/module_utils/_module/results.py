# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._api.values import Token, User, iso8601
from .._http.messages import Connection
from .._session.obtain import Outcome
from .._session.values import Session

if t.TYPE_CHECKING:
    from .definition import Call


def token_result(call: Call, connection: Connection, outcome: Outcome, now: float) -> dict[str, t.Any]:
    result: dict[str, t.Any] = {"changed": outcome.changed, "action": outcome.action}
    result["session_file"] = call.option("session_file")
    if outcome.session is None:
        after = shown_session(connection, Session(Token(None, None), call.option("username")))
    else:
        after = shown_session(connection, outcome.session)
        result["token"] = token_value(connection, outcome.session, now)
        if call.option("set_facts"):
            result["ansible_facts"] = {"peertube_token": result["token"]}
    result["diff"] = {"before": shown_session(connection, outcome.before) if outcome.changed else after, "after": after}
    return result


def token_value(connection: Connection, session: Session, now: float) -> dict[str, t.Any]:
    token = session.token
    headers = {"Authorization": f"{token.token_type} {token.access_token}"}
    if connection.host_header:
        headers["Host"] = connection.host_header
    return {
        "access_token": token.access_token,
        "refresh_token": token.refresh_token,
        "token_type": token.token_type,
        "expires_in": token.seconds_left(now),
        "refresh_token_expires_in": token.refresh_seconds_left(now),
        "expires_at": iso8601(token.expires_at),
        "refresh_token_expires_at": iso8601(token.refresh_token_expires_at),
        "username": session.username,
        "url": connection.url,
        "headers": headers,
    }


def shown_session(connection: Connection, session: Session | None) -> dict[str, t.Any]:
    """A session for a diff: everything but its tokens."""
    if session is None:
        return {}
    return {"url": connection.url, "username": session.username, "expires_at": iso8601(session.token.expires_at)}


def user_result(user: User) -> dict[str, t.Any]:
    return {
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "role": user.role,
        "video_quota": user.video_quota,
        "video_quota_daily": user.video_quota_daily,
    }


# PeerTube's names for what it knows of a token session (measured on 8.2), and the names in results.
_TOKEN_SESSION = {
    "id": "id",
    "currentSession": "current_session",
    "loginIP": "login_ip",
    "loginDevice": "login_device",
    "loginDate": "login_date",
    "lastActivityIP": "last_activity_ip",
    "lastActivityDevice": "last_activity_device",
    "lastActivityDate": "last_activity_date",
    "createdAt": "created_at",
}


def token_session_result(row: dict[str, t.Any]) -> dict[str, t.Any]:
    return {name: row.get(field) for field, name in _TOKEN_SESSION.items()}
