# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import email.utils
import itertools
from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.instance import Instance
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import Credentials, OAuthClient
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Reply, Request
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator
from unit.loopback import Answers, Listener, answer, free_port
from unit.movable_clock import MovableClock

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


def failure_of(send: Callable[[], object]) -> PeerTubeError:
    with pytest.raises(PeerTubeError) as raised:
        send()
    return raised.value


def http_to(url: str, clock: MovableClock, **options: Any) -> Http:
    return Http(Connection(url, **options), [], lambda message: None, clock)


def ping(http: Http) -> Reply:
    return http.exchange(Request("GET", "/ping"))


# The table of DESIGN section 5, row by row


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_connection_that_is_refused_is_tried_again(conversation: Conversation, kind: str) -> None:
    url, clock = f"http://127.0.0.1:{free_port()}", conversation.clock
    conversation.instance = Instance(http_to(url, clock))
    assert failure_of(lambda: conversation.send(kind)).code == "unreachable"
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
    assert failure_of(lambda: conversation.send(kind)).code == "server_error"
    assert conversation.sent(kind) == 4


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_refresh_is_never_sent_again_after_a_gateway_error(conversation: Conversation, status: int) -> None:
    conversation.simulator.fault(action="status", status=status, path=PATHS[REFRESH])
    assert failure_of(lambda: conversation.send(REFRESH)).reply_lost
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
    assert failure_of(lambda: conversation.send(kind)).reply_lost
    assert conversation.sent(kind) == 1


@pytest.mark.parametrize("fault", [{"action": "truncate", "bytes": 9}, {"action": "reset", "stage": "after"}])
def test_a_login_whose_answer_is_lost_says_that_a_session_may_be_open(
    conversation: Conversation, fault: dict[str, Any]
) -> None:
    conversation.simulator.fault(path=PATHS[LOGIN], **fault)
    message = failure_of(lambda: conversation.send(LOGIN)).as_result()["msg"]
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
    assert failure_of(lambda: conversation.send(kind)).code == "timeout"
    assert conversation.sent(kind) == 1


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 409, 418, 500, 501, 505])
@pytest.mark.parametrize("kind", REQUESTS)
def test_any_other_status_is_final(conversation: Conversation, kind: str, status: int) -> None:
    conversation.simulator.fault(action="status", status=status, path=PATHS[kind])
    failure_of(lambda: conversation.send(kind))
    assert conversation.sent(kind) == 1


# The waits between


def test_waits_between_retries_double_from_half_a_second(simulator: Simulator, clock: MovableClock) -> None:
    simulator.fault(action="status", status=502, times=-1)
    ping(http_to(simulator.url, clock, retries=6))
    assert all(0.375 <= waited / 2**number <= 0.625 for number, waited in enumerate(clock.slept))


def test_no_two_hosts_wait_equally_long(simulator: Simulator, clock: MovableClock) -> None:
    simulator.configure(api_limit=0)
    simulator.fault(action="status", status=502, times=-1)
    for _host in range(8):
        ping(http_to(simulator.url, clock, retries=1))
    assert len(set(clock.slept)) == 8


@pytest.mark.parametrize("retries", [0, 1, 5])
def test_retries_says_how_often_a_request_is_sent_again(
    simulator: Simulator, clock: MovableClock, retries: int
) -> None:
    simulator.fault(action="status", status=503, times=-1)
    assert ping(http_to(simulator.url, clock, retries=retries)).status == 503
    assert len(simulator.log()) == 1 + retries


def test_failures_of_every_kind_count_together(simulator: Simulator, clock: MovableClock) -> None:
    simulator.fault(action="status", status=502)
    simulator.fault(action="reset", times=-1)
    failure_of(lambda: ping(http_to(simulator.url, clock, retries=2)))
    assert len(simulator.log()) == 3


def test_being_limited_uses_up_no_retry(simulator: Simulator, clock: MovableClock) -> None:
    simulator.fault(action="status", status=429, headers={"Retry-After": "1"}, times=5)
    assert ping(http_to(simulator.url, clock, retries=0)).status == 200


@pytest.mark.parametrize("failures", [1, 2, 3])
def test_an_exchange_takes_no_longer_than_announced(simulator: Simulator, clock: MovableClock, failures: int) -> None:
    simulator.fault(action="status", status=503, times=-1)
    http = http_to(simulator.url, clock, retries=failures)
    ping(http)
    assert sum(clock.slept) < http.connection.patience()


# Retry-After


HTTP_DATE = "Fri, 15 Jan 2027 08:00:{:02d} GMT"


