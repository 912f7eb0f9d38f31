# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from .._api.instance import Instance
from .._base.clock import Clock
from .._http.client import Http
from .._http.messages import Connection
from .._session.decisions import Step
from .._session.end import EndSession
from .._session.file import NoSessionFile, SessionFile
from .._session.look import look
from .._session.obtain import ObtainSession, Outcome, Wanted
from .connection import connection as connection_of
from .credentials import (
    check_login_possible,
    check_not_negative,
    check_session_named,
    client_pair,
    given_session,
    session_file,
    settle_sources,
)
from .credentials import credentials as login_credentials
from .results import shown_session, token_result, token_session_result, user_result

if t.TYPE_CHECKING:
    from .definition import Call


def obtain_token(call: Call) -> dict[str, t.Any]:
    """peertube_token"""
    settle_sources(call)
    connection = connection_of(call)
    wanted = dataclasses.replace(wanted_session(call), grant_type=call.option("grant_type"), force=call.option("force"))
    with instance_of(call, connection) as instance:
        store = session_store(call, connection, instance.http.clock)
        outcome = ObtainSession(wanted, instance, store, call.warn, call.check_mode).run()
        _warn_of_replaced_session(call, outcome)
        return token_result(call, connection, outcome, instance.http.clock.now())


def log_out(call: Call) -> dict[str, t.Any]:
    """peertube_logout"""
    settle_sources(call)
    connection = connection_of(call)
    given = given_session(call)
    check_session_named(call, given)
    with instance_of(call, connection) as instance:
        store = session_store(call, connection, instance.http.clock)
        task = EndSession(given, instance, store, client_pair(call), call.check_mode)
        ended = task.run(call.option("sessions"), _whose(call))
    for message in ended.warnings:
        call.warn(message)
    goes_on = call.option("sessions") == "others"
    before = shown_session(connection, ended.before)
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
    with instance_of(call, connection_of(call)) as instance:
        pair = instance.oauth_client()
    return {"client_id": pair.client_id, "client_secret": pair.client_secret}


def session_info(call: Call) -> dict[str, t.Any]:
    """peertube_session_info"""
    settle_sources(call)
    connection = connection_of(call)
    given = given_session(call)
    check_session_named(call, given)
    with instance_of(call, connection) as instance:
        store = session_store(call, connection, instance.http.clock)
        session, user = look(store, given, instance, _whose(call))
        access_token = session.token.access_token if session else None
        rows = instance.token_sessions(access_token, user.id) if access_token and user else None
        return {
            "valid": user is not None,
            "user": None if user is None else user_result(user),
            "sessions": None if rows is None else [token_session_result(row) for row in rows],
            "server_version": instance.server_version(),
        }


def wanted_session(call: Call) -> Wanted:
    """What the options that every module has say of the session. Raises PeerTubeError invalid_option."""
    check_not_negative(call, "min_validity", "revalidate_after")
    credentials = login_credentials(call)
    check_login_possible(call, credentials)
    return Wanted(
        username=call.option("username"),
        credentials=credentials,
        session=given_session(call),
        client=client_pair(call),
        min_validity=call.option("min_validity"),
        revalidate_after=call.option("revalidate_after"),
    )


def _whose(call: Call) -> str | None:
    """Whose session is meant. The user of the environment, who is for logins, does not stand against a task's token."""
    own_token = call.explicit("access_token") or call.explicit("refresh_token")
    username: str | None = call.option("username")
    return username if call.explicit("username") or not own_token else None


@contextlib.contextmanager
def instance_of(call: Call, connection: Connection) -> t.Iterator[Instance]:
    http = Http(connection, call.secrets(), call.warn, Clock(), call.say)
    try:
        yield Instance(http)
    finally:
        http.close()


def session_store(call: Call, connection: Connection, clock: Clock) -> SessionFile | NoSessionFile:
    path = session_file(call)
    if path is None:
        return NoSessionFile()
    # The process that holds the lock may have to give up a refresh, a login, and the end of what that replaced.
    return SessionFile(path, connection.url, clock, lock_timeout=3 * connection.patience(), say=call.say)


def _warn_of_replaced_session(call: Call, outcome: Outcome) -> None:
    """A login with what the environment holds must not stand in silently for the session that the task named."""
    named = call.explicit("access_token") or call.explicit("refresh_token")
    secret = "password" if call.option("external_auth_token") is None else "external_auth_token"
    if outcome.action == Step.LOGIN.value and named and not call.explicit(secret):
        call.warn(f"{outcome.reason} Logged in with username and password of the environment instead.")
