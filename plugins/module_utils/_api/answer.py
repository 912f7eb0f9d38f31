# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._base import strict_json
from .._base.errors import PeerTubeError
from .._http.client import Http
from .._http.messages import Reply, Request
from .problem import parse_problem

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


def problem_code(reply: Reply) -> str | None:
    """The code by which PeerTube says why it refused; None when the answer has none, and so may not be PeerTube's."""
    problem = parse_problem(reply.content_type, reply.body)
    return problem.code if problem else None


def is_invalid_token(reply: Reply) -> bool:
    """Whether PeerTube itself says that the Bearer token is not, or no longer, good."""
    return reply.status == 401 and problem_code(reply) == "invalid_token"


def expect_object(http: Http, request: Request, reply: Reply) -> dict[str, t.Any]:
    """The JSON object of a 200. Raises the PeerTubeError that any other answer stands for."""
    if reply.status != 200:
        raise refused(http, request, reply)
    if reply.content_type != "application/json":
        raise unexpected(http, request, reply, "that is not JSON")
    try:
        answer = strict_json.parse(reply.body)
    except ValueError:
        raise unexpected(http, request, reply, "that is no whole JSON") from None
    if not isinstance(answer, dict):
        raise unexpected(http, request, reply, "that is JSON, but no object")
    return answer


def unexpected(http: Http, request: Request, reply: Reply, what: str) -> PeerTubeError:
    """For a 200 with a body that PeerTube would not send, which is not shown. The request may have had its effect."""
    kind = http.shown(reply.content_type) or "no content type"
    sentence = f"{http.connection.url} answered with status {reply.status} and {kind}, {what}."
    return http.error("unexpected_response", sentence, request, reply, reply_lost=True)


def refused(http: Http, request: Request, reply: Reply) -> PeerTubeError:
    """The error that an answer other than 200 stands for: by status and problem code, never by its text."""
    problem = parse_problem(reply.content_type, reply.body)
    detail = problem.detail if problem else None
    code = problem.code if problem else None
    if code is None and reply.status == 401 and "x-peertube-otp" in reply.headers:
        code = "missing_two_factor"
    if request.form is not None and reply.status in (400, 401, 403) and code in _TOKEN_PROBLEMS:
        return http.error(*_TOKEN_PROBLEMS[code], request, reply, detail=detail)
    return http.error(*_by_status(http, reply, problem is not None), request, reply, detail=detail, **_more(reply))


def _by_status(http: Http, reply: Reply, is_problem: bool) -> tuple[str, str]:
    url, status = http.connection.url, reply.status
    if 300 <= status < 400:
        # It is not followed: the password must not travel to where it was not meant to go.
        return "redirected", f"{url} redirects to {http.shown(reply.headers.get('location')) or 'an unnamed address'}."
    if status in (401, 407):
        return "proxy_unauthorized", f"{url} answered with a {status} that is not PeerTube's own."
    if status >= 500:
        return "server_error", f"{url} failed with status {status}."
    if is_problem:
        return "unexpected_response", f"{url} refused the request with status {status}."
    kind = http.shown(reply.content_type) or "no content type"
    return "not_peertube", f"{url} answered with status {status} and {kind}, as PeerTube would not."


def _more(reply: Reply) -> dict[str, t.Any]:
    # Behind the answer of a gateway, PeerTube may have got the request and done what it says.
    return {"reply_lost": reply.status >= 500}
