# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of DESIGN section 5, the clock of the server, and what errors show."""

from __future__ import annotations

import datetime
import email.utils
from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.instance import Instance
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import Credentials, OAuthClient
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Reply, Request
from harness.clock import MovableClock
from harness.server import Answers, Server, answer, free_port
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator
from unit.conversations import failure_raised_by, http_to, ping

ASK, LOGIN, REFRESH, REVOKE = "GET", "login", "refresh", "revoke"
PATHS = {ASK: "/users/me", LOGIN: "/users/token", REFRESH: "/users/token", REVOKE: "/users/revoke-token"}
REQUESTS = list(PATHS)
ROOT_CREDENTIALS = Credentials(ROOT, ROOT_PASSWORD)


class Conversation:
    """An instance and a session there, ready for one request of each kind."""

    def __init__(self, simulator: Simulator, clock: MovableClock, **options: Any) -> None:
        self.simulator = simulator
        self.clock = clock
        self.warnings: list[str] = []
        self.http = Http(Connection(simulator.url, **options), [ROOT_PASSWORD], self.warnings.append, clock)
        self.instance = Instance(self.http)
        self.client = OAuthClient(**simulator.client())

    def open_session(self) -> None:
        self.token = self.instance.login(self.client, ROOT_CREDENTIALS, None)
        self.simulator.reset("log")

    def send(self, kind: str) -> Any:
        access_token, refresh_token = self.token.access_token or "", self.token.refresh_token or ""
        if kind == ASK:
            return self.instance.who_am_i(access_token)
        if kind == LOGIN:
            return self.instance.login(self.client, ROOT_CREDENTIALS, None)
        if kind == REFRESH:
            return self.instance.refresh(self.client, refresh_token)
        return self.instance.revoke(access_token)

    def sent(self, kind: str) -> int:
        """How often the simulator got that request."""
        return sum(entry["path"] == f"/api/v1{PATHS[kind]}" for entry in self.simulator.log())


@pytest.fixture
def conversation(simulator: Simulator, clock: MovableClock) -> Conversation:
    # Administrators pass the limits with their token, so that only what a test provokes counts.
    simulator.configure(api_limit=0, login_limit=0)
    conversation = Conversation(simulator, clock)
    conversation.open_session()
    return conversation


# The table of DESIGN section 5, row by row


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_connection_that_is_refused_is_tried_again(conversation: Conversation, kind: str) -> None:
    url, clock = f"http://127.0.0.1:{free_port()}", conversation.clock
    conversation.instance = Instance(http_to(url, clock))
    assert failure_raised_by(lambda: conversation.send(kind)).code == "unreachable"
    assert len(clock.slept) == 3


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_that_is_limited_is_sent_again_when_it_may(conversation: Conversation, kind: str) -> None:
    conversation.simulator.fault(action="status", status=429, headers={"Retry-After": "7"}, path=PATHS[kind])
    assert conversation.send(kind)
    assert conversation.clock.slept == [7]


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_that_was_limited_is_sent_twice(conversation: Conversation, kind: str) -> None:
    conversation.simulator.fault(action="status", status=429, headers={"Retry-After": "7"}, path=PATHS[kind])
    conversation.send(kind)
    assert conversation.sent(kind) == 2


@pytest.mark.parametrize("status", [502, 503, 504])
@pytest.mark.parametrize("kind", [ASK, LOGIN, REVOKE])
def test_what_a_gateway_could_not_pass_on_is_tried_again(conversation: Conversation, kind: str, status: int) -> None:
    conversation.simulator.fault(action="status", status=status, path=PATHS[kind], times=3)
    assert conversation.send(kind)
    assert conversation.sent(kind) == 4


@pytest.mark.parametrize("status", [502, 503, 504])
@pytest.mark.parametrize("kind", [ASK, LOGIN, REVOKE])
def test_a_gateway_is_asked_no_more_than_retries_allow(conversation: Conversation, kind: str, status: int) -> None:
    conversation.simulator.fault(action="status", status=status, path=PATHS[kind], times=-1)
    assert failure_raised_by(lambda: conversation.send(kind)).code == "server_error"
    assert conversation.sent(kind) == 4


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_refresh_is_never_sent_again_after_a_gateway_error(conversation: Conversation, status: int) -> None:
    conversation.simulator.fault(action="status", status=status, path=PATHS[REFRESH])
    assert failure_raised_by(lambda: conversation.send(REFRESH)).reply_lost
    assert conversation.sent(REFRESH) == 1


def test_a_revocation_that_worked_behind_a_gateway_error_is_not_known_to_have_failed(
    conversation: Conversation,
) -> None:
    conversation.simulator.fault(action="status", status=504, path=PATHS[REVOKE], stage="after")
    assert conversation.send(REVOKE) is None


@pytest.mark.parametrize("action", ["reset", "close"])
@pytest.mark.parametrize("stage", ["before", "after"])
@pytest.mark.parametrize("kind", [ASK, REVOKE])
def test_an_answer_that_is_lost_is_asked_for_again(
    conversation: Conversation, kind: str, stage: str, action: str
) -> None:
    conversation.simulator.fault(action=action, path=PATHS[kind], stage=stage)
    conversation.send(kind)
    assert conversation.sent(kind) == 2


