# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator misbehaves as it is told to, and can be told what time it is."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import sys
import threading
from typing import Any, Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from simulator import accounts
from simulator.control import TESTS, Simulator

TOKEN = "/users/token"


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with Simulator.start(login_limit=0, api_limit=0) as simulator:
        yield simulator


@pytest.fixture
def simulator(running: Simulator) -> Simulator:
    running.reset()
    return running


def send(
    simulator: Simulator, path: str, form: dict[str, str] | None = None, *, authorization: str = ""
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(simulator.url).netloc, timeout=10)
    headers = {"Authorization": authorization} if authorization else {}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request("GET" if form is None else "POST", f"/api/v1{path}", urlencode(form or {}), headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def password_form(simulator: Simulator, **changes: str) -> dict[str, str]:
    credentials = {"username": accounts.ROOT, "password": accounts.ROOT_PASSWORD}
    return {**simulator.client(), "grant_type": "password", **credentials, **changes}


def log_in(simulator: Simulator, **changes: str) -> tuple[http.client.HTTPResponse, Any]:
    response, body = send(simulator, TOKEN, password_form(simulator, **changes))
    return response, json.loads(body)


def bearer(session: dict[str, str]) -> str:
    return f"Bearer {session['access_token']}"


def test_control_needs_neither_aiohttp_nor_pyotp() -> None:
    code = "import sys, simulator.control, simulator.accounts; print({'aiohttp', 'pyotp'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=TESTS, text=True).strip() == "set()"


@pytest.mark.parametrize(("stage", "opened"), [("before", 0), ("after", 1)])
def test_a_reset_connection_leaves_a_session_only_when_the_request_took_effect(
    simulator: Simulator, stage: str, opened: int
) -> None:
    simulator.fault(action="reset", path=TOKEN, stage=stage)
    with pytest.raises(ConnectionResetError):
        log_in(simulator)
    assert len(simulator.tokens()) == opened


def test_a_closed_connection_brings_no_answer(simulator: Simulator) -> None:
    simulator.fault(action="close")
    with pytest.raises(http.client.RemoteDisconnected):
        send(simulator, "/ping")
    assert [entry["status"] for entry in simulator.log()] == [None]


def test_a_truncated_answer_announces_its_whole_length(simulator: Simulator) -> None:
    simulator.fault(action="truncate", bytes=3)
    with pytest.raises(http.client.IncompleteRead) as error:
        send(simulator, "/ping")
    assert (error.value.partial, error.value.expected) == (b"pon", 1)


def test_an_endless_body_goes_on_past_any_bound(simulator: Simulator) -> None:
    simulator.fault(action="endless")
    connection = http.client.HTTPConnection(urlsplit(simulator.url).netloc, timeout=10)
    connection.request("GET", "/api/v1/ping")
    assert len(connection.getresponse().read(2**22)) == 2**22
    connection.close()


def test_a_dripping_answer_arrives_whole_and_in_pieces(simulator: Simulator) -> None:
    simulator.fault(action="drip", interval=0.01)
    address = urlsplit(simulator.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(f"GET /api/v1/ping HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
        pieces = list(iter(lambda: connection.recv(4096), b""))
    assert b"".join(pieces).endswith(b"\r\n\r\npong")
    assert len(pieces) > 2


@pytest.mark.parametrize(
    ("rule", "status", "content_type"),
    [
        ({"action": "status", "status": 503}, 503, "text/plain; charset=utf-8"),
        ({"action": "html"}, 200, "text/html"),
        ({"action": "body", "body": "{}", "content_type": "application/json"}, 200, "application/json"),
        ({"action": "redirect", "location": "https://elsewhere.example/"}, 302, "text/plain; charset=utf-8"),
        ({"action": "echo"}, 400, "application/problem+json; charset=utf-8"),
    ],
    ids=lambda value: value["action"] if isinstance(value, dict) else None,
)
def test_another_answer_takes_the_place_of_the_real_one(
    simulator: Simulator, rule: dict[str, Any], status: int, content_type: str
) -> None:
    simulator.fault(path=TOKEN, **rule)
    response, _body = send(simulator, TOKEN, password_form(simulator))
    assert (response.status, response.headers["Content-Type"]) == (status, content_type)
    assert simulator.tokens() == []


def test_an_echo_repeats_the_secrets_of_the_request(simulator: Simulator) -> None:
    simulator.fault(action="echo")
    assert accounts.ROOT_PASSWORD in log_in(simulator)[1]["detail"]


def test_fields_can_be_dropped_and_set(simulator: Simulator) -> None:
    simulator.fault(action="drop_field", name="access_token")
    simulator.fault(action="set_field", name="expires_in", value=-1)
    assert "access_token" not in log_in(simulator)[1]
    assert log_in(simulator)[1]["expires_in"] == -1


def test_a_rule_skips_then_acts_as_often_as_it_says_on_what_it_matches(simulator: Simulator) -> None:
    simulator.fault(action="status", status=502, path="/p*", method="GET", skip=1, times=2)
    assert [send(simulator, path)[0].status for path in ("/ping", "/config", "/ping", "/ping", "/ping")] == [
        200,
        200,
        502,
        502,
        200,
    ]


def test_a_held_request_is_answered_when_it_is_released(simulator: Simulator) -> None:
    simulator.hold(path="/ping")
    answers: list[bytes] = []
    sender = threading.Thread(target=lambda: answers.append(send(simulator, "/ping")[1]))
    sender.start()
    assert simulator.wait_held(1) == [{"method": "GET", "path": "/api/v1/ping"}]
    assert answers == []
    simulator.release()
    sender.join()
    assert answers == [b"pong"]


def test_a_held_login_opens_no_session_when_everything_is_put_back(simulator: Simulator) -> None:
    """Else it would open one in the world of the next test."""
    simulator.hold(path=TOKEN)
    answers: list[Any] = []

    def sender() -> None:
        with contextlib.suppress(http.client.HTTPException, OSError):
            answers.append(log_in(simulator))

    thread = threading.Thread(target=sender)
    thread.start()
    simulator.wait_held()
    simulator.reset()
    thread.join()
    assert (answers, simulator.tokens()) == ([], [])


def test_an_expired_access_token_is_refused_and_its_refresh_token_is_not(simulator: Simulator) -> None:
    session = log_in(simulator)[1]
    simulator.expire(access=True)
    assert send(simulator, "/users/revoke-token", form={}, authorization=bearer(session))[0].status == 401
    refresh = {"grant_type": "refresh_token", "refresh_token": session["refresh_token"]}
    assert send(simulator, TOKEN, {**simulator.client(), **refresh})[0].status == 200


@pytest.mark.parametrize(("seconds", "status"), [(86399, 200), (86401, 401)])
def test_a_token_ends_when_the_simulated_clock_says_so(simulator: Simulator, seconds: int, status: int) -> None:
    session = log_in(simulator)[1]
    simulator.advance(seconds)
    assert send(simulator, "/users/me", authorization=bearer(session))[0].status == status


def test_an_external_auth_token_opens_one_session(simulator: Simulator) -> None:
    form = {
        **simulator.client(),
        "grant_type": "password",
        "username": accounts.EXTERNAL,
        "externalAuthToken": accounts.EXTERNAL_AUTH_TOKEN,
    }
    assert [send(simulator, TOKEN, form)[0].status for _attempt in range(2)] == [200, 400]


@pytest.mark.parametrize(
    ("username", "code"),
    [(accounts.UNVERIFIED, "email_not_verified"), (accounts.EXTERNAL, "invalid_grant")],
)
def test_an_account_that_was_not_recorded_is_refused(simulator: Simulator, username: str, code: str) -> None:
    assert log_in(simulator, username=username, password=accounts.PASSWORD)[1]["code"] == code


def test_a_password_that_is_too_long_is_refused_where_it_is_right(simulator: Simulator) -> None:
    for password, code in (("é" * 36, None), ("é" * 37, "too_long_password"), ("e" * 51, "too_long_password")):
        simulator.account(accounts.ALICE, password=password)
        assert log_in(simulator, username=accounts.ALICE, password=password)[1].get("code") == code
    assert log_in(simulator, username=accounts.ALICE, password="e" * 52)[1]["code"] == "invalid_grant"


def test_basic_credentials_are_no_token(simulator: Simulator) -> None:
    response, body = send(simulator, "/users/me", authorization="Basic dXNlcjpwYXNzd29yZA==")
    assert (response.status, json.loads(body)["code"]) == (400, "invalid_request")
    assert simulator.log()[-1]["authorization"] == "basic"


def test_control_requests_are_not_counted(simulator: Simulator) -> None:
    send(simulator, "/ping")
    simulator.tokens()
    counters = simulator.counters()
    assert (counters["requests"], counters["connections"]) == (1, 1)
