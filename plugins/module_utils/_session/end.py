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
from .._api.values import OAuthClient, User
from .._base.errors import PeerTubeError
from .decisions import Ending, LogoutStep, Verdict, next_logout_step
from .doubts import CUT_OFF, EXPIRED_ALONE, HOW_IT_ENDS, LOST_EARLIER, MAY_GO_ON
from .grants import Grants
from .no_file import NoSessionFile, ReplacedSession
from .owner import check_owner
from .values import Session

if t.TYPE_CHECKING:
    from .file import SessionFile

# What Instance.revoke returns, in the words of the table.
_REVOKED = {True: Verdict.VALID, False: Verdict.INVALID_TOKEN, None: Verdict.LOST}


@dataclasses.dataclass(frozen=True)
class Ended:
    """How many sessions were ended, or in check mode would be, and the one that was known before.

    lost: none was ended, but one may go on under a token that nobody knows: that of an earlier refresh.
    only_access_token: nor can be told whether there was one to end, for its refresh token is not known.
    cut_off: another one may be open, of a login after which a process was ended before it could keep it.
    """

    revoked: int
    before: Session | None
    lost: bool = False
    cut_off: bool = False
    only_access_token: bool = False

    @property
    def warnings(self) -> tuple[str, ...]:
        said = ((self.lost, LOST_EARLIER), (self.only_access_token, EXPIRED_ALONE), (self.cut_off, CUT_OFF))
        return tuple(message for is_so, message in said if is_so)


def end_session(instance: Instance, session: Session, client: OAuthClient | None) -> Ended:
    """End a session that is in no file."""
    return EndSession(session, instance, NoSessionFile(), client).run()


class EndSession:
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

    def run(self, sessions: str = "current", username: str | None = None) -> Ended:
        """sessions: current, others or all, of that user where one is wanted. Raises PeerTubeError: any code."""
        if self._given is None and self._store.read() is None and not self._store.has_remains():
            return Ended(0, None)
        sharing = self._store.sharing(f"logout of {sessions}", self._instance)
        with contextlib.nullcontext() if self._check_mode else sharing.locked():
            cut_off = self._store.login_was_cut_off
            stored = self._grants.stored()
            before = stored or self._given
            if before is None:
                return Ended(0, None, cut_off=cut_off)
            self._instance.http.keep_secret(before.token.access_token, before.token.refresh_token)
            sharing.before_request(stored)
            check_owner(before, username, self._instance, "" if stored is None else self._store.path)
            revoked, lost = self._end_sessions(before, sessions, is_stored=stored is not None)
            if not self._check_mode:
                sharing.succeeded()
            only_access_token = not revoked and sessions == "current" and before.token.refresh_token is None
            return Ended(revoked, before, lost, cut_off, only_access_token)

    def _end_sessions(self, session: Session, sessions: str, is_stored: bool) -> tuple[int, bool]:
        """How many were ended, and whether one may go on under a token that nobody knows."""
        revoked, lost = 0, False
        if sessions != "current":
            revoked, session = self._end_others(session, may_refresh=is_stored)
        if sessions != "others":
            replaced = self._end_replaced(session)
            revoked += self._would_end(session) if self._check_mode else self._end_current(session)
            lost = replaced.lost or (revoked == 0 and session.renewing)
            revoked += replaced.revoked
        return revoked, lost

    def _end_replaced(self, session: Session) -> Ended:
        """What the session in the file has replaced, where a process was killed before it could end that."""
        if session.replaced is None or isinstance(self._store, NoSessionFile):
            return Ended(0, None)
        store = ReplacedSession(self._store)
        return EndSession(None, self._instance, store, self._grants.client, self._check_mode).run()

    def _end_current(self, session: Session) -> int:
        revoked = 0
        while True:
            ended, session = self._end(session)
            revoked += int(ended)
            # Another machine, or a process that does not know the lock, may have renewed it meanwhile.
            again = self._grants.stored()
            if again is None or again.token == session.token:
                break
            session = again
        # Last, and only now that the session is known to have ended.
        self._store.delete()
        return revoked

    def _end(self, session: Session) -> tuple[bool, Session]:
        """Whether there was a session to end, and the session, whose token may have been renewed to end it."""
        now = self._instance.http.clock.now()
        ending = Ending(
            access_token=session.token.access_token is not None,
            refresh_token=session.token.refresh_token is not None,
            seconds_left=session.token.seconds_left(now, self._instance.http.server_time()),
        )
        while True:
            step = next_logout_step(ending)
            if step is LogoutStep.REVOKE:
                with contextlib.suppress(PeerTubeError):
                    # On a full disk as well a session should end.
                    self._grants.distrust(session)
                answer = _REVOKED[self._instance.revoke(session.token.access_token or "")]
                ending = dataclasses.replace(ending, revoke=answer)
            elif step is LogoutStep.REFRESH:
                refreshed = self._refresh(session)
                if refreshed is None:
                    ending = dataclasses.replace(ending, refresh=Verdict.INVALID_GRANT)
                else:
                    session, ending = refreshed, Ending(access_token=True, refresh=Verdict.VALID)
            else:
                return step is LogoutStep.ENDED, session

    def _refresh(self, session: Session) -> Session | None:
        try:
            return self._grants.refresh(session)
        except PeerTubeError as error:
            if error.reply_lost:
                error.sentence += f" {MAY_GO_ON}"
                error.remedy = HOW_IT_ENDS
            raise

    def _end_others(self, session: Session, may_refresh: bool) -> tuple[int, Session]:
        """End every other session of the user, with the access token, or a new one when that has expired.

        may_refresh: the new token has a file to be kept in; otherwise the current session would be lost with it.
        """
        user = self._who_am_i(session)
        if user is None and may_refresh and not self._check_mode:
            session = self._refresh(session) or session
            user = self._who_am_i(session)
        if user is None:
            sentence = "The access token is not valid any more, and only a valid one can end other sessions."
            remedy = "Get a valid one with peertube_token first."
            raise PeerTubeError("session_ended", sentence, remedy=remedy)
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
        return self._end_each(access_token, user.id, others), session

    def _end_each(self, access_token: str, user_id: int, numbers: list[int]) -> int:
        ended = 0
        for number in numbers:
            try:
                ended += self._instance.revoke_token_session(access_token, user_id, number)
            except PeerTubeError as error:
                error.sentence += f" Of {len(numbers)} other sessions, {ended} had been ended before."
                raise
        return ended

    def _who_am_i(self, session: Session) -> User | None:
        return self._instance.who_am_i(session.token.access_token) if session.token.access_token else None

    def _would_end(self, session: Session) -> int:
        # With a refresh token, only ending the session can tell whether it is still alive.
        return int(self._who_am_i(session) is not None or session.token.refresh_token is not None)
