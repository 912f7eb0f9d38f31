# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An instance that is still starting."""

from __future__ import annotations

import itertools
from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Request
from harness.clock import MovableClock
from harness.server import Answers, Server, answer, free_port
from simulator.control import Simulator
from unit.conversations import failure_raised_by, http_to, limited, ping


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


def test_a_server_that_is_not_up_yet_is_waited_for(clock: MovableClock, listen: Callable[..., Server]) -> None:
    port, servers = free_port(), []

    def start(seconds: float) -> None:
        if len(clock.slept) == 5:
            servers.append(listen(Answers(answer(body=b"pong")), port=port))

    clock.on_sleep = start
    assert ping(http_to(f"http://127.0.0.1:{port}", clock, wait_timeout=60)).status == 200


def test_the_wait_for_a_server_that_never_comes_ends_in_time(clock: MovableClock) -> None:
    http = http_to(f"http://127.0.0.1:{free_port()}", clock, wait_timeout=30, retries=0)
    assert failure_raised_by(lambda: ping(http)).code == "unreachable"
    assert sum(clock.slept) == pytest.approx(30)


def test_a_waiting_task_asks_every_few_seconds(clock: MovableClock) -> None:
    http = http_to(f"http://127.0.0.1:{free_port()}", clock, wait_timeout=30, retries=0)
    failure_raised_by(lambda: ping(http))
    assert all(0.375 <= waited / 2**number <= 0.625 for number, waited in enumerate(clock.slept[:4]))
    assert max(clock.slept) <= 5


def test_what_will_not_change_by_waiting_is_not_waited_for(listen: Callable[..., Server], clock: MovableClock) -> None:
    server = listen(Answers(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2**21))
    failure_raised_by(lambda: ping(http_to(server.url(), clock, wait_timeout=60)))
    assert clock.slept == []


def test_an_instance_that_limits_is_up(listen: Callable[..., Server], clock: MovableClock) -> None:
    server = listen(Answers(limited(Retry_After="3"), answer(body=b"pong")))
    ping(http_to(server.url(), clock, wait_timeout=60))
    assert clock.slept == []


def test_after_the_wait_the_message_says_how_long_it_was(clock: MovableClock) -> None:
    http = http_to(f"http://127.0.0.1:{free_port()}", clock, wait_timeout=30)
    assert failure_raised_by(lambda: ping(http)).sentence.endswith("It had not started after 30 s (wait_timeout).")


def test_after_the_wait_an_error_of_the_gateway_says_how_long_it_was(simulator: Simulator, clock: MovableClock) -> None:
    simulator.configure(api_limit=0)
    simulator.fault(action="status", status=502, times=-1)
    http, request = http_to(simulator.url, clock, wait_timeout=30), Request("GET", "/config")
    error = http.error("server_error", "Failed.", request, http.exchange(request))
    assert error.sentence == "Failed. It had not started after 30 s (wait_timeout)."


def test_after_the_wait_nothing_is_tried_again(simulator: Simulator, clock: MovableClock) -> None:
    simulator.configure(api_limit=0)
    simulator.fault(action="status", status=502, times=-1)
    http_to(simulator.url, clock, wait_timeout=30).exchange(Request("GET", "/config"))
    assert [entry["path"] for entry in simulator.log()].count("/api/v1/config") == 1


def test_what_peertube_itself_answers_is_not_for_want_of_a_start(simulator: Simulator, clock: MovableClock) -> None:
    simulator.configure(api_limit=0)
    simulator.fault(action="status", status=404, path="/ping", times=-1)
    http, request = http_to(simulator.url, clock, wait_timeout=30), Request("GET", "/users/me")
    assert "started" not in http.error("forbidden", "No.", request, http.exchange(request)).sentence


def test_after_an_instance_has_started_it_is_tried_again_as_ever(simulator: Simulator, clock: MovableClock) -> None:
    simulator.fault(action="status", status=502, path="/config", times=-1)
    http_to(simulator.url, clock, wait_timeout=30).exchange(Request("GET", "/config"))
    assert [entry["path"] for entry in simulator.log()].count("/api/v1/config") == 4
