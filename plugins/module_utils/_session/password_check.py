# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._api.answer import Answer
from .._api.instance import Instance
from .._api.sender import Sender
from .._api.values import OAuthClient, Token
from .._base.errors import PeerTubeError
from .._http.messages import Request
from .signals import Signals

# PeerTube looks at the password first, so that these say it is right (measured on 6.3 and 8.2; that it is too long says
# 8.2 of passwords that an older version took).
_RIGHT: t.Final = ("missing_two_factor", "account_blocked", "email_not_verified", "too_long_password")
# Only with a wrong password does it look for a registration of the same name (6.3 and 8.2).
_WRONG: t.Final = ("invalid_grant", "account_waiting_for_approval", "account_approval_rejected")


class PasswordCheck:
    """Asks by a login whether a password is a user's: PeerTube has no other way to tell.

    It is sent with the Bearer token of the one who asks, whom PeerTube does not count logins for (6.3 and 8.2). The
    session that a right password opens is ended at once, also when the task is interrupted.
    """

    def __init__(self, sender: Sender, warn: t.Callable[[str], None]) -> None:
        self._sender = sender
        self._warn = warn
        self._instance = Instance(sender.http)
        self._client = sender.client

    def is_password_of(self, username: str, password: str) -> bool:
        """Raises PeerTubeError: any code, with reply_lost when a session may have been left open."""
        self._sender.http.keep_secret(password)
        with Signals() as signals:
            opened = None
            try:
                with signals.held():
                    right, opened = self._log_in(username, password)
            finally:
                if opened is not None:
                    self._end(opened, username)
        return right

    def _log_in(self, username: str, password: str) -> tuple[bool, Token | None]:
        try:
            answer = self._asked(username, password)
            if answer.status == 200:
                return True, self._instance.token_in(answer)
        except PeerTubeError as error:
            if error.reply_lost:
                error.sentence += f" A session of {username} may have been opened all the same."
            raise
        refused = answer.refused()
        if refused.code not in (*_RIGHT, *_WRONG):
            raise refused
        return refused.code in _RIGHT, None

    def _asked(self, username: str, password: str) -> Answer:
        was_known = self._client is not None
        client = self._client or self._instance.oauth_client()
        answer = self._send(client, username, password)
        if was_known and answer.code == "invalid_client":
            client = self._instance.oauth_client()
            answer = self._send(client, username, password)
        self._client = client
        return answer

    def _send(self, client: OAuthClient, username: str, password: str) -> Answer:
        form = {
            "client_id": client.client_id,
            "client_secret": client.client_secret,
            "grant_type": "password",
            "username": username,
            "password": password,
        }
        request = Request("POST", "/users/token", form=form, after_gateway_error=True, after_lost_reply=False)
        return self._sender.send(request, accept=(400, 401, 403))

    def _end(self, opened: Token, username: str) -> None:
        try:
            self._instance.revoke(opened.access_token or "")
        except PeerTubeError as error:
            self._warn(f"The session that verified the password of {username} may still be open: {error.sentence}")
