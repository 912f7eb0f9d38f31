# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import typing as t

from .._session.end import EndSession
from .._session.look import look
from .connection import connection as connection_of
from .credentials import check_session_named, client_pair, given_session, settle_sources
from .results import shown_session, token_session_result, user_result
from .works import instance_of, session_store

if t.TYPE_CHECKING:
    from .._api.instance import Instance
    from .._session.file import SessionFile
    from .._session.no_file import NoSessionFile
    from .._session.values import Session
    from .definition import Call


def log_out(call: Call) -> dict[str, t.Any]:
    """peertube_logout"""
    with _known_session(call) as (given, store, instance):
        task = EndSession(given, instance, store, client_pair(call), call.check_mode)
        ended = task.run(call.option("sessions"), _whose(call))
    for message in ended.warnings:
        call.warn(message)
    goes_on = call.option("sessions") == "others"
    before = shown_session(instance.http.connection, ended.before)
    result: dict[str, t.Any] = {
        "changed": ended.revoked > 0,
        "revoked": ended.revoked,
        "diff": {"before": before, "after": before if goes_on else {}},
    }
    if call.option("set_facts") and not goes_on and not call.check_mode:
        result["ansible_facts"] = {"peertube_token": {}}
    return result


def session_info(call: Call) -> dict[str, t.Any]:
    """peertube_session_info"""
    with _known_session(call) as (given, store, instance):
        session, user = look(store, given, instance, _whose(call))
        access_token = session.token.access_token if session else None
        rows = instance.token_sessions(access_token, user.id) if access_token and user else None
        return {
            "valid": user is not None,
            "user": None if user is None else user_result(user),
            "sessions": None if rows is None else [token_session_result(row) for row in rows],
            "server_version": instance.server_version(),
        }


@contextlib.contextmanager
def _known_session(call: Call) -> t.Iterator[tuple[Session | None, SessionFile | NoSessionFile, Instance]]:
    """The session that the task's tokens name, where another may be kept, and the instance of both."""
    settle_sources(call)
    connection = connection_of(call)
    given = given_session(call)
    check_session_named(call, given)
    with instance_of(call, connection) as instance:
        yield given, session_store(call, connection, instance.http.clock), instance


def _whose(call: Call) -> str | None:
    """Whose session is meant. The user of the environment, who is for logins, does not stand against a task's token."""
    own_token = call.explicit("access_token") or call.explicit("refresh_token")
    username: str | None = call.option("username")
    return username if call.explicit("username") or not own_token else None
