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
from .._session.no_file import NoSessionFile
from .._session.obtain import ObtainSession, Outcome, Wanted
from .connection import connection as connection_of
from .credentials import (
    check_login_possible,
    check_not_negative,
    client_pair,
    given_session,
    session_file,
    settle_sources,
)
from .credentials import credentials as login_credentials
from .results import token_result

if t.TYPE_CHECKING:
    from .._session.file import SessionFile
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


def oauth_client(call: Call) -> dict[str, t.Any]:
    """peertube_oauth_client_info"""
    with instance_of(call, connection_of(call)) as instance:
        pair = instance.oauth_client()
    return {"client_id": pair.client_id, "client_secret": pair.client_secret}


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
    # Here rather than at the top, as many tasks have no session file.
    from .._session.file import SessionFile

    # The process that holds the lock may have to give up a refresh, a login, and the end of what that replaced.
    return SessionFile(path, connection.url, clock, lock_timeout=3 * connection.patience(), say=call.say)


def _warn_of_replaced_session(call: Call, outcome: Outcome) -> None:
    """A login with what the environment holds must not stand in silently for the session that the task named."""
    named = call.explicit("access_token") or call.explicit("refresh_token")
    secret = "password" if call.option("external_auth_token") is None else "external_auth_token"
    if outcome.action == Step.LOGIN.value and named and not call.explicit(secret):
        call.warn(f"{outcome.reason} Logged in with username and password of the environment instead.")
