# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.answer import Answer
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Reply, Request

HTTP = Http(Connection("https://video.example.com"), ["hunter2"])
GRANT = Request("POST", "/users/token", form={"grant_type": "password"})
ASK = Request("GET", "/users/me")
JSON = {"content-type": "application/json; charset=utf-8"}


def problem(status: int, code: str | None, **members: Any) -> Reply:
    document = {"type": "about:blank", "status": status, "code": code, **members}
    headers = {"content-type": "application/problem+json; charset=utf-8"}
    return Reply(status, headers, json.dumps(document).encode())


def answered(status: int, body: bytes = b"", **headers: str) -> Reply:
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def failure_of(reply: Reply, request: Request = ASK) -> PeerTubeError:
    with pytest.raises(PeerTubeError) as raised:
        Answer(HTTP, request, reply).expect_object()
    return raised.value


def test_the_object_of_a_200_is_returned() -> None:
    assert Answer(HTTP, ASK, Reply(200, JSON, b'{"id": 1}')).expect_object() == {"id": 1}


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param({"content-type": "text/html"}, b"<html></html>", id="HTML"),
        pytest.param({"content-type": "text/html"}, b'{"id": 1}', id="JSON that says it is HTML"),
        pytest.param({}, b'{"id": 1}', id="no content type"),
        pytest.param(JSON, b'{"id": ', id="half a JSON"),
        pytest.param(JSON, b"", id="nothing"),
        pytest.param(JSON, b'["id"]', id="no object"),
        pytest.param(JSON, b"null", id="null"),
    ],
)
def test_a_200_that_peertube_would_not_send_is_unexpected(headers: dict[str, str], body: bytes) -> None:
    error = failure_of(Reply(200, headers, body))
    assert (error.code, error.status, error.reply_lost) == ("unexpected_response", 200, True)


def test_an_unexpected_answer_is_described_by_status_and_content_type() -> None:
    sentence = failure_of(answered(200, b"<html></html>", content_type="text/html")).sentence
    assert sentence == "https://video.example.com answered with status 200 and text/html, that is not JSON."


@pytest.mark.parametrize(
    "reply",
    [
        answered(200, b"<p>the body", content_type="text/html"),
        Reply(200, JSON, b'{"the body'),
        answered(500, b"the body"),
        answered(403, b"the body", content_type="text/plain"),
    ],
)
def test_the_body_of_an_answer_is_never_shown(reply: Reply) -> None:
    assert "the body" not in str(failure_of(reply).as_result())


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, "invalid_client", "invalid_client"),
        (400, "invalid_grant", "invalid_grant"),
        (400, "Error", "invalid_grant"),
        (401, "missing_two_factor", "missing_two_factor"),
        (400, "invalid_two_factor", "invalid_two_factor"),
        (400, "account_blocked", "account_blocked"),
        (400, "access_denied", "account_blocked"),
        (400, "email_not_verified", "email_not_verified"),
        (400, "account_waiting_for_approval", "account_waiting_for_approval"),
        (400, "account_approval_rejected", "account_approval_rejected"),
        (400, "too_long_password", "too_long_password"),
        (403, "account_blocked", "account_blocked"),
    ],
)
def test_a_refused_grant_is_known_by_its_problem_code(status: int, code: str, expected: str) -> None:
    error = Answer(HTTP, GRANT, problem(status, code)).refused()
    assert (error.code, error.status) == (expected, status)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        pytest.param(answered(301, location="https://www.example.com"), "redirected", id="301"),
        pytest.param(answered(304), "redirected", id="304"),
        pytest.param(answered(401), "proxy_unauthorized", id="401 without a problem"),
        pytest.param(problem(401, "invalid_token"), "proxy_unauthorized", id="401 on a grant"),
        pytest.param(
            answered(401, x_peertube_otp="required; app"), "missing_two_factor", id="401 that asks for a code"
        ),
        pytest.param(answered(407), "proxy_unauthorized", id="407"),
        pytest.param(answered(500), "server_error", id="500"),
        pytest.param(answered(503), "server_error", id="503"),
        pytest.param(problem(500, "invalid_grant"), "server_error", id="500 with the code of another status"),
        pytest.param(problem(400, "something_new"), "unexpected_response", id="a code that is not known"),
        pytest.param(problem(400, None), "unexpected_response", id="a problem without a code"),
        pytest.param(problem(404, "invalid_grant"), "unexpected_response", id="404 with the code of another status"),
        pytest.param(answered(404, content_type="text/html"), "not_peertube", id="404 of another product"),
        pytest.param(answered(403), "not_peertube", id="403 without a content type"),
        pytest.param(answered(204), "not_peertube", id="204"),
        pytest.param(answered(100), "not_peertube", id="100"),
    ],
)
def test_any_other_answer_is_known_by_its_status(reply: Reply, expected: str) -> None:
    error = Answer(HTTP, GRANT, reply).refused()
    assert (error.code, error.status) == (expected, reply.status)


def test_the_code_of_a_grant_means_nothing_elsewhere() -> None:
    assert Answer(HTTP, ASK, problem(400, "invalid_grant")).refused().code == "unexpected_response"


def test_a_code_counts_only_when_the_request_is_a_grant() -> None:
    reply = answered(401, x_peertube_otp="required; app")
    assert Answer(HTTP, ASK, reply).refused().code == "proxy_unauthorized"


def test_a_content_type_that_repeats_a_secret_is_not_shown() -> None:
    assert "hunter2" not in Answer(HTTP, ASK, answered(404, content_type="text/hunter2")).refused().sentence


@pytest.mark.parametrize("code", ["invalid_grant", "something_new"])
def test_the_detail_of_a_problem_is_shown(code: str) -> None:
    assert Answer(HTTP, GRANT, problem(400, code, detail="Wrong\x1b[1m!")).refused().detail == "Wrong [1m!"


def test_a_detail_that_repeats_a_secret_is_withheld() -> None:
    error = Answer(HTTP, GRANT, problem(400, "invalid_grant", detail="hunter2 is wrong")).refused()
    assert error.detail == "(withheld: it repeats a secret)"


@pytest.mark.parametrize(("status", "lost"), [(500, True), (502, True), (504, True), (400, False), (401, False)])
def test_behind_a_server_error_the_request_may_have_worked(status: int, lost: bool) -> None:
    assert Answer(HTTP, GRANT, answered(status)).refused().reply_lost is lost


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        pytest.param(problem(401, "invalid_token"), True, id="PeerTube's"),
        pytest.param(problem(400, "invalid_token"), False, id="another status"),
        pytest.param(problem(401, "missing_two_factor"), False, id="another code"),
        pytest.param(
            answered(401, b'{"code": "invalid_token"}', content_type="application/json"), False, id="not PeerTube's"
        ),
        pytest.param(answered(401), False, id="a proxy's"),
    ],
)
def test_only_peertube_says_that_a_token_is_invalid(reply: Reply, expected: bool) -> None:
    assert Answer(HTTP, ASK, reply).is_invalid_token is expected


@pytest.mark.parametrize(
    ("reply", "code"), [(problem(404, "x"), "x"), (problem(404, None), None), (answered(404), None)]
)
def test_the_code_of_an_answer_is_that_of_its_problem(reply: Reply, code: str | None) -> None:
    assert Answer(HTTP, ASK, reply).code == code
