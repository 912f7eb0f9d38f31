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
from .._api.values import Credentials, OAuthClient, User
from .._base.errors import PeerTubeError
from .decisions import Known, Step, Verdict, next_step
from .doubts import CUT_OFF
from .grants import Grants
from .no_file import NoSessionFile
from .owner import another_users, owner_error
from .replaced import EndReplaced
from .values import Session

if t.TYPE_CHECKING:
    from .file import SessionFile

# How often another process may have rotated the session in the file, while this one was about to, before it gives up.
_READ_AGAIN = 3
_EXPIRED = "The session has expired, or is about to."
_REPLACED = "A new session is wanted in place of the one that is known."


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What a task asks of peertube_token. Times are in seconds."""

    username: str | None = None
    credentials: Credentials | None = None
    session: Session | None = None
    client: OAuthClient | None = None
    grant_type: str = "auto"
    min_validity: int = 300
    revalidate_after: int = 60
    force: bool = False


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What was done, or in check mode would be. session is None when there is none yet; reason is that of a login."""

    action: str
    session: Session | None
    before: Session | None
    reason: str = ""

    @property
    def changed(self) -> bool:
        return self.action != Step.REUSE.value


class ObtainSession:
    """Makes sure that there is a valid session: the table of _decisions.py, with its effects."""

    def __init__(
        self,
        wanted: Wanted,
        instance: Instance,
        store: SessionFile | NoSessionFile,
        warn: t.Callable[[str], None],
        check_mode: bool = False,
    ) -> None:
        self._wanted = wanted
        self._instance = instance
        self._store = store
        self._warn = warn
        self._check_mode = check_mode
        self._clock = instance.http.clock
        self._grants = Grants(instance, store, wanted.client)
        task = "token, always a new one" if wanted.force else "token"
        credentials = None if wanted.grant_type == "refresh_token" else wanted.credentials
        self._sharing = store.sharing(task, instance, credentials)
        self._stored: Session | None = None
        # Whether the session of the file is known to be the wanted user's.
        self._owner_known = True
        self._why_no_session = "No session is known."

    def run(self) -> Outcome:
        """Raises PeerTubeError: any code."""
        with contextlib.nullcontext() if self._check_mode else self._sharing.locked():
            if self._store.login_was_cut_off:
                self._warn(CUT_OFF)
            self._stored = self._grants.stored()
            outcome = self._decide_on_stored(self._stored)
            self._end_replaced()
            if outcome.changed and not self._check_mode:
                self._sharing.succeeded()
            return outcome

    def _decide_on_stored(self, stored: Session | None) -> Outcome:
        if stored is None:
            return self._decide(self._wanted.session, from_file=False)
        self._grants.use_client_of(stored)
        return self._decide(self._confirm_owner(stored), from_file=True)

    def _decide(self, before: Session | None, from_file: bool) -> Outcome:
        session, answer, reads = before, None, 0
        if before is not None:
            self._why_no_session = _REPLACED if self._wanted.force else _EXPIRED
        while True:
            step = self._next_step(session, answer, from_file)
            if session is None or step is Step.LOGIN:
                return self._login(before, session if answer is not Verdict.OTHER_USER else None, from_file)
            if step is Step.REUSE:
                return Outcome(step.value, session, before)
            asked = session
            self._before_request()
            if step is Step.CHECK:
                session, answer = self._check(session, from_file)
            elif self._check_mode:
                return Outcome(step.value, None, before)
            else:
                refreshed, answer = self._refresh(session, from_file)
                if refreshed is not None and not self._wanted.force:
                    return Outcome(step.value, refreshed, before)
                session = refreshed or session.without(refresh_token=True)
            # Another machine, or a process that does not know the lock, may have been faster.
            again = self._grants.stored() if from_file and reads < _READ_AGAIN else None
            if again is not None and not again.token.shares_with(asked.token) and again.token != session.token:
                session, answer, reads = self._confirm_owner(again), None, reads + 1

    def _next_step(self, session: Session | None, answer: Verdict | None, from_file: bool) -> Step:
        wanted, now = self._wanted, self._clock.now()
        known = Known()
        if session is not None:
            age = None if session.checked_at is None else now - session.checked_at
            known = Known(
                access_token=session.token.access_token is not None,
                refresh_token=session.token.refresh_token is not None,
                seconds_left=session.token.seconds_left(now),
                refresh_seconds_left=session.token.refresh_seconds_left(now),
                # A moment in the future is of a clock that was wrong then or is now.
                trusted=from_file and age is not None and 0 <= age < wanted.revalidate_after,
                answer=answer,
            )
            if not (self._owner_known or self._check_mode) and known.refresh_token:
                return Step.REFRESH
        return next_step(known, force=wanted.force, grant_type=wanted.grant_type, min_validity=wanted.min_validity)

    def _check(self, session: Session, from_file: bool) -> tuple[Session, Verdict]:
        user = self._instance.who_am_i(session.token.access_token or "")
        if user is None:
            self._why_no_session = "The session has ended."
            return session.without(access_token=True), Verdict.INVALID_TOKEN
        if self._wanted.username is not None and not user.is_called(self._wanted.username):
            if from_file:
                raise owner_error(self._store.path, user.username, self._wanted.username)
            self._why_no_session = another_users(self._wanted.username)
            return session, Verdict.OTHER_USER
        confirmed = session.confirmed(user, self._clock.now())
        if from_file and not self._check_mode:
            self._grants.confirm(session, confirmed)
        return confirmed, Verdict.VALID

    def _confirm_owner(self, stored: Session) -> Session:
        """The session in the file, when it is the wanted user's; PeerTube is asked when a name alone cannot tell."""
        self._owner_known = True
        wanted = self._wanted.username
        if wanted is None or stored.belongs_to(wanted):
            return stored
        self._before_request()
        access_token = stored.token.access_token
        user = self._instance.who_am_i(access_token) if access_token else None
        if user is None and stored.may_belong_to(wanted):
            # An expired session is not another user's: whose it is can be asked once it is renewed.
            self._owner_known = False
            return stored.without(access_token=True)
        return self._confirmed(stored, user, wanted)

    def _confirmed(self, session: Session, user: User | None, wanted: str) -> Session:
        if user is None or not user.is_called(wanted):
            raise owner_error(self._store.path, user.username if user else session.username, wanted)
        confirmed = session.confirmed(user, self._clock.now())
        if not self._check_mode:
            self._grants.confirm(session, confirmed)
        return confirmed

    def _before_request(self) -> None:
        # With force the session in the file is asked for nothing, and may well be good.
        self._sharing.before_request(None if self._wanted.force else self._stored)

    def _refresh(self, session: Session, from_file: bool) -> tuple[Session | None, Verdict]:
        try:
            refreshed = self._grants.refresh(session)
        except PeerTubeError as error:
            if not error.reply_lost:
                raise
            self._why_no_session = f"The session is lost: the answer to its refresh did not arrive. {error.sentence}"
            self._warn(self._why_no_session)
            return None, Verdict.LOST
        if refreshed is None:
            self._why_no_session = "The session has ended."
            return None, Verdict.INVALID_GRANT
        wanted = self._wanted.username
        if from_file and wanted is not None and not self._owner_known:
            self._owner_known = True
            user = self._instance.who_am_i(refreshed.token.access_token or "")
            return self._confirmed(refreshed, user, wanted), Verdict.VALID
        if from_file or wanted is None:
            return refreshed, Verdict.VALID
        owned = self._replaced().if_owned_after_refresh(refreshed)
        if owned is None:
            self._why_no_session = another_users(wanted)
        return owned, Verdict.OTHER_USER if owned is None else Verdict.VALID

    def _login(self, before: Session | None, replaced: Session | None, from_file: bool) -> Outcome:
        """replaced: what of the session may still be open, and be the wanted user's to end."""
        credentials = self._wanted.credentials
        if credentials is None or self._wanted.grant_type == "refresh_token":
            remedy = "Set grant_type to auto, so that a new session can be opened with the password."
            raise PeerTubeError("session_ended", self._why_no_session, remedy=remedy if credentials else None)
        if self._check_mode:
            self._grants.known_client()
            return Outcome(Step.LOGIN.value, None, before, self._why_no_session)
        self._before_request()
        self._sharing.before_login()
        self._end_replaced()
        session = self._grants.login(credentials, replaced if from_file else None)
        if replaced is not None and before is not None and not from_file:
            # Who asks for a new session was promised the end of this one; else a login only stands in for it.
            asked_for = self._wanted.force or self._wanted.grant_type == "password"
            self._replaced().given(replaced, missed=asked_for and before.token.refresh_token is None)
        return Outcome(Step.LOGIN.value, session, before, self._why_no_session)

    def _end_replaced(self) -> None:
        """What the session in the file has replaced: just now, or before a process was killed that was to end it."""
        if not (isinstance(self._store, NoSessionFile) or self._check_mode):
            self._replaced().kept(self._store)

    def _replaced(self) -> EndReplaced:
        return EndReplaced(self._instance, self._grants.client, self._wanted.username or "", self._warn)