def limited(**headers: str) -> bytes:
    return answer("429 Too Many Requests", b"Too many requests", "text/plain", **headers)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"Retry-After": "12"}, 12, id="seconds"),
        pytest.param({"Retry-After": " 12 "}, 12, id="seconds among blanks"),
        pytest.param({"Retry-After": HTTP_DATE.format(30), "Date": HTTP_DATE.format(10)}, 20, id="a date"),
        pytest.param({"Retry-After": HTTP_DATE.format(25)}, 25, id="a date, and none of the answer"),
        pytest.param({"Retry-After": HTTP_DATE.format(5), "Date": HTTP_DATE.format(10)}, 1, id="a date that is past"),
        pytest.param({"Retry-After": "0"}, 1, id="at once"),
        pytest.param({"Retry-After": "-5"}, 1, id="below zero"),
        pytest.param({"Retry-After": "1.5"}, 1, id="a fraction"),
        pytest.param({"Retry-After": "soon"}, 1, id="a word"),
        pytest.param({"Retry-After": "\u0661\u0662"}, 1, id="digits of another script"),
        pytest.param({}, 1, id="none"),
    ],
)
def test_a_limited_request_waits_as_long_as_asked(
    listen: Callable[..., Listener], clock: MovableClock, headers: dict[str, str], seconds: int
) -> None:
    server = listen(Answers(limited(**headers), answer()))
    ping(http_to(server.url(), clock))
    assert clock.slept == [seconds]


@pytest.mark.parametrize("seconds", ["61", "999999999", "9" * 5000])
def test_a_wait_longer_than_rate_limit_max_wait_is_not_begun(
    listen: Callable[..., Listener], clock: MovableClock, seconds: str
) -> None:
    server = listen(Answers(limited(Retry_After=seconds)))
    assert failure_of(lambda: ping(http_to(server.url(), clock))).code == "rate_limited"
    assert clock.slept == []


def test_a_wait_that_is_too_long_is_named(listen: Callable[..., Listener], clock: MovableClock) -> None:
    server = listen(Answers(limited(Retry_After="240")))
    error = failure_of(lambda: ping(http_to(server.url(), clock)))
    assert (error.retry_after, error.status) == (240, 429)


def test_the_message_says_how_long_to_wait(listen: Callable[..., Listener], clock: MovableClock) -> None:
    server = listen(Answers(limited(Retry_After="240")))
    assert "240 s" in failure_of(lambda: ping(http_to(server.url(), clock))).sentence


def test_all_waits_of_a_task_share_one_budget(listen: Callable[..., Listener], clock: MovableClock) -> None:
    server = listen(Answers(limited(Retry_After="25"), answer(), limited(Retry_After="25"), answer(), limited()))
    http = http_to(server.url(), clock, rate_limit_max_wait=60)
    for _request in range(2):
        ping(http)
    assert failure_of(lambda: ping(http)).code == "rate_limited"
    assert sum(clock.slept) == 60


def test_a_limiter_that_never_says_for_how_long_is_given_up(
    listen: Callable[..., Listener], clock: MovableClock
) -> None:
    server = listen(Answers(limited()))
    error = failure_of(lambda: ping(http_to(server.url(), clock, rate_limit_max_wait=5)))
    assert (clock.slept, error.retry_after) == ([1, 1, 1, 1, 1], None)


def test_with_no_budget_a_limited_request_fails_at_once(simulator: Simulator, clock: MovableClock) -> None:
    simulator.fault(action="status", status=429, headers={"Retry-After": "1"})
    failure_of(lambda: ping(http_to(simulator.url, clock, rate_limit_max_wait=0)))
    assert len(simulator.log()) == 1


def test_a_rate_limit_of_peertube_is_waited_for(simulator: Simulator, clock: MovableClock) -> None:
    simulator.configure(api_limit=2)
    clock.on_sleep = simulator.advance
    http = http_to(simulator.url, clock)
    assert [ping(http).status for _request in range(3)] == [200, 200, 200]


def test_retry_after_counts_on_503(listen: Callable[..., Listener], clock: MovableClock) -> None:
    server = listen(Answers(answer("503 Service Unavailable", Retry_After="20"), answer()))
    ping(http_to(server.url(), clock))
    assert clock.slept == [20]


@pytest.mark.parametrize("status", ["502 Bad Gateway", "504 Gateway Timeout"])
def test_retry_after_does_not_count_on_other_errors(
    listen: Callable[..., Listener], clock: MovableClock, status: str
) -> None:
    server = listen(Answers(answer(status, Retry_After="20"), answer()))
    ping(http_to(server.url(), clock))
    assert clock.slept[0] < 1


def test_retry_after_does_not_count_on_an_answer_that_was_not_limited(
    simulator: Simulator, clock: MovableClock
) -> None:
    simulator.fault(action="headers", headers={"Retry-After": "20"})
    ping(http_to(simulator.url, clock))
    assert clock.slept == []


