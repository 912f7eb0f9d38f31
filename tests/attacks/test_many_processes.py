# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any number of processes share one session file: one of them logs in or refreshes, and the rest reuse."""

from __future__ import annotations

import pytest
from attacks.processes import Process, run_at_once, run_in_turn


def the_one_token(results):
    """The token that all of them returned; exactly one of them says that it changed something."""
    assert [result for result in results if result is None or result.get("failed")] == []
    assert sorted(result["changed"] for result in results) == [False] * (len(results) - 1) + [True]
    (token,) = {result["token"]["access_token"] for result in results}
    return token


@pytest.mark.parametrize(
    ("state", "logins", "refreshes"),
    [
        ("no_session", 1, 0),
        ("expired_access_token", 0, 1),
        ("expired_pair", 1, 0),
        ("ended_elsewhere", 1, 0),
    ],
)
def test_50_processes_at_once_make_one_grant(state, logins, refreshes, play):
    getattr(play, state)()
    # The one that logs in takes its time, while the others want to.
    play.simulator.configure(hash_delay=0.1)
    results = run_at_once(play.token() for _unused in range(50))
    assert play.alive() == {the_one_token(results)}
    counters = play.simulator.counters()
    assert (counters["logins"], counters["refreshes"], counters["limited"]) == (logins, refreshes, 0)
    assert play.files() == {"session", "session.lock"}


def test_50_processes_at_once_make_one_grant_although_the_first_one_is_killed_in_it(play):
    play.no_session()
    orders = [play.token(kill_at=60)] + [play.token() for _unused in range(49)]
    results = [result for result in run_at_once(orders) if result is not None]
    assert the_one_token(results) in play.alive()
    assert play.simulator.counters()["logins"] <= 2


def test_50_processes_at_once_end_once_what_a_killed_one_had_replaced(play):
    play.valid()
    play.simulator.hold(path="/users/revoke-token")
    killed = Process(play.token(force=True))
    play.simulator.wait_held()
    killed.kill()
    # Which ends the connection, with nothing done.
    play.simulator.reset("faults")
    assert len(play.alive()) == 2
    results = run_at_once(play.token() for _unused in range(50))
    assert {result["action"] for result in results} == {"reuse"}
    assert play.alive() == {result["token"]["access_token"] for result in results}
    assert play.simulator.counters()["revocations"] == 1


def test_50_processes_at_once_end_a_session_once(play):
    play.valid()
    results = run_at_once(play.logout() for _unused in range(50))
    assert sorted(result["revoked"] for result in results) == [0] * 49 + [1]
    assert play.simulator.counters()["revocations"] == 1
    assert play.simulator.tokens() == []
    assert play.files() == {"session.lock"}


def test_logins_and_logouts_at_once_leave_the_session_that_the_file_holds_or_none(play):
    play.no_session()
    results = run_at_once(play.token() if number % 2 else play.logout() for number in range(24))
    assert [result for result in results if result is None or result.get("failed")] == []
    kept = play.kept()
    assert play.alive() == ({kept.token.access_token} if kept else set())


def test_200_hosts_with_20_forks_are_one_login(play):
    play.no_session()
    results = list(run_in_turn((play.token() for _unused in range(200)), forks=20))
    assert play.alive() == {the_one_token(results)}
    counters = play.simulator.counters()
    assert (counters["logins"], counters["limited"], counters["requests"]) == (1, 0, 2)
