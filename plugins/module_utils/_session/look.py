# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .owner import check_user

if t.TYPE_CHECKING:
    from .._api.instance import Instance
    from .._api.values import User
    from .file import SessionFile
    from .no_file import NoSessionFile
    from .values import Session

# How often another process may have renewed the session while this one asked about it, before it is what it seems.
_LOOK_AGAIN: t.Final = 3


def look(
    store: SessionFile | NoSessionFile, given: Session | None, instance: Instance, username: str | None
) -> tuple[Session | None, User | None]:
    """The session that is known, and whose it is as long as it is valid. Changes nothing, not even a lock.

    Raises PeerTubeError: session_file or invalid_option when it is another user's than wanted; any code.
    """
    stored = store.read()
    for _unused in range(_LOOK_AGAIN):
        session = stored or given
        user = _user_of(session, instance)
        # A process that holds the lock may be renewing the session, and have the instance end the token in between.
        again = store.read_settled() if user is None and stored is not None else stored
        if stored is None or again is None or again.token == stored.token:
            break
        stored = again
    if session is not None and not session.belongs_to(username):
        check_user(session, user, username or "", "" if stored is None else store.path)
    return session, user


def _user_of(session: Session | None, instance: Instance) -> User | None:
    if session is None or session.token.access_token is None:
        return None
    instance.http.keep_secret(session.token.access_token, session.token.refresh_token)
    return instance.who_am_i(session.token.access_token)
