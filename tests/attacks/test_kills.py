# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A process is killed at every step it takes, and the next one finds the old session or the new one, whole."""

from __future__ import annotations

import os
import re
import stat

import pytest
from attacks.play import DAY
from attacks.processes import Process, run
from harness.sessions import access_tokens

# What a process finds, and what it then does.
LOGIN = ("no_session", "token", {})
LOGIN_AGAIN = ("valid", "token", {"force": True})
LOGIN_AGAIN_OF_EXPIRED = ("expired_access_token", "token", {"force": True})
REUSE = ("valid", "token", {})
REFRESH = ("expired_access_token", "token", {})
REFRESH_EARLY = ("just_checked", "token", {"min_validity": 2 * DAY})
LOGIN_AFTER_REFRESH = ("ended_elsewhere", "token", {})
LOGOUT = ("just_checked", "logout", {})
LOGOUT_OF_EXPIRED = ("expired_access_token", "logout", {})
# Every fourth step in each run, of every scenario other ones; with 1 all, some 2,300.
STRIDE = int(os.environ.get("PEERTUBE_TEST_KILL_STRIDE", "4"))

# What the next process says where one may go on that neither of them can end.
UNSEEN = re.compile("session may (still )?be open")

SCENARIOS = {
    "login": LOGIN,
    "login again": LOGIN_AGAIN,
    "login again, of an expired token": LOGIN_AGAIN_OF_EXPIRED,
    "reuse": REUSE,
    "refresh": REFRESH,
    "refresh early": REFRESH_EARLY,
    "login after refresh": LOGIN_AFTER_REFRESH,
    "logout": LOGOUT,
    "logout of an expired token": LOGOUT_OF_EXPIRED,
}


def found(play, state):
    """The session that the process will find."""
    return getattr(play, state)()


def order(play, task, options, **more):
    return getattr(play, task)(**options, **more)


def check_what_is_left(play, old, task):
    """Whole, private, and the old session or one that the instance opened (which a logout may have ended since)."""
    for path in play.path.parent.iterdir():
        assert path.name in ("session", "session.lock", "session.new")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = play.kept()
    if task == "token" and kept is not None and kept.token != getattr(old, "token", None):
        assert kept.token.access_token in access_tokens(play.simulator)


def check_that_the_next_one_recovers(play, following):
    """Whether somebody runs the same task again, or another play comes and begins with its login."""
    result = run(following)
    assert not result.get("failed"), result["msg"]
    if following.task == "token":
        assert result["token"]["access_token"] in play.alive(), "a token that is no longer good was returned"
        assert play.files() == {"session", "session.lock"}
    else:
        assert play.files() == {"session.lock"}
    return result


def orphans(play):
    """Tokens that are good, and that nobody knows."""
    kept = play.kept()
    return play.alive() - {kept.token.access_token if kept else None}


@pytest.fixture
def unlimited(play):
    play.simulator.configure(login_limit=0, api_limit=0)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.usefixtures("unlimited")
def test_killed_at_any_step_the_session_is_the_old_or_the_new_one(scenario, play, record_property):
    state, task, options = SCENARIOS[scenario]
    found(play, state)
    steps = run(order(play, task, options, count_steps=True))["steps"]
    defects = []
    kills = range(1 + list(SCENARIOS).index(scenario) % STRIDE, steps + 1, STRIDE)
    for step in kills:
        old = found(play, state)
        assert Process(order(play, task, options, kill_at=step)).result() is None
        lost = orphans(play)
        try:
            check_what_is_left(play, old, task)
            following = order(play, task, options) if step // STRIDE % 2 else play.token()
            result = check_that_the_next_one_recovers(play, following)
            assert not lost & orphans(play) or UNSEEN.search(str(result.get("warnings"))), "a session is open, unsaid"
        except AssertionError as defect:
            defects.append((step, str(defect).splitlines()[0]))
    record_property("kills", len(kills))
    assert defects == []


@pytest.mark.parametrize("stage", ["before", "after"])
@pytest.mark.parametrize(
    ("scenario", "request_"),
    [
        ("login", {"path": "/oauth-clients/local"}),
        ("login", {"path": "/users/token"}),
        ("login again", {"path": "/users/revoke-token"}),
        ("reuse", {"path": "/users/me"}),
        ("refresh", {"path": "/users/token"}),
        ("refresh early", {"path": "/users/token"}),
        ("login after refresh", {"path": "/users/token", "grant_type": "password"}),
        ("logout", {"path": "/users/revoke-token"}),
        ("logout of an expired token", {"path": "/users/token"}),
        ("logout of an expired token", {"path": "/users/revoke-token"}),
    ],
)
def test_killed_while_it_waits_for_an_answer_the_session_is_the_old_or_the_new_one(scenario, request_, stage, play):
    state, task, options = SCENARIOS[scenario]
    for following in (order(play, task, options), play.token()):
        old = found(play, state)
        play.simulator.hold(stage=stage, **request_)
        process = Process(order(play, task, options))
        play.simulator.wait_held()
        process.kill()
        play.simulator.release()
        check_what_is_left(play, old, task)
        check_that_the_next_one_recovers(play, following)


@pytest.mark.parametrize("task", ["token", "logout"])
def test_killed_before_the_answer_to_a_refresh_the_next_one_says_that_a_session_may_be_open(task, play):
    play.expired_access_token()
    play.simulator.hold(path="/users/token", stage="after")
    process = Process(order(play, task, {}))
    play.simulator.wait_held()
    process.kill()
    play.simulator.release()
    result = run(order(play, task, {}))
    assert "may still be open, under a token that nobody knows" in " ".join(result["warnings"])


@pytest.mark.parametrize("following", ["token", "logout"])
def test_killed_before_the_answer_to_a_login_the_next_one_says_once_that_a_session_may_be_open(following, play):
    play.no_session()
    play.simulator.hold(path="/users/token", stage="after")
    process = Process(play.token())
    play.simulator.wait_held()
    process.kill()
    play.simulator.release()
    assert play.files() == {"session.lock", "session.new"}
    first, second = run(order(play, following, {})), run(play.token())
    assert "A session may be open, under a token that nobody knows" in " ".join(first["warnings"])
    assert "warnings" not in second


def test_killed_before_a_login_was_sent_nothing_is_said(play):
    play.no_session()
    play.simulator.hold(path="/oauth-clients/local")
    process = Process(play.token())
    play.simulator.wait_held()
    process.kill()
    play.simulator.release()
    assert "warnings" not in run(play.token())


def test_a_process_that_is_killed_lets_the_next_one_in(play):
    play.no_session()
    play.simulator.hold(path="/users/token")
    process = Process(play.token())
    play.simulator.wait_held()
    waiting = Process(play.token())
    process.kill()
    assert waiting.result()["action"] == "login"
    play.simulator.release()


def test_a_process_that_is_stopped_and_goes_on_later_does_not_undo_what_others_did(play):
    """It still has the lock when it goes on, so nobody did anything."""
    play.expired_access_token()
    play.simulator.hold(path="/users/token", stage="after")
    process = Process(play.token())
    play.simulator.wait_held()
    assert os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG) is None
    waiting = Process(play.token())
    play.simulator.release()
    first, second = process.result(), waiting.result()
    assert (first["action"], second["action"]) == ("refresh", "reuse")
    assert first["token"]["access_token"] == second["token"]["access_token"]