@pytest.mark.parametrize("action", ["reset", "close"])
@pytest.mark.parametrize("kind", [LOGIN, REFRESH])
def test_a_grant_whose_answer_is_lost_is_never_sent_again(conversation: Conversation, kind: str, action: str) -> None:
    conversation.simulator.fault(action=action, path=PATHS[kind], stage="after")
    assert failure_raised_by(lambda: conversation.send(kind)).reply_lost
    assert conversation.sent(kind) == 1


@pytest.mark.parametrize("fault", [{"action": "truncate", "bytes": 9}, {"action": "reset", "stage": "after"}])
def test_a_login_whose_answer_is_lost_says_that_a_session_may_be_open(
    conversation: Conversation, fault: dict[str, Any]
) -> None:
    conversation.simulator.fault(path=PATHS[LOGIN], **fault)
    message = failure_raised_by(lambda: conversation.send(LOGIN)).as_result()["msg"]
    assert "A session may have been opened all the same." in message


@pytest.mark.parametrize("kind", [ASK, REVOKE])
def test_an_answer_that_does_not_come_in_time_is_asked_for_again(
    simulator: Simulator, clock: MovableClock, kind: str
) -> None:
    conversation = Conversation(simulator, clock, timeout=0.3)
    conversation.open_session()
    simulator.hold(path=PATHS[kind])
    assert conversation.send(kind)
    assert conversation.sent(kind) == 2


@pytest.mark.parametrize("kind", [LOGIN, REFRESH])
def test_a_grant_whose_answer_does_not_come_in_time_is_never_sent_again(
    simulator: Simulator, clock: MovableClock, kind: str
) -> None:
    conversation = Conversation(simulator, clock, timeout=0.3)
    conversation.open_session()
    simulator.hold(path=PATHS[kind])
    assert failure_raised_by(lambda: conversation.send(kind)).code == "timeout"
    assert conversation.sent(kind) == 1


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 409, 418, 500, 501, 505])
@pytest.mark.parametrize("kind", REQUESTS)
def test_any_other_status_is_final(conversation: Conversation, kind: str, status: int) -> None:
    conversation.simulator.fault(action="status", status=status, path=PATHS[kind])
    failure_raised_by(lambda: conversation.send(kind))
    assert conversation.sent(kind) == 1


# The server's clock


def test_the_servers_clock_is_not_known_before_it_answered(clock: MovableClock) -> None:
    assert http_to("http://127.0.0.1:1", clock).server_time() is None


def test_the_servers_clock_is_that_of_its_answers(listen: Callable[..., Server], clock: MovableClock) -> None:
    a_year_on = datetime.datetime.fromtimestamp(clock.now() + 365 * 86400, datetime.timezone.utc)
    server = listen(Answers(answer(Date=email.utils.format_datetime(a_year_on, usegmt=True))))
    http = http_to(server.url(), clock)
    ping(http)
    clock.sleep(10)
    assert http.server_time() == clock.now() + 365 * 86400


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Fri, 99 Jan 2027 08:00:00 GMT", "Fri, 15 Jan 99999999 08:00:00 GMT"]
)
def test_a_date_that_is_none_is_not_the_servers_clock(
    listen: Callable[..., Server], clock: MovableClock, date: str
) -> None:
    http = http_to(listen(Answers(answer(Date=date))).url(), clock)
    ping(http)
    assert http.server_time() is None


# Answers and errors


@pytest.mark.parametrize(
    ("headers", "content_type"),
    [
        ({"content-type": "Application/JSON; charset=utf-8"}, "application/json"),
        ({"content-type": ""}, ""),
        ({}, ""),
    ],
)
def test_the_content_type_is_without_parameters(headers: dict[str, str], content_type: str) -> None:
    assert Reply(200, headers, b"").content_type == content_type


def test_an_error_names_the_request(simulator: Simulator, clock: MovableClock) -> None:
    error = http_to(simulator.url, clock).error("server_error", "Failed.", Request("GET", "/config"))
    assert (error.method, error.url) == ("GET", f"{simulator.url}/api/v1/config")


def test_an_error_shows_no_secret_of_the_servers_text(simulator: Simulator, clock: MovableClock) -> None:
    http = Http(Connection(simulator.url), ["hunter2"], clock=clock)
    error = http.error("server_error", "Failed.", Request("GET", "/config"), detail="hunter2 is wrong")
    assert "hunter2" not in str(error.detail)


def test_closing_what_was_never_opened_does_nothing(clock: MovableClock) -> None:
    http_to("http://127.0.0.1:1", clock).close()


def test_requests_share_one_connection(conversation: Conversation) -> None:
    for kind in (ASK, LOGIN, REFRESH):
        conversation.send(kind)
    assert conversation.simulator.counters()["connections"] == 1


def test_a_login_is_two_requests_on_one_connection(simulator: Simulator, clock: MovableClock) -> None:
    instance = Instance(http_to(simulator.url, clock))
    instance.login(instance.oauth_client(), ROOT_CREDENTIALS, None)
    counters = simulator.counters()
    assert (counters["requests"], counters["connections"]) == (2, 1)
