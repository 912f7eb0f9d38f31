# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import typing as t

from .._base.clock import REMEMBERED_FOR
from .._base.errors import PeerTubeError
from .doubts import EXPIRED_ALONE, LOST_EARLIER
from .end import EndSession, end_session
from .grants import Grants
from .no_file import NoSessionFile, ReplacedSession
from .owner import another_users

if t.TYPE_CHECKING:
    from .._api.instance import Instance
    from .._api.values import OAuthClient
    from .end import Ended
    from .file import SessionFile
    from .values import Session


class EndReplaced:
    """Ends the session that a login replaces, which would otherwise stay open for weeks. What fails is a warning."""

    def __init__(
        self, instance: Instance, client: OAuthClient | None, owner: str, warn: t.Callable[[str], None]
    ) -> None:
        self._instance = instance
        self._client = client
        self._owner = owner
        self._warn = warn

    def kept(self, store: SessionFile) -> None:
        """The one that is kept in the session file for that, and is the owner's."""
        replaced, now = ReplacedSession(store), self._instance.http.clock.now()
        session = replaced.read()
        if session is None or not store.is_writable:
            return
        # Where it failed a moment ago, that was told.
        if session.checked_at is None or not 0 <= now - session.checked_at < REMEMBERED_FOR:
            self._warn_of_failure(lambda: EndSession(None, self._instance, replaced, self._client).run())
            replaced.tried(now)

    def given(self, session: Session, missed: bool) -> None:
        """One that came in tokens, of which nobody knows yet whose it is. session: what may be good of it.

        missed: say so where it cannot be ended for want of its refresh token.
        """
        self._warn_of_failure(lambda: self._end_if_owned(session, missed))

    def _warn_of_failure(self, end: t.Callable[[], Ended | None]) -> None:
        try:
            ended = end()
        except PeerTubeError as error:
            self._warn(f"The session that was replaced may still be open: {error.sentence}")
        else:
            if ended is not None and ended.lost:
                self._warn(LOST_EARLIER)

    def _end_if_owned(self, session: Session, missed: bool) -> Ended | None:
        owned = self._if_owned(session, missed)
        return None if owned is None else end_session(self._instance, owned, self._client)

    def _if_owned(self, session: Session, missed: bool) -> Session | None:
        access_token = session.token.access_token
        user = self._instance.who_am_i(access_token) if access_token else None
        if user is not None:
            return session if user.is_called(self._owner) else None
        if session.token.refresh_token is None:
            if missed:
                self._warn(EXPIRED_ALONE)
            return None
        # Only the refresh token can tell whose it is, and end it.
        refreshed = Grants(self._instance, NoSessionFile(), self._client).refresh(session)
        return None if refreshed is None else self.if_owned_after_refresh(refreshed)

    def if_owned_after_refresh(self, refreshed: Session) -> Session | None:
        """The session, when it is the owner's. Only now can be asked whose refresh token it was that came as an option.

        Another user's is ended, for nobody else has its new token. Raises PeerTubeError when that cannot be asked.
        """
        access_token = refreshed.token.access_token or ""
        try:
            user = self._instance.who_am_i(access_token)
        except PeerTubeError:
            # Nobody would ever know of its token.
            with contextlib.suppress(PeerTubeError):
                self._instance.revoke(access_token)
            raise
        if user is not None and user.is_called(self._owner):
            return refreshed.confirmed(user, self._instance.http.clock.now())
        self._warn(f"{another_users(self._owner)} Its session was ended, for its refresh token is used up.")
        self._instance.revoke(access_token)
        return None
