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
from .._api.values import Credentials, OAuthClient, Token
from .._base.errors import PeerTubeError
from .otp import code_at
from .values import Session

if t.TYPE_CHECKING:
    from .file import SessionFile
    from .no_file import NoSessionFile

_Result = t.TypeVar("_Result")


class Grants:
    """Gets tokens from an instance, and puts each into the session file before anything else happens."""

    def __init__(self, instance: Instance, store: SessionFile | NoSessionFile, client: OAuthClient | None) -> None:
        self._instance = instance
        self._store = store
        self.client = client

    def login(self, credentials: Credentials, replaced: Session | None = None) -> Session:
        """A new session by password; credentials that were refused are never tried again (RFC 6749 section 4.3).

        replaced: the session in the file, which is kept with the new one until it has been ended.
        """
        self._store.reserve()

        def password_grant(client: OAuthClient) -> Token:
            otp = self._otp(credentials)
            self._store.begin_login()
            return self._instance.login(client, credentials, otp)

        try:
            token = self._with_client(password_grant)
            return self._kept(Session(token, username=credentials.username, replaced=self._may_be_open(replaced)))
        except PeerTubeError:
            self._store.end_login()
            raise

    def refresh(self, session: Session) -> Session | None:
        """The session with a new pair; None when the refresh token is not, or no longer, good.

        Refreshing rotates: the server deletes the old pair before it answers (RFC 6749 section 6). So it is never sent
        twice, and the new pair is on disk before it is used.
        """
        self.use_client_of(session)
        self._mark(session, renewing=True)
        self._store.reserve()
        refresh_token = session.token.refresh_token or ""
        try:
            token = self._with_client(lambda client: self._instance.refresh(client, refresh_token))
        except PeerTubeError as error:
            if not error.reply_lost:
                self._mark(session, renewing=session.renewing)
            raise
        if token is None:
            self._mark(session, renewing=session.renewing)
            return None
        return self._kept(dataclasses.replace(session, token=token))

    def stored(self) -> Session | None:
        """The session in the file, whose tokens no message will repeat from now on."""
        session = self._store.read()
        if session is not None:
            self._instance.http.keep_secret(session.token.access_token, session.token.refresh_token)
        return session

    def confirm(self, asked: Session, confirmed: Session) -> None:
        """Keep what the instance said of a session, unless the file holds another one, or a newer pair, by now."""
        # The session is good also where that cannot be written; then it is asked about again.
        with contextlib.suppress(PeerTubeError):
            if self._store.read() == asked:
                self._store.write(confirmed)

    def known_client(self) -> OAuthClient:
        """The client pair, fetched from the instance where it is not known."""
        if self.client is None:
            self.client = self._instance.oauth_client()
        return self.client

    def use_client_of(self, session: Session) -> None:
        """Spare the request for a client pair that a session was opened with."""
        if self.client is None and session.client is not None:
            self.client = session.client
            self._instance.http.keep_secret(session.client.client_secret)

    def distrust(self, session: Session) -> None:
        """Let nobody trust the session in the file unasked, before a request after which it may have ended."""
        self._mark(session, renewing=session.renewing)

    def _mark(self, session: Session, renewing: bool) -> None:
        """Distrust the session in the file, if it is still there, and say whether it is being renewed."""
        stored = self._store.read()
        if stored is None or not stored.token.shares_with(session.token):
            return
        marked = dataclasses.replace(stored, checked_at=None, renewing=renewing)
        if marked != stored:
            self._store.reserve()
            self._store.write(marked)

    def _with_client(self, grant: t.Callable[[OAuthClient], _Result]) -> _Result:
        """A pair that was not just fetched may be out of date: after invalid_client once more, with a fresh one."""
        was_known = self.client is not None
        client = self.known_client()
        try:
            return grant(client)
        except PeerTubeError as error:
            if error.code != "invalid_client" or not was_known:
                raise
            self.client = self._instance.oauth_client()
            if self.client == client:
                raise
        return grant(self.client)

    def _may_be_open(self, replaced: Session | None) -> Session | None:
        # Not by the clock of this machine: it may have been set since the session was opened, or back now.
        if replaced is None or (not replaced.renewing and replaced.token.has_ended(self._instance.http.server_time())):
            return None
        # One that it replaced itself could not be ended, which was told.
        return dataclasses.replace(replaced, checked_at=None, replaced=None)

    def _otp(self, credentials: Credentials) -> str | None:
        if credentials.otp_secret is None:
            return credentials.otp
        return code_at(credentials.otp_secret, self._instance.server_time())

    def _kept(self, session: Session) -> Session:
        token = session.token
        session = dataclasses.replace(session, client=self.client, checked_at=token.issued_at, renewing=False)
        try:
            self._store.write(session)
        except PeerTubeError:
            # A session that nobody knows of would stay open for weeks.
            with contextlib.suppress(PeerTubeError):
                self._instance.revoke(token.access_token or "")
            raise
        return session