def test_a_503_that_asks_for_more_than_the_budget_is_tried_again_soon(
    listen: Callable[..., Listener], clock: MovableClock
) -> None:
    server = listen(Answers(answer("503 Service Unavailable", Retry_After="3600"), answer()))
    ping(http_to(server.url(), clock))
    assert clock.slept[0] < 1


def test_waits_for_a_503_use_up_the_budget(listen: Callable[..., Listener], clock: MovableClock) -> None:
    server = listen(Answers(answer("503 Service Unavailable", Retry_After="40"), limited(Retry_After="40")))
    assert failure_of(lambda: ping(http_to(server.url(), clock))).code == "rate_limited"
    assert clock.slept == [40]


# wait_timeout


def pings_before(requests: list[dict[str, Any]]) -> int:
    return len(list(itertools.takewhile(lambda entry: entry["path"] == "/api/v1/ping", requests)))


def test_without_wait_timeout_nothing_is_asked_before(simulator: Simulator, clock: MovableClock) -> None:
    http_to(simulator.url, clock).exchange(Request("GET", "/config"))
    assert pings_before(simulator.log()) == 0


def test_an_instance_that_is_up_is_asked_once(simulator: Simulator, clock: MovableClock) -> None:
    http_to(simulator.url, clock, wait_timeout=60).exchange(Request("GET", "/config"))
    assert (pings_before(simulator.log()), clock.slept) == (1, [])


def test_it_is_asked_only_before_the_first_request(simulator: Simulator, clock: MovableClock) -> None:
    http = http_to(simulator.url, clock, wait_timeout=60)
    for _request in range(2):
        http.exchange(Request("GET", "/config"))
    assert [entry["path"] for entry in simulator.log()] == ["/api/v1/ping", "/api/v1/config", "/api/v1/config"]


@pytest.mark.parametrize(
    "starting",
    [
        pytest.param({"action": "status", "status": 502}, id="502"),
        pytest.param({"action": "status", "status": 503}, id="503"),
        pytest.param({"action": "status", "status": 404}, id="404"),
        pytest.param({"action": "html"}, id="a page of the proxy"),
        pytest.param({"action": "reset"}, id="a lost connection"),
        pytest.param({"action": "redirect", "location": "/maintenance"}, id="a redirect"),
    ],
)
def test_an_instance_that_is_starting_is_waited_for(
    simulator: Simulator, clock: MovableClock, starting: dict[str, Any]
) -> None:
    simulator.fault(path="/ping", times=6, **starting)
    reply = http_to(simulator.url, clock, wait_timeout=60).exchange(Request("GET", "/config"))
    assert (reply.status, pings_before(simulator.log())) == (200, 7)


def test_a_server_that_is_not_up_yet_is_waited_for(clock: MovableClock, listen: Callable[..., Listener]) -> None:
    port, servers = free_port(), []

    def start(seconds: float) -> None:
        if len(clock.slept) == 5:
            servers.append(listen(Answers(answer(body=b"pong")), port=port))

    clock.on_sleep = start
    assert ping(http_to(f"http://127.0.0.1:{port}", clock, wait_timeout=60)).status == 200


def test_the_wait_for_a_server_that_never_comes_ends_in_time(clock: MovableClock) -> None:
    http = http_to(f"http://127.0.0.1:{free_port()}", clock, wait_timeout=30, retries=0)
    assert failure_of(lambda: ping(http)).code == "unreachable"
    assert sum(clock.slept) == pytest.approx(30)


def test_a_waiting_task_asks_every_few_seconds(clock: MovableClock) -> None:
    http = http_to(f"http://127.0.0.1:{free_port()}", clock, wait_timeout=30, retries=0)
    failure_of(lambda: ping(http))
    assert all(0.375 <= waited / 2**number <= 0.625 for number, waited in enumerate(clock.slept[:4]))
    assert max(clock.slept) <= 5


def test_what_will_not_change_by_waiting_is_not_waited_for(
    listen: Callable[..., Listener], clock: MovableClock
) -> None:
    server = listen(Answers(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2**21))
    failure_of(lambda: ping(http_to(server.url(), clock, wait_timeout=60)))
    assert clock.slept == []


def test_an_instance_that_limits_is_up(listen: Callable[..., Listener], clock: MovableClock) -> None:
    server = listen(Answers(limited(Retry_After="3"), answer(body=b"pong")))
    ping(http_to(server.url(), clock, wait_timeout=60))
    assert clock.slept == []


# The server's clock


def test_the_servers_clock_is_not_known_before_it_answered(clock: MovableClock) -> None:
    assert http_to("http://127.0.0.1:1", clock).server_time() is None


def test_the_servers_clock_is_that_of_its_answers(listen: Callable[..., Listener], clock: MovableClock) -> None:
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
    listen: Callable[..., Listener], clock: MovableClock, date: str
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
