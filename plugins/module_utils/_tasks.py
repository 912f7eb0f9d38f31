# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import typing as t

from . import _options
from ._clock import Clock
from ._decisions import Step
from ._http import Connection, Http
from ._instance import Instance
from ._logout import LOST_EARLIER, LogoutTask
from ._session import Outcome, SessionTask, Wanted
from ._session_file import NoSessionFile, SessionFile
from ._values import Session, Token, User, iso8601

if t.TYPE_CHECKING:
    from ._module import Call


def obtain_token(call: Call) -> dict[str, t.Any]:
    """peertube_token"""
    _options.settle_sources(call)
    connection = _options.connection(call)
    credentials = _options.credentials(call)
    wanted = Wanted(
        username=call.option("username"),
        credentials=credentials,
        session=_options.given_session(call),
        client=_options.client_pair(call),
        grant_type=call.option("grant_type"),
        min_validity=call.option("min_validity"),
        revalidate_after=call.option("revalidate_after"),
        force=call.option("force"),
    )
    _options.check_not_negative(call, "min_validity", "revalidate_after")
    _options.check_login_possible(call, credentials)
    with _instance(call, connection) as instance:
        store = _store(call, connection, instance.http.clock)
        outcome = SessionTask(wanted, instance, store, call.warn, call.check_mode).run()
        _warn_of_replaced_session(call, outcome)
        return _token_result(call, connection, outcome, instance.http.clock.now())


def log_out(call: Call) -> dict[str, t.Any]:
    """peertube_logout"""
    _options.settle_sources(call)
    connection = _options.connection(call)
    given = _options.given_session(call)
    _options.check_session_named(call, given)
    with _instance(call, connection) as instance:
        store = _store(call, connection, instance.http.clock)
        task = LogoutTask(given, instance, store, _options.client_pair(call), call.check_mode)
        ended = task.run(call.option("sessions"))
    if ended.lost:
        call.warn(LOST_EARLIER)
    goes_on = call.option("sessions") == "others"
    before = _shown(connection, ended.before)
    result: dict[str, t.Any] = {
        "changed": ended.revoked > 0,
        "revoked": ended.revoked,
        "diff": {"before": before, "after": before if goes_on else {}},
    }
    if call.option("set_facts") and not goes_on and not call.check_mode:
        result["ansible_facts"] = {"peertube_token": {}}
    return result


def oauth_client(call: Call) -> dict[str, t.Any]:
    """peertube_oauth_client_info"""
    with _instance(call, _options.connection(call)) as instance:
        pair = instance.oauth_client()
    return {"client_id": pair.client_id, "client_secret": pair.client_secret}


def session_info(call: Call) -> dict[str, t.Any]:
    """peertube_session_info"""
    _options.settle_sources(call)
    connection = _options.connection(call)
    given = _options.given_session(call)
    _options.check_session_named(call, given)
    with _instance(call, connection) as instance:
        session = _store(call, connection, instance.http.clock).read() or given
        access_token = session.token.access_token if session else None
        instance.http.keep_secret(access_token)
        user = instance.who_am_i(access_token) if access_token else None
        rows = instance.token_sessions(access_token, user.id) if access_token and user else None
        return {
            "valid": user is not None,
            "user": None if user is None else _user(user),
            "sessions": None if rows is None else [_token_session(row) for row in rows],
            "server_version": instance.server_version(),
        }


@contextlib.contextmanager
def _instance(call: Call, connection: Connection) -> t.Iterator[Instance]:
    http = Http(connection, call.secrets(), call.warn, Clock())
    try:
        yield Instance(http)
    finally:
        http.close()


def _store(call: Call, connection: Connection, clock: Clock) -> SessionFile | NoSessionFile:
    path = _options.session_file(call)
    if path is None:
        return NoSessionFile()
    # The process that holds the lock may have to give up a refresh and then a login.
    return SessionFile(path, connection.url, clock, lock_timeout=2 * connection.patience())


def _token_result(call: Call, connection: Connection, outcome: Outcome, now: float) -> dict[str, t.Any]:
    result: dict[str, t.Any] = {"changed": outcome.changed, "action": outcome.action}
    if outcome.session is None:
        after = _shown(connection, Session(Token(None, None), call.option("username")))
    else:
        after = _shown(connection, outcome.session)
        result["token"] = _token(connection, outcome.session, now)
        if call.option("set_facts"):
            result["ansible_facts"] = {"peertube_token": result["token"]}
    result["diff"] = {"before": _shown(connection, outcome.before) if outcome.changed else after, "after": after}
    return result


def _token(connection: Connection, session: Session, now: float) -> dict[str, t.Any]:
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


def _shown(connection: Connection, session: Session | None) -> dict[str, t.Any]:
    """A session for a diff: everything but its tokens."""
    if session is None:
        return {}
    return {"url": connection.url, "username": session.username, "expires_at": iso8601(session.token.expires_at)}


def _warn_of_replaced_session(call: Call, outcome: Outcome) -> None:
    """A login with what the environment holds must not stand in silently for the session that the task named."""
    named = call.explicit("access_token") or call.explicit("refresh_token")
    secret = "password" if call.option("external_auth_token") is None else "external_auth_token"
    if outcome.action == Step.LOGIN.value and named and not call.explicit(secret):
        call.warn(f"{outcome.reason} Logged in with username and password of the environment instead.")


def _user(user: User) -> dict[str, t.Any]:
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


def _token_session(row: dict[str, t.Any]) -> dict[str, t.Any]:
    return {name: row.get(field) for field, name in _TOKEN_SESSION.items()}
