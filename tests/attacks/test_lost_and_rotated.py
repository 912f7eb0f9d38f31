# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one machine cannot prevent: an answer that does not arrive, a clock that jumps, another machine."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.clock import Clock
from attacks.play import DAY, Play
from attacks.processes import Process, run
from harness.sessions import instance_at

YEAR = 365 * DAY
LOST = [{"action": "reset"}, {"action": "close"}, {"action": "truncate", "bytes": 30}]


class TestLostReply:
    """The instance rotated, and its answer did not arrive."""

    @pytest.fixture(autouse=True, params=LOST, ids=lambda fault: fault["action"])
    def lost(self, request, play):
        play.expired_access_token()
        rule = request.param if request.param["action"] == "truncate" else {**request.param, "stage": "after"}
        play.simulator.fault(path="/users/token", grant_type="refresh_token", **rule)

    def test_the_same_run_logs_in_with_a_warning(self, play):
        result = run(play.token(retries=3))
        assert (result["action"], result["changed"]) == ("login", True)
        assert "the answer to its refresh did not arrive" in " ".join(result["warnings"])
        assert result["token"]["access_token"] in play.alive()
        assert play.simulator.counters()["refreshes"] == 1
        assert run(play.token())["action"] == "reuse"

    def test_without_a_password_the_error_says_what_happened(self, play):
        result = run(play.token(password=None, retries=3))
        assert (result["failed"], result["error"]["code"]) == (True, "session_ended")
        assert "the answer to its refresh did not arrive" in result["msg"]
        assert "Set username and password" in result["msg"]

    def test_a_logout_after_it_does_not_claim_that_the_session_ended(self, play):
        run(play.token(password=None))
        result = run(play.logout())
        assert (result["changed"], len(play.simulator.tokens())) == (False, 1)
        assert "may still be open, under a token that nobody knows" in " ".join(result["warnings"])

    def test_a_run_with_the_password_after_one_without_recovers(self, play):
        run(play.token(password=None))
        result = run(play.token())
        assert result["token"]["access_token"] in play.alive()


class TestClock:
    def test_a_year_forward_or_back_between_two_runs_is_no_crash_and_no_storm_of_logins(self, play):
        play.no_session()
        for ahead in (0, YEAR, 0, -YEAR, 0, YEAR, -YEAR):
            for _unused in range(3):
                result = run(play.token(ahead=ahead))
                assert not result.get("failed"), result
                assert result["token"]["access_token"] in play.alive()
        # The first, and one when the year was believed to have passed.
        assert play.simulator.counters()["logins"] == 2
        assert play.simulator.counters()["refreshes"] == 0
        # The one that was believed to have expired is ended.
        assert len(play.simulator.tokens()) == 1

    @pytest.mark.parametrize(("first", "then"), list(itertools.permutations((0, YEAR, -YEAR), 2)))
    def test_a_session_that_ended_meanwhile_is_not_reused(self, first, then, play):
        play.no_session()
        run(play.token(ahead=first))
        play.simulator.revoke_all()
        result = run(play.token(ahead=then))
        assert (result["action"], result["token"]["access_token"] in play.alive()) == ("login", True)

    @pytest.mark.parametrize("ahead", [YEAR, -YEAR])
    def test_a_machine_whose_clock_is_always_wrong_works_like_any_other(self, ahead, play):
        play.no_session()
        actions = [run(play.token(ahead=ahead))["action"] for _unused in range(5)]
        assert actions == ["login"] + ["reuse"] * 4
        assert play.simulator.counters()["requests"] == 2

    @pytest.mark.parametrize("ahead", [YEAR, -YEAR])
    def test_a_logout_ends_the_session_all_the_same(self, ahead, play):
        play.valid()
        assert run(play.logout(ahead=ahead))["revoked"] == 1
        assert play.simulator.tokens() == []

    def test_a_year_that_has_passed_is_one_login(self, play):
        play.no_session()
        run(play.token())
        play.simulator.advance(YEAR)
        assert [run(play.token(ahead=YEAR))["action"] for _unused in range(5)] == ["login"] + ["reuse"] * 4


class TestAnotherMachine:
    """It shares the file, but not the lock."""

    @staticmethod
    def rotate(play, session):
        """What it does while the refresh of a task is on its way."""
        instance = instance_at(play.simulator, Clock())
        token = instance.refresh(session.client, session.token.refresh_token)
        rotated = dataclasses.replace(session, token=token, checked_at=token.issued_at)
        other = Play(play.simulator, play.path.with_name("of-another-machine"))
        other.store().write(rotated)
        other.path.rename(play.path)
        return rotated

    @pytest.fixture
    def held(self, play):
        """A session, and a task that is about to refresh it."""

        def start(order):
            session = play.expired_access_token()
            play.simulator.hold(path="/users/token", stage="before")
            process = Process(order)
            play.simulator.wait_held()
            return session, process

        return start

    def test_its_session_is_reused_after_invalid_grant(self, play, held):
        session, process = held(play.token())
        rotated = self.rotate(play, session)
        play.simulator.release()
        result = process.result()
        assert (result["action"], result["changed"]) == ("reuse", False)
        assert result["token"]["access_token"] == rotated.token.access_token
        assert play.simulator.counters()["logins"] == 0

    def test_its_session_needs_no_password(self, play, held):
        session, process = held(play.token(password=None))
        rotated = self.rotate(play, session)
        play.simulator.release()
        assert process.result()["token"]["access_token"] == rotated.token.access_token

    def test_its_session_is_ended_by_a_logout_too(self, play, held):
        session, process = held(play.logout())
        self.rotate(play, session)
        play.simulator.release()
        assert not process.result().get("failed")
        assert play.path.exists() or play.simulator.tokens() == []

    def test_its_logout_is_a_login_here(self, play, held):
        _unused, process = held(play.token())
        play.simulator.revoke_all()
        play.path.unlink()
        play.simulator.release()
        result = process.result()
        assert (result["action"], result["token"]["access_token"] in play.alive()) == ("login", True)
