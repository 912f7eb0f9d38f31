# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._api.sender import Sender
from .._declare.diff import diff
from .._declare.ensure import Outcome
from .._http.client import Http
from .._session.signed_in import signed_in
from .._session.turns import turn
from .connection import connection
from .credentials import settle_sources
from .works import instance_of, session_store, wanted_session

if t.TYPE_CHECKING:
    from .definition import Call

# Seconds, as the documentation says.
_LONGEST_TURN: t.Final = 600

Result = t.Dict[str, t.Any]


def as_signed_in(perform: t.Callable[[Call, Sender], Result]) -> t.Callable[[Call], Result]:
    """What a module does, which works on the API as the user that its options name."""

    def signed_in_perform(call: Call) -> Result:
        settle_sources(call)
        where = connection(call)
        wanted = wanted_session(call)
        with instance_of(call, where) as instance:
            store = session_store(call, where, instance.http.clock)
            with signed_in(wanted, instance, store, call.warn, call.check_mode) as sender:
                result = perform(call, sender)
        # The action counts these in a play, and takes the key out.
        return {**result, "peertube_logged_in": where.url} if sender.logged_in else result

    return signed_in_perform


def result_of(kind: str, outcome: Outcome, **more: t.Any) -> Result:
    """What a module returns of what was done, or in check mode would be."""
    return {"changed": outcome.changed, "action": outcome.action, "diff": diff(kind, outcome.plans), **more}


def turn_of(http: Http, at_least: float = 0) -> t.ContextManager[None]:
    """Until it is this task's turn to write to the instance. at_least: seconds that the turn of another may take."""
    longest = max(_LONGEST_TURN, at_least, http.connection.patience())
    return turn(http.connection.url, longest, http.clock, http.say)
