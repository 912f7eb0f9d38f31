# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._base.errors import PeerTubeError, invalid_option

if t.TYPE_CHECKING:
    from .._api.instance import Instance
    from .._api.values import User
    from .values import Session


def check_owner(session: Session, wanted: str | None, instance: Instance, path: str) -> None:
    """Whether a session is the wanted user's; any user will do where none is wanted. path: its file, if it has one.

    PeerTube is asked where a name alone cannot tell. Raises PeerTubeError session_file or invalid_option.
    """
    if wanted is None or session.belongs_to(wanted):
        return
    access_token = session.token.access_token
    check_user(session, instance.who_am_i(access_token) if access_token else None, wanted, path)


def check_user(session: Session, user: User | None, wanted: str, path: str) -> None:
    """The same, where the instance has said whose session it is. user: None where its access token is not good."""
    if user is not None:
        if not user.is_called(wanted):
            raise _another_users(wanted, path, user.username)
    elif not session.may_belong_to(wanted):
        raise _another_users(wanted, path, session.username or "")


def _another_users(wanted: str, path: str, username: str) -> PeerTubeError:
    if path:
        return owner_error(path, username, wanted)
    remedy = "Set username to whose session it is, or leave it out."
    return invalid_option(f"The session that is named is one of {username}, not of {wanted}.", remedy)


def owner_error(path: str, owner: str | None, wanted: str) -> PeerTubeError:
    """Nobody's session is overwritten: a file is for one user at one instance."""
    sentence = f"The session file {path} holds the session of {owner}, not of {wanted}."
    remedy = "Name another file in session_file: each is for one user."
    return PeerTubeError("session_file", sentence, remedy=remedy)


def another_users(owner: str) -> str:
    return f"The given token belongs to another user than {owner}."
