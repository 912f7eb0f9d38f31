# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of peertube_logout with its effects: each row at the simulator, with the requests that it takes."""

from __future__ import annotations

import contextlib
import os
import signal

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.end import end_session
from ansible_collections.peertube.peertube.plugins.module_utils._session.format import load
from harness.sessions import (
    CLIENT,
    REFRESH,
    REVOKE,
    WHO_AM_I,
    SessionTasks,
    access_tokens,
    given,
    instance_at,
    log_in,
    requests_to,
    session_file_at,
)
from simulator.accounts import ALICE
from unit.children import held_in_child

DAY = 86400
ANSWERED_BY_A_PROXY = {"action": "status", "status": 401, "body": "Authorization Required", "content_type": "text/html"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "session"


@pytest.fixture
def log_out(simulator, clock, path):
    """Run peertube_logout, with the session file unless a session is given."""

    def run(session=None, sessions="current", check_mode=False):
        return SessionTasks(simulator, clock, None if session else path).end(session, sessions, check_mode)

    return run


@pytest.fixture
def kept(simulator, clock, path):
    """The session in the file."""
    return SessionTasks(simulator, clock, path).keep(log_in(simulator, clock))


class TestCurrent:
    def test_an_access_token_revokes_its_session(self, simulator, clock, log_out):
        session = given(log_in(simulator, clock), refresh_token=False)
        assert log_out(session).revoked == 1
        assert requests_to(simulator) == [REVOKE]
        assert simulator.tokens() == []

    def test_a_session_in_the_file_ends_and_its_file_goes(self, simulator, kept, path, log_out):
        ended = log_out()
        assert (ended.revoked, ended.before) == (1, kept)
        assert requests_to(simulator) == [REVOKE]
        assert not path.exists()

    def test_no_file_is_unchanged_and_asks_nothing(self, simulator, log_out):
        ended = log_out()
        assert (ended.revoked, ended.before) == (0, None)
        assert requests_to(simulator) == []

    def test_a_second_logout_is_unchanged(self, simulator, clock, log_out):
        session = given(log_in(simulator, clock))
        assert [log_out(session).revoked for _unused in range(2)] == [1, 0]

    def test_with_an_access_token_that_expired_the_refresh_token_is_ended_too(self, simulator, clock, log_out):
        session = given(log_in(simulator, clock))
        simulator.expire(access=True)
        assert log_out(session).revoked == 1
        assert requests_to(simulator) == [REVOKE, CLIENT, REFRESH, REVOKE]
        assert simulator.tokens() == []

    def test_with_a_known_client_pair_that_is_a_request_less(self, simulator, kept, path, log_out):
        simulator.expire(access=True)
        assert log_out().revoked == 1
        assert requests_to(simulator) == [REVOKE, REFRESH, REVOKE]
        assert not path.exists()

    def test_with_a_known_expiry_another_one(self, simulator, clock, kept, path, log_out):
        simulator.expire(access=True)
        clock.moment += DAY
        assert log_out().revoked == 1
        assert requests_to(simulator) == [REFRESH, REVOKE]
        assert simulator.tokens() == []
        assert not path.exists()

    def test_a_refresh_token_alone_ends_its_session(self, simulator, clock, log_out):
        session = given(log_in(simulator, clock), access_token=False)
        assert log_out(session).revoked == 1
        assert requests_to(simulator) == [CLIENT, REFRESH, REVOKE]
        assert simulator.tokens() == []

    def test_an_expired_access_token_alone_is_unchanged(self, simulator, clock, log_out):
        session = given(log_in(simulator, clock), refresh_token=False)
        simulator.expire(access=True)
        ended = log_out(session)
        assert ended.revoked == 0
        (warning,) = ended.warnings
        assert "its session is open as long as its refresh token is good" in warning

    @pytest.mark.parametrize("known", [{}, {"access_token": False}])
    def test_with_the_refresh_token_there_is_no_doubt(self, known, simulator, clock, log_out):
        session = given(log_in(simulator, clock), **known)
        simulator.revoke_all()
        assert (log_out(session).revoked, log_out(session).warnings) == (0, ())

    def test_an_access_token_alone_that_is_good_leaves_no_doubt(self, simulator, clock, log_out):
        assert log_out(given(log_in(simulator, clock), refresh_token=False)).warnings == ()

    def test_invalid_grant_means_that_the_session_had_ended(self, simulator, kept, path, log_out):
        simulator.revoke_all()
        ended = log_out()
        assert (ended.revoked, ended.before) == (0, kept)
        assert requests_to(simulator) == [REVOKE, REFRESH]
        assert not path.exists()

    def test_a_machine_whose_clock_is_ahead_still_ends_the_session(self, simulator, clock, kept, log_out):
        clock.moment += 365 * DAY
        assert log_out().revoked == 1
        assert simulator.tokens() == []

    def test_a_login_that_was_replaced_is_ended_without_a_file(self, simulator, clock):
        session = log_in(simulator, clock)
        end_session(instance_at(simulator, clock), session, session.client)
        assert simulator.tokens() == []


class TestFailures:
    def test_a_401_that_is_not_peertubes_own_is_one_and_the_file_stays(self, simulator, kept, path, log_out):
        simulator.fault(path="/users/revoke-token", **ANSWERED_BY_A_PROXY)
        with pytest.raises(PeerTubeError) as failed:
            log_out()
        assert failed.value.code == "proxy_unauthorized"
        assert load(path.read_bytes(), simulator.url).token == kept.token
        assert access_tokens(simulator) == {kept.token.access_token}

    def test_a_revocation_without_an_answer_is_sent_again_and_after_401_the_refresh_token_tells(
        self, simulator, kept, path, log_out
    ):
        simulator.fault(action="reset", stage="after", path="/users/revoke-token")
        assert log_out().revoked == 1
        assert requests_to(simulator) == [REVOKE, REVOKE, REFRESH]
        assert not path.exists()

    def test_a_session_of_which_a_logout_may_have_been_lost_is_not_trusted(self, simulator, clock, kept, path, log_out):
        simulator.fault(action="reset", stage="after", path="/users/revoke-token", times=-1)
        with pytest.raises(PeerTubeError):
            log_out()
        assert path.exists()
        clock.moment = kept.checked_at + 59
        outcome = SessionTasks(simulator, clock, path).obtain(revalidate_after=60)
        assert access_tokens(simulator) == {outcome.session.token.access_token}

    def test_a_refresh_without_an_answer_says_that_the_session_may_be_open(self, simulator, clock, kept, path, log_out):
        clock.moment += DAY
        simulator.fault(action="reset", stage="after", path="/users/token")
        with pytest.raises(PeerTubeError) as failed:
            log_out()
        assert "may still be open" in failed.value.sentence
        assert requests_to(simulator) == [REFRESH]
        assert path.exists()

    @pytest.mark.parametrize(("rotated", "stage"), [(True, "after"), (False, "before")])
    def test_the_next_logout_says_so_too_unless_the_session_was_still_the_known_one(
        self, rotated, stage, simulator, clock, kept, path, log_out
    ):
        clock.moment += DAY
        simulator.fault(action="reset", stage=stage, path="/users/token")
        with pytest.raises(PeerTubeError):
            log_out()
        ended = log_out()
        assert (ended.revoked, ended.lost) == ((0, True) if rotated else (1, False))
        assert len(simulator.tokens()) == int(rotated)
        assert not path.exists()

    @pytest.mark.parametrize("noticed", ["by its expiry", "by a 401"])
    def test_a_logout_after_a_lost_refresh_of_a_token_that_was_checked_first_says_so_too(
        self, noticed, simulator, clock, kept, path, log_out
    ):
        """The check had found that the access token is no longer good."""
        simulator.expire(access=True)
        clock.moment += DAY if noticed == "by its expiry" else 61
        simulator.fault(action="reset", stage="after", path="/users/token")
        with pytest.raises(PeerTubeError):
            SessionTasks(simulator, clock, path).obtain(credentials=None, min_validity=0)
        assert requests_to(simulator) == [WHO_AM_I, REFRESH]
        assert (log_out().lost, len(simulator.tokens())) == (True, 1)

    def test_no_token_that_came_into_the_file_meanwhile_is_repeated(self, simulator, clock, kept, path, log_out):
        """The instance has ended the session, another process has written a new one, and the instance echoes."""
        simulator.revoke_all()
        simulator.fault(action="status", status=429, path="/users/token", grant_type="refresh_token")
        new = []

        def replace(seconds):
            if not new:
                new.append(log_in(simulator, clock))
                session_file_at(simulator, clock, path).write(new[0])
                simulator.fault(action="echo", path="/users/revoke-token")

        clock.on_sleep = replace
        with pytest.raises(PeerTubeError) as failed:
            log_out()
        assert "repeats a secret" in failed.value.detail

    def test_after_a_refresh_whose_token_could_not_be_revoked_the_file_holds_it(
        self, simulator, clock, kept, path, log_out
    ):
        clock.moment += DAY
        simulator.fault(path="/users/revoke-token", **ANSWERED_BY_A_PROXY)
        with pytest.raises(PeerTubeError):
            log_out()
        assert log_out().revoked == 1
        assert simulator.tokens() == []

    @pytest.mark.parametrize("known_expired", [False, True])
    def test_a_session_that_came_into_the_file_meanwhile_stays_or_ends(
        self, known_expired, simulator, clock, kept, path, log_out
    ):
        """Another machine, or a process that does not know the lock, rotated it: what is alive is never forgotten."""
        simulator.expire(access=True)
        clock.moment += DAY if known_expired else 0
        rotated = []

        def replace(seconds):
            if not rotated:
                simulator.revoke_all()
                rotated.append(log_in(simulator, clock))
                session_file_at(simulator, clock, path).write(rotated[0])

        simulator.fault(action="status", status=429, path="/users/token", grant_type="refresh_token")
        clock.on_sleep = replace
        log_out()
        assert rotated
        assert path.exists() or simulator.tokens() == []

    def test_one_that_another_process_ends_meanwhile_is_unchanged(self, simulator, clock, kept, path, log_out):
        with held_in_child(session_file_at(simulator, clock, path).locked) as holder:

            def end(seconds):
                path.unlink(missing_ok=True)
                with contextlib.suppress(ChildProcessError):
                    os.kill(holder, signal.SIGKILL)
                    os.waitpid(holder, 0)

            clock.on_sleep = end
            ended = log_out()
        assert (ended.revoked, ended.before) == (0, None)
        assert requests_to(simulator) == []


class TestOthersAndAll:
    @pytest.fixture
    def others(self, simulator, clock):
        """Another session of root, and one of another user."""
        root, alice = log_in(simulator, clock), log_in(simulator, clock, ALICE)
        return {"root": root.token.access_token, "alice": alice.token.access_token}

    def test_others_ends_every_other_session_of_the_user(self, simulator, others, kept, path, log_out):
        assert log_out(sessions="others").revoked == 1
        assert access_tokens(simulator) == {kept.token.access_token, others["alice"]}
        assert path.exists()

    def test_others_a_second_time_is_unchanged(self, others, kept, log_out):
        assert [log_out(sessions="others").revoked for _unused in range(2)] == [1, 0]

    def test_all_ends_the_current_one_too(self, simulator, others, kept, path, log_out):
        assert log_out(sessions="all").revoked == 2
        assert access_tokens(simulator) == {others["alice"]}
        assert not path.exists()

    def test_more_than_a_page_of_sessions_ends(self, simulator, clock, kept, log_out):
        simulator.configure(api_limit=0, login_limit=0)
        for _unused in range(101):
            log_in(simulator, clock)
        assert log_out(sessions="others").revoked == 101
        assert access_tokens(simulator) == {kept.token.access_token}

    def test_an_end_half_way_says_how_many_were_ended(self, simulator, clock, kept, log_out):
        for _unused in range(3):
            log_in(simulator, clock)
        simulator.fault(action="status", status=500, path="/users/*/token-sessions/*/revoke", skip=2)
        with pytest.raises(PeerTubeError) as failed:
            log_out(sessions="others")
        assert failed.value.sentence.endswith("Of 3 other sessions, 2 had been ended before.")
        assert (failed.value.code, len(simulator.tokens())) == ("server_error", 2)

    @pytest.mark.parametrize("sessions", ["others", "all"])
    def test_an_expired_access_token_is_renewed_for_it(self, sessions, simulator, others, kept, path, log_out):
        simulator.expire(access=True)
        assert log_out(sessions=sessions).revoked == {"others": 1, "all": 2}[sessions]
        assert path.exists() == (sessions == "others")
        left = access_tokens(simulator) - {others["alice"]}
        assert len(left) == (1 if sessions == "others" else 0)

    def test_others_with_tokens_from_options_leaves_the_current_session_usable(self, simulator, others, clock, log_out):
        """A refresh would rotate the pair, and the result has no place for the new one."""
        session = log_in(simulator, clock)
        simulator.expire(access=True)
        with pytest.raises(PeerTubeError) as failed:
            log_out(given(session), sessions="others")
        assert failed.value.code == "session_ended"
        assert "peertube_token" in failed.value.remedy
        assert session.token.access_token in access_tokens(simulator)

    @pytest.mark.parametrize("sessions", ["others", "all"])
    def test_a_refresh_token_alone_cannot_end_others_and_is_not_tried(self, sessions, simulator, clock, log_out):
        session = log_in(simulator, clock)
        with pytest.raises(PeerTubeError) as failed:
            log_out(given(session, access_token=False), sessions=sessions)
        assert failed.value.code == "session_ended"
        assert requests_to(simulator) == []

    @pytest.mark.parametrize("sessions", ["others", "all"])
    def test_a_session_that_has_ended_cannot_end_others(self, sessions, simulator, others, kept, path, log_out):
        simulator.revoke_all()
        with pytest.raises(PeerTubeError) as failed:
            log_out(sessions=sessions)
        assert failed.value.code == "session_ended"
        assert path.exists()

    @pytest.mark.parametrize("sessions", ["others", "all"])
    def test_no_file_is_unchanged(self, sessions, simulator, log_out):
        assert log_out(sessions=sessions).revoked == 0
        assert requests_to(simulator) == []


@pytest.mark.parametrize("sessions", ["others", "all"])
def test_an_older_server_is_unsupported_and_nothing_is_revoked(sessions, simulator_6_3, clock, tmp_path):
    task = SessionTasks(simulator_6_3, clock, tmp_path / "session")
    task.keep(log_in(simulator_6_3, clock))
    with pytest.raises(PeerTubeError) as failed:
        task.end(sessions=sessions)
    assert (failed.value.code, simulator_6_3.counters()["revocations"]) == ("unsupported", 0)
    assert "sessions to current" in failed.value.remedy
    assert len(simulator_6_3.tokens()) == 1
    assert task.path.exists()


def test_on_an_older_server_an_expired_session_is_ended_too(simulator_6_3, clock):
    session = given(log_in(simulator_6_3, clock))
    simulator_6_3.expire(access=True)
    assert SessionTasks(simulator_6_3, clock).end(session).revoked == 1
    assert simulator_6_3.tokens() == []


class TestCheckMode:
    @pytest.mark.parametrize("sessions", ["current", "others", "all"])
    def test_only_gets_are_sent_and_the_directory_is_as_it_was(self, sessions, simulator, clock, kept, path, log_out):
        log_in(simulator, clock)
        before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
        assert log_out(sessions=sessions, check_mode=True).revoked == {"current": 1, "others": 1, "all": 2}[sessions]
        assert {entry["method"] for entry in simulator.log()} == {"GET"}
        assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before
        assert len(simulator.tokens()) == 2

    def test_a_session_that_could_be_refreshed_counts_as_alive(self, simulator, kept, log_out):
        simulator.expire(access=True)
        assert log_out(check_mode=True).revoked == 1
        assert requests_to(simulator) == [WHO_AM_I]

    def test_an_access_token_that_has_ended_does_not(self, simulator, clock, log_out):
        session = given(log_in(simulator, clock), refresh_token=False)
        simulator.revoke_all()
        assert log_out(session, check_mode=True).revoked == 0

    def test_no_lock_is_taken(self, simulator, kept, path, log_out):
        path.with_name("session.lock").unlink()
        log_out(check_mode=True)
        assert [file.name for file in path.parent.iterdir()] == ["session"]

    def test_no_file_is_unchanged(self, simulator, path, log_out):
        assert log_out(check_mode=True).revoked == 0
        assert list(path.parent.iterdir()) == []
