# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pauses between two tries, and the waits that a server asks for."""

from __future__ import annotations

from typing import Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import (
    ANSWER_TIMEOUTS,
    Connection,
    pause_after,
)
from harness.clock import MovableClock
from harness.server import Answers, Server, answer
from simulator.control import Simulator
from unit.conversations import failure_raised_by, http_to, limited, ping

# The waits between


def test_waits_between_retries_double_from_half_a_second(simulator: Simulator, clock: MovableClock) -> None:
    simulator.fault(action="status", status=502, times=-1)
    ping(http_to(simulator.url, clock, retries=6))
    assert all(0.375 <= waited / 2**number <= 0.625 for number, waited in enumerate(clock.slept))


def test_no_wait_between_retries_is_longer_than_a_minute(simulator: Simulator, clock: MovableClock) -> None:
    simulator.configure(api_limit=0)
    simulator.fault(action="status", status=502, times=-1)
    ping(http_to(simulator.url, clock, retries=20))
    assert 45 <= max(clock.slept) <= 75


@pytest.mark.parametrize(("failures", "seconds"), [(1, 0.5), (2, 1), (7, 32), (8, 60), (2000, 60)])
def test_a_pause_is_bounded_after_any_number_of_failures(failures: int, seconds: float) -> None:
    assert pause_after(failures) == seconds


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
    failure_raised_by(lambda: ping(http_to(simulator.url, clock, retries=2)))
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
    listen: Callable[..., Server], clock: MovableClock, headers: dict[str, str], seconds: int
) -> None:
    server = listen(Answers(limited(**headers), answer()))
    ping(http_to(server.url(), clock))
    assert clock.slept == [seconds]


@pytest.mark.parametrize("seconds", ["61", "999999999", "9" * 5000])
def test_a_wait_longer_than_rate_limit_max_wait_is_not_begun(
    listen: Callable[..., Server], clock: MovableClock, seconds: str
) -> None:
    server = listen(Answers(limited(Retry_After=seconds)))
    assert failure_raised_by(lambda: ping(http_to(server.url(), clock))).code == "rate_limited"
    assert clock.slept == []


def test_a_wait_that_is_too_long_is_named(listen: Callable[..., Server], clock: MovableClock) -> None:
    server = listen(Answers(limited(Retry_After="240")))
    error = failure_raised_by(lambda: ping(http_to(server.url(), clock)))
    assert (error.retry_after, error.status) == (240, 429)


def test_the_message_says_how_long_to_wait(listen: Callable[..., Server], clock: MovableClock) -> None:
    server = listen(Answers(limited(Retry_After="240")))
    assert "240 s" in failure_raised_by(lambda: ping(http_to(server.url(), clock))).sentence


def test_all_waits_of_a_task_share_one_budget(listen: Callable[..., Server], clock: MovableClock) -> None:
    server = listen(Answers(limited(Retry_After="25"), answer(), limited(Retry_After="25"), answer(), limited()))
    http = http_to(server.url(), clock, rate_limit_max_wait=60)
    for _request in range(2):
        ping(http)
    assert failure_raised_by(lambda: ping(http)).code == "rate_limited"
    assert sum(clock.slept) == 60


def test_a_limiter_that_never_says_for_how_long_is_given_up(listen: Callable[..., Server], clock: MovableClock) -> None:
    server = listen(Answers(limited()))
    error = failure_raised_by(lambda: ping(http_to(server.url(), clock, rate_limit_max_wait=5)))
    assert (clock.slept, error.retry_after) == ([1, 1, 1, 1, 1], None)


def test_with_no_budget_a_limited_request_fails_at_once(simulator: Simulator, clock: MovableClock) -> None:
    simulator.fault(action="status", status=429, headers={"Retry-After": "1"})
    failure_raised_by(lambda: ping(http_to(simulator.url, clock, rate_limit_max_wait=0)))
    assert len(simulator.log()) == 1


def test_a_rate_limit_of_peertube_is_waited_for(simulator: Simulator, clock: MovableClock) -> None:
    simulator.configure(api_limit=2)
    clock.on_sleep = simulator.advance
    http = http_to(simulator.url, clock)
    assert [ping(http).status for _request in range(3)] == [200, 200, 200]


def test_retry_after_counts_on_503(listen: Callable[..., Server], clock: MovableClock) -> None:
    server = listen(Answers(answer("503 Service Unavailable", Retry_After="20"), answer()))
    ping(http_to(server.url(), clock))
    assert clock.slept == [20]


@pytest.mark.parametrize("status", ["502 Bad Gateway", "504 Gateway Timeout"])
def test_retry_after_does_not_count_on_other_errors(
    listen: Callable[..., Server], clock: MovableClock, status: str
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
    listen: Callable[..., Server], clock: MovableClock
) -> None:
    server = listen(Answers(answer("503 Service Unavailable", Retry_After="3600"), answer()))
    ping(http_to(server.url(), clock))
    assert clock.slept[0] < 1


def test_waits_for_a_503_use_up_the_budget(listen: Callable[..., Server], clock: MovableClock) -> None:
    server = listen(Answers(answer("503 Service Unavailable", Retry_After="40"), limited(Retry_After="40")))
    assert failure_raised_by(lambda: ping(http_to(server.url(), clock))).code == "rate_limited"
    assert clock.slept == [40]


# What is said of a wait


def said(listen: Callable[..., Server], clock: MovableClock, *answers: bytes) -> list[tuple[str, int]]:
    """What the user was told, and after how many waits."""
    told: list[tuple[str, int]] = []
    connection = Connection(listen(Answers(*answers)).url())
    ping(Http(connection, clock=clock, say=lambda message: told.append((message, len(clock.slept)))))
    return told


def test_a_wait_for_a_rate_limit_is_announced_with_its_seconds(
    listen: Callable[..., Server], clock: MovableClock
) -> None:
    ((message, waits_before),) = said(listen, clock, limited(Retry_After="48"), answer())
    assert ("wants 48 s of waiting" in message, waits_before) == (True, 0)


def test_a_wait_for_an_instance_that_is_not_available_is_announced(
    listen: Callable[..., Server], clock: MovableClock
) -> None:
    ((message, waits_before),) = said(listen, clock, answer("503 Service Unavailable", Retry_After="20"), answer())
    assert ("wants 20 s of waiting" in message, waits_before) == (True, 0)


def test_a_short_wait_is_not_announced(listen: Callable[..., Server], clock: MovableClock) -> None:
    assert said(listen, clock, limited(Retry_After="4"), answer()) == []


# How long all of it may take


def test_others_wait_for_as_long_as_whole_answers_may_take() -> None:
    connection = Connection("https://video.example.com", timeout=10, retries=1, rate_limit_max_wait=0)
    assert connection.patience() >= 2 * ANSWER_TIMEOUTS * 10
