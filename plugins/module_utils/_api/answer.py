# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t

from .._base import strict_json
from .._base.errors import PeerTubeError
from .._http.client import Http
from .._http.messages import Reply, Request
from .in_front import in_front
from .problem import ProblemDocument, parse_problem

# PeerTube's problem codes on the token endpoint: the error code here, and what happened.
_REFUSED_GRANT = "The instance refused the username with this password or token."
_TOKEN_PROBLEMS: t.Final = {
    "invalid_client": ("invalid_client", "The client_id and client_secret are not those of this instance."),
    "invalid_grant": ("invalid_grant", _REFUSED_GRANT),
    # What 6.3 says of an external_auth_token that it does not know.
    "Error": ("invalid_grant", _REFUSED_GRANT),
    "missing_two_factor": ("missing_two_factor", "The account is protected by two-factor authentication."),
    "invalid_two_factor": ("invalid_two_factor", "The instance refused the two-factor code."),
    "account_blocked": ("account_blocked", "The account is blocked."),
    # Before 7 (measured on 6.3) one code stands for both.
    "access_denied": ("account_blocked", "The account is blocked, or its e-mail address is not verified."),
    "email_not_verified": ("email_not_verified", "The e-mail address of the account is not verified."),
    "account_waiting_for_approval": (
        "account_waiting_for_approval",
        "The registration of the account awaits approval.",
    ),
    "account_approval_rejected": ("account_approval_rejected", "The registration of the account was rejected."),
    "too_long_password": ("too_long_password", "The password is longer than the instance allows."),
}


@dataclasses.dataclass(frozen=True)
class Answer:
    """What was asked and what came back: one thing, for neither means much without the other."""

    http: Http
    request: Request
    reply: Reply

    @property
    def status(self) -> int:
        return self.reply.status

    @property
    def problem(self) -> ProblemDocument | None:
        return parse_problem(self.reply.content_type, self.reply.body)

    @property
    def code(self) -> str | None:
        """Why PeerTube refused, in its own word; None when the answer has none, and so may not be PeerTube's."""
        problem = self.problem
        return problem.code if problem else None

    @property
    def is_invalid_token(self) -> bool:
        """Whether PeerTube itself says that the Bearer token is not, or no longer, good."""
        return self.status == 401 and self.code == "invalid_token"

    def expect_object(self) -> dict[str, t.Any]:
        """The JSON object of a 200. Raises the PeerTubeError that any other answer stands for."""
        if self.status != 200:
            raise self.refused()
        answer = self.expect_json()
        if not isinstance(answer, dict):
            raise self.unexpected("that is JSON, but no object")
        return answer

    def expect_json(self) -> t.Any:
        """What the body says, whatever the status."""
        if self.reply.content_type != "application/json":
            raise self.unexpected("that is not JSON")
        try:
            return strict_json.parse(self.reply.body)
        except ValueError:
            raise self.unexpected("that is no whole JSON") from None

    def unexpected(self, what: str) -> PeerTubeError:
        """For a 200 with a body that PeerTube would not send, which is not shown. The request may have worked."""
        kind = self.http.shown(self.reply.content_type) or "no content type"
        sentence = f"{self.http.connection.url} answered with status {self.status} and {kind}, {what}."
        return self.error("unexpected_response", sentence, reply_lost=True)

    def refused(self) -> PeerTubeError:
        """The error that an answer other than 200 stands for: by status and problem code, never by its text."""
        problem = self.problem
        detail = problem.detail if problem else None
        code = problem.code if problem else None
        if code is None and self.status == 401 and "x-peertube-otp" in self.reply.headers:
            code = "missing_two_factor"
        if self.request.form is not None and self.status in (400, 401, 403) and code in _TOKEN_PROBLEMS:
            return self.error(*_TOKEN_PROBLEMS[code], detail=detail)
        front = in_front(self.http.connection.url, self.request, self.reply, self.http.shown)
        if front is not None:
            code, sentence, remedy = front
        else:
            (code, sentence), remedy = self._by_status(problem is not None), None
        # Behind the answer of a gateway, PeerTube may have got the request and done what it says.
        return self.error(code, sentence, remedy=remedy, detail=detail, reply_lost=self.status >= 500)

    def error(self, code: str, sentence: str, **more: t.Any) -> PeerTubeError:
        """An error that names the request, and what was answered to it."""
        return self.http.error(code, sentence, self.request, self.reply, **more)

    def _by_status(self, is_problem: bool) -> tuple[str, str]:
        url, status = self.http.connection.url, self.status
        if status in (401, 407):
            return "proxy_unauthorized", f"{url} answered with a {status} that is not PeerTube's own."
        if status >= 500:
            return "server_error", f"{url} failed with status {status}."
        if is_problem:
            return "unexpected_response", f"{url} refused the request with status {status}."
        kind = self.http.shown(self.reply.content_type) or "no content type"
        return "not_peertube", f"{url} answered with status {status} and {kind}, as PeerTube would not."


def ask(http: Http, request: Request) -> Answer:
    """Send a request; raises PeerTubeError where no answer comes."""
    return Answer(http, request, http.exchange(request))
