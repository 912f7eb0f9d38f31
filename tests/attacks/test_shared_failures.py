# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What fails for one of many processes fails for those that waited for it, and a wrong password is sent once."""

from __future__ import annotations

import os
import signal

import pytest
from attacks.processes import Process, run, run_in_turn, start_and_let_sleep
from harness.server import free_port
from harness.sessions import CLIENT, LOGIN, requests_to
from simulator.accounts import ROOT_PASSWORD

WRONG = "not the password"


def behind(play, first, others):
    """The first one is at the instance, which holds its request, while the others wait for the lock."""
    process = Process(first)
    play.simulator.wait_held()
    return process, start_and_let_sleep(others)


def results_of(processes):
    return [process.result() for process in processes]


def errors_in(results):
    return [{"msg": result["msg"], "error": result["error"]} for result in results if result.get("failed")]


def the_one_error(results):
    errors = errors_in(results)
    assert all(error == errors[0] for error in errors)
    return errors[0]["error"]


def test_50_processes_with_a_wrong_password_send_it_once(play):
    play.no_session()
    play.simulator.hold(path="/users/token")
    first, waiting = behind(play, play.token(password=WRONG), [play.token(password=WRONG) for _unused in range(49)])
    play.simulator.release()
    results = results_of([first, *waiting])
    assert len(errors_in(results)) == 50
    assert the_one_error(results)["code"] == "invalid_grant"
    assert requests_to(play.simulator) == [CLIENT, LOGIN]


def test_50_hosts_with_10_forks_and_a_wrong_password_send_it_once(play):
    play.no_session()
    results = list(run_in_turn((play.token(password=WRONG) for _unused in range(50)), forks=10))
    assert {result["error"]["code"] for result in results} == {"invalid_grant"}
    assert requests_to(play.simulator) == [CLIENT, LOGIN]


def test_a_wrong_password_is_not_sent_again_where_a_session_in_the_file_has_ended(play):
    """Asking about the session, and refreshing it, would each count at the instance as well."""
    play.ended_elsewhere()
    results = list(run_in_turn((play.token(password=WRONG) for _unused in range(20)), forks=5))
    assert {result["error"]["code"] for result in results} == {"invalid_grant"}
    counted = [request for request in requests_to(play.simulator) if "/users/token" in request]
    assert len(counted) == 2


def test_the_right_password_is_not_refused_because_another_was_wrong(play):
    play.no_session()
    play.simulator.hold(path="/users/token")
    others = [play.token(password=ROOT_PASSWORD if number % 2 else WRONG) for number in range(48)]
    first, waiting = behind(play, play.token(password=WRONG), others)
    play.simulator.release()
    results = results_of([first, *waiting])
    right = [result for result in results if not result.get("failed")]
    assert len({result["token"]["access_token"] for result in right}) == 1
    assert sum(result["changed"] for result in right) == 1
    counters = play.simulator.counters()
    assert (counters["logins"], counters["rejected_logins"], counters["limited"]) == (1, 1, 0)
    # Once there is a session, it is reused: its user is the wanted one, also for those whose password is wrong.
    assert len(right) >= 24


@pytest.mark.parametrize(("state", "task"), [("no_session", "token"), ("valid", "token"), ("valid", "logout")])
def test_50_processes_whose_connection_is_lost_ask_once(state, task, play):
    getattr(play, state)()
    play.simulator.hold()
    order = getattr(play, task)()
    first, waiting = behind(play, order, [order] * 49)
    # Which ends the connection without an answer.
    play.simulator.reset("faults")
    results = results_of([first, *waiting])
    assert len(errors_in(results)) == 50
    assert the_one_error(results)["code"] == "unreachable"
    assert len(play.simulator.log()) == 1


def test_50_processes_with_a_refused_connection_try_as_often_as_one(play):
    play.no_session()
    order = play.token(url=f"http://127.0.0.1:{free_port()}", retries=1)
    # Stopped between its two tries, while the others come and find the lock held.
    (first,) = start_and_let_sleep([order])
    os.kill(first.pid, signal.SIGSTOP)
    waiting = start_and_let_sleep([order] * 49)
    os.kill(first.pid, signal.SIGCONT)
    results = results_of([first, *waiting])
    assert the_one_error(results)["code"] == "unreachable"
    assert len(errors_in(results)) == 50
    assert [result["connects"] for result in results] == [2] + [0] * 49


def test_a_server_that_was_down_is_asked_anew_by_who_did_not_wait(play):
    play.no_session()
    play.simulator.fault(action="close", times=2)
    results = [run(play.token()) for _unused in range(3)]
    assert [result.get("action") or result["error"]["code"] for result in results] == [
        "unreachable",
        "unreachable",
        "login",
    ]
    assert play.files() == {"session", "session.lock"}
