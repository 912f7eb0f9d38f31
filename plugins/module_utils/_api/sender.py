# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t

from .._base.errors import PeerTubeError
from .._http.client import Http
from .._http.messages import Request
from .answer import Answer, ask
from .refusal import refusal
from .values import OAuthClient, bearer


class Sender:
    """Sends requests as one signed-in user.

    renew: gets another access token in place of one that has ended; None when there is no way to. logged_in: whether
    the session is of this task alone. client: the client pair, where it is known.
    """

    def __init__(
        self,
        http: Http,
        access_token: str,
        renew: t.Callable[[], str] | None = None,
        logged_in: bool = False,
        client: OAuthClient | None = None,
    ) -> None:
        self.http = http
        self.logged_in = logged_in
        self.client = client
        self._access_token = access_token
        self._renew = renew

    def send(
        self, request: Request, names: t.Mapping[str, str] | None = None, accept: t.Collection[int] = ()
    ) -> Answer:
        """The answer, which is a 2xx or one to accept.

        names: the options, by the names of PeerTube's fields. Raises PeerTubeError: session_ended, forbidden, rejected,
        not_found, conflict, and those of any request.
        """
        answer = self._ask(request)
        if answer.is_invalid_token and self._renew is not None:
            # It was refused before anything was done. Another process may have renewed the session.
            self._access_token = self._renew()
            answer = self._ask(request)
        if answer.is_invalid_token:
            raise self._ended(answer)
        if 200 <= answer.status < 300 or answer.status in accept:
            return answer
        raise refusal(answer, names)

    def _ask(self, request: Request) -> Answer:
        headers = {**request.headers, **bearer(self._access_token)}
        return ask(self.http, dataclasses.replace(request, headers=headers))

    def _ended(self, answer: Answer) -> PeerTubeError:
        remedy = "Get a valid one with peertube_token first, or set session_file, or username and password."
        if self._renew is not None or self.logged_in:
            remedy = "Run the task again: somebody else ended the session, or changed the password or role of its user."
        return answer.error("session_ended", "The access token is not valid any more.", remedy=remedy)
