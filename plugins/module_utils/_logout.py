# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from ._decisions import Answer, Ending, LogoutStep, next_logout_step
from ._grants import Grants
from ._instance import Instance
from ._problem import PeerTubeError
from ._session_file import NoSessionFile
from ._values import OAuthClient, Session, User

if t.TYPE_CHECKING:
    from ._session_file import SessionFile


@dataclasses.dataclass(frozen=True)
class Ended:
    """How many sessions were ended, or in check mode would be, and the one that was known before."""

    revoked: int
    before: Session | None


def end_session(instance: Instance, session: Session) -> bool:
    """End a session that is in no file; whether there was one to end."""
    return LogoutTask(session, instance, NoSessionFile()).run().revoked > 0


class LogoutTask:
    """Makes sure that a session has ended: the table of _decisions.py, with its effects."""

    def __init__(
        self,
        session: Session | None,
        instance: Instance,
        store: SessionFile | NoSessionFile,
        client: OAuthClient | None = None,
        check_mode: bool = False,
    ) -> None:
        self._given = session
        self._instance = instance
        self._store = store
        self._check_mode = check_mode
        self._grants = Grants(instance, store, client)

    def run(self, sessions: str = "current") -> Ended:
        """sessions: current, others or all. Raises PeerTubeError: any code."""
        with contextlib.nullcontext() if self._check_mode else self._store.locked():
            before = self._store.read() or self._given
            if before is None:
                return Ended(0, None)
            revoked, session = 0, before
            if sessions != "current":
                revoked, session = self._end_others(session)
            if sessions != "others":
                revoked += self._end_current(session)
            return Ended(revoked, before)

    def _end_current(self, session: Session) -> int:
        if self._check_mode:
            return self._would_end(session)
        revoked = int(self._end(session))
        # Last, and only now that the session is known to have ended.
        self._store.delete()
        return revoked

    def _end(self, session: Session) -> bool:
        now = self._instance.http.clock.now()
        ending = Ending(
            access_token=session.token.access_token is not None,
            refresh_token=session.token.refresh_token is not None,
            seconds_left=session.token.seconds_left(now),
        )
        while True:
            step = next_logout_step(ending)
            if step is LogoutStep.REVOKE:
                ended = self._instance.revoke(session.token.access_token or "")
                ending = dataclasses.replace(ending, revoke=Answer.VALID if ended else Answer.INVALID_TOKEN)
            elif step is LogoutStep.REFRESH:
                refreshed = self._refresh(session)
                if refreshed is None:
                    ending = dataclasses.replace(ending, refresh=Answer.INVALID_GRANT)
                else:
                    session, ending = refreshed, Ending(access_token=True, refresh=Answer.VALID)
            else:
                return step is LogoutStep.ENDED

    def _refresh(self, session: Session) -> Session | None:
        try:
            return self._grants.refresh(session)
        except PeerTubeError as error:
            if error.reply_lost:
                error.sentence += " The session may still be open, under a token that nobody knows."
                error.remedy = (
                    "It ends with its refresh token; on PeerTube 7.3 and newer, log in and end it with sessions=others."
                )
            raise

    def _end_others(self, session: Session) -> tuple[int, Session]:
        """End every other session of the user, with the access token, or a new one when that has expired."""
        user = self._who_am_i(session)
        if user is None and not self._check_mode:
            refreshed = self._refresh(session) if session.token.refresh_token else None
            if refreshed is not None:
                session = refreshed
                user = self._who_am_i(session)
        if user is None:
            raise PeerTubeError("session_ended", "The session has ended, and only a valid one can end others.")
        access_token = session.token.access_token or ""
        rows = self._instance.token_sessions(access_token, user.id)
        if rows is None:
            raise PeerTubeError(
                "unsupported",
                "This instance cannot list or end other sessions: that needs PeerTube 7.3. Nothing was ended.",
                remedy="Update the instance, or set sessions to current.",
            )
        others = [row["id"] for row in rows if not row["currentSession"]]
        if self._check_mode:
            return len(others), session
        return sum(self._instance.revoke_token_session(access_token, user.id, number) for number in others), session

    def _who_am_i(self, session: Session) -> User | None:
        return self._instance.who_am_i(session.token.access_token) if session.token.access_token else None

    def _would_end(self, session: Session) -> int:
        # With a refresh token, only ending the session can tell whether it is still alive.
        return int(self._who_am_i(session) is not None or session.token.refresh_token is not None)
