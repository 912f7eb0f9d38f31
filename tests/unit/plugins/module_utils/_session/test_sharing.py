# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two tasks with one session file: what fails for the one, and what the other one makes of it."""

from __future__ import annotations

import dataclasses
import os

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import Credentials
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.failures import error_fields
from harness.sessions import (
    AS_ROOT,
    CLIENT,
    LOGIN,
    REFRESH,
    WHO_AM_I,
    SessionTasks,
    given,
    log_in,
    requests_to,
)
from simulator.accounts import BLOCKED, PASSWORD, ROOT, TWO_FACTOR, TWO_FACTOR_SEED

DAY = 86400
WRONG = Credentials(ROOT, "not the password")
AS_BLOCKED = Credentials(BLOCKED, PASSWORD)


@pytest.fixture
def task(simulator, clock, tmp_path):
    return SessionTasks(simulator, clock, tmp_path / "session")


@pytest.fixture
def note(task):
    """The path of what is remembered of failures."""
    return task.path.with_name("session.failures")


def failure_of(function, **options):
    with pytest.raises(PeerTubeError) as failed:
        function(**options)
    return failed.value


def waiting(task, for_another):
    """Make the next task find the lock held; while it waits, another one does what it does."""
    lock = task.store().locked()
    lock.__enter__()

    def end_wait(seconds):
        task.clock.on_sleep = lambda seconds: None
        lock.__exit__(None, None, None)
        for_another()

    task.clock.on_sleep = end_wait


class TestWhoWaited:
    def test_for_a_refused_login_gets_that_error_whole_and_sends_nothing(self, simulator, task):
        errors = []
        waiting(task, lambda: errors.append(failure_of(task.obtain, credentials=WRONG)))
        errors.append(failure_of(task.obtain, credentials=WRONG))
        assert error_fields(errors[0]) == error_fields(errors[1])
        assert errors[0].as_result() == errors[1].as_result()
        assert requests_to(simulator) == [CLIENT, LOGIN]

    def test_for_a_refused_login_tries_other_credentials(self, simulator, task):
        waiting(task, lambda: failure_of(task.obtain, credentials=WRONG))
        assert task.obtain().action == "login"

    @pytest.mark.parametrize(
        ("fault", "code"),
        [
            ({"action": "reset"}, "unreachable"),
            ({"action": "status", "status": 500}, "server_error"),
            ({"action": "html"}, "unexpected_response"),
            ({"action": "redirect", "location": "https://other.example.com/"}, "redirected"),
            ({"action": "status", "status": 429, "headers": {"Retry-After": "300"}}, "rate_limited"),
            ({"action": "status", "status": 401, "body": "who are you?"}, "proxy_unauthorized"),
        ],
    )
    def test_for_what_went_wrong_on_the_way_gets_that_error_with_any_credentials(self, fault, code, simulator, task):
        simulator.fault(path="/oauth-clients/local", times=4, **fault)
        errors = []
        waiting(task, lambda: errors.append(failure_of(task.obtain)))
        errors.append(failure_of(task.obtain, credentials=WRONG))
        asked = len(requests_to(simulator))
        assert [error.code for error in errors] == [code, code]
        assert asked == (4 if code == "unreachable" else 1)

    def test_with_other_options_of_the_connection_asks_by_itself(self, simulator, task):
        simulator.fault(action="status", status=500, path="/oauth-clients/local", times=2)
        other = SessionTasks(simulator, task.clock, task.path, timeout=7)
        waiting(task, lambda: failure_of(other.obtain))
        assert failure_of(task.obtain).code == "server_error"
        assert requests_to(simulator) == [CLIENT, CLIENT]

    def test_for_a_failed_refresh_gets_that_error(self, simulator, clock, task):
        task.keep(log_in(simulator, clock))
        simulator.expire(access=True)
        clock.moment += DAY
        limited = {"status": 429, "headers": {"Retry-After": "300"}}
        simulator.fault(action="status", path="/users/token", times=-1, **limited)
        waiting(task, lambda: failure_of(task.obtain))
        assert failure_of(task.obtain).code == "rate_limited"
        assert requests_to(simulator) == [REFRESH]

    def test_for_a_session_that_ended_gets_that_error_without_credentials_and_logs_in_with_them(
        self, simulator, clock, task
    ):
        task.keep(log_in(simulator, clock))
        simulator.revoke_all()
        for expected in ("session_ended", "login"):
            clock.moment += 61
            waiting(task, lambda: failure_of(task.obtain, credentials=None))
            if expected == "login":
                assert task.obtain().action == "login"
            else:
                assert failure_of(task.obtain, credentials=None).code == "session_ended"
                assert requests_to(simulator) == [WHO_AM_I, REFRESH]

    def test_for_a_session_reuses_it_although_an_earlier_one_failed(self, simulator, task):
        def fail_and_log_in():
            failure_of(task.obtain, credentials=WRONG)
            task.obtain()

        waiting(task, fail_and_log_in)
        assert task.obtain(credentials=WRONG).action == "reuse"

    def test_needs_no_request_where_the_session_is_trusted(self, simulator, clock, task):
        task.keep(log_in(simulator, clock))
        simulator.fault(action="status", status=500, path="/users/me")
        waiting(task, lambda: failure_of(task.obtain, revalidate_after=0))
        assert task.obtain().action == "reuse"

    def test_for_another_kind_of_task_that_failed_does_its_own(self, simulator, clock, task):
        task.keep(log_in(simulator, clock))
        simulator.fault(action="status", status=500, path="/users/revoke-token")
        waiting(task, lambda: failure_of(task.end))
        assert task.obtain(revalidate_after=0).action == "reuse"

    def test_for_a_logout_that_failed_gets_that_error(self, simulator, clock, task):
        task.keep(log_in(simulator, clock))
        simulator.fault(action="status", status=500, path="/users/revoke-token")
        waiting(task, lambda: failure_of(task.end))
        assert failure_of(task.end).code == "server_error"
        assert len(simulator.log()) == 1
        assert task.end().revoked == 1
        assert not task.path.with_name("session.failures").exists()


class TestWhoDidNotWait:
    def test_asks_a_server_that_was_down_anew(self, simulator, task):
        simulator.fault(action="status", status=500, path="/oauth-clients/local")
        assert failure_of(task.obtain).code == "server_error"
        assert task.obtain().action == "login"

    def test_does_not_send_refused_credentials_again_for_a_minute(self, simulator, clock, task):
        first = failure_of(task.obtain, credentials=WRONG)
        clock.moment += 59
        second = failure_of(task.obtain, credentials=WRONG)
        assert requests_to(simulator) == [CLIENT, LOGIN]
        assert (second.code, second.sentence, second.status) == (first.code, first.sentence, first.status)
        assert (
            second.remedy
            == f"{first.remedy} The same credentials are not sent again for a minute after they were refused."
        )

    @pytest.mark.parametrize("moved", [60, -1])
    def test_sends_them_after_that_and_when_the_clock_was_set_back(self, moved, simulator, clock, task):
        failure_of(task.obtain, credentials=WRONG)
        clock.moment += moved
        failure_of(task.obtain, credentials=WRONG)
        assert requests_to(simulator).count(LOGIN) == 2

    def test_sends_other_credentials_at_once(self, simulator, task, note):
        failure_of(task.obtain, credentials=WRONG)
        assert task.obtain().action == "login"
        assert not note.exists()

    def test_sends_neither_of_two_wrong_ones_again(self, simulator, task):
        both = [WRONG, Credentials(ROOT, "neither")]
        for credentials in both * 2:
            failure_of(task.obtain, credentials=credentials)
        assert requests_to(simulator).count(LOGIN) == 2

    def test_does_not_ask_either_about_a_session_that_had_ended(self, simulator, clock, task):
        task.keep(log_in(simulator, clock))
        clock.moment += 61
        simulator.revoke_all()
        for _unused in range(2):
            failure_of(task.obtain, credentials=WRONG)
        assert requests_to(simulator) == [WHO_AM_I, REFRESH, LOGIN]

    def test_uses_a_session_that_somebody_else_put_there_since(self, simulator, clock, task):
        failure_of(task.obtain, credentials=WRONG)
        session = log_in(simulator, clock)
        task.put(dataclasses.replace(session, checked_at=None))
        task.path.chmod(0o600)
        assert task.obtain(credentials=WRONG).session.token == session.token

    def test_reuses_a_session_although_a_login_with_force_was_refused(self, simulator, clock, task):
        task.keep(log_in(simulator, clock))
        failure_of(task.obtain, credentials=WRONG, force=True)
        assert task.obtain(credentials=WRONG, revalidate_after=0).action == "reuse"
        failure_of(task.obtain, credentials=WRONG, force=True)
        assert requests_to(simulator).count(LOGIN) == 1

    def test_does_not_send_refused_credentials_when_its_session_turns_out_to_have_ended(self, simulator, clock, task):
        task.keep(log_in(simulator, clock))
        failure_of(task.obtain, credentials=WRONG, force=True)
        simulator.revoke_all()
        again = failure_of(task.obtain, credentials=WRONG, revalidate_after=0)
        assert requests_to(simulator) == [LOGIN, WHO_AM_I, REFRESH]
        assert again.remedy.endswith("are not sent again for a minute after they were refused.")

    @pytest.mark.parametrize(("code", "logins"), [({"otp": "000000"}, 1), ({"otp_secret": "A" * 32}, 2)])
    def test_sends_a_code_only_once_and_makes_a_new_one_of_a_seed(self, code, logins, simulator, task):
        assert TWO_FACTOR_SEED != "A" * 32
        pytest.importorskip("pyotp")
        for _unused in range(2):
            error = failure_of(task.obtain, username=TWO_FACTOR, credentials=Credentials(TWO_FACTOR, PASSWORD, **code))
            assert error.code == "invalid_two_factor"
        assert requests_to(simulator).count(LOGIN) == logins

    def test_is_told_of_a_blocked_account_once_a_minute(self, simulator, task):
        for _unused in range(2):
            assert failure_of(task.obtain, username=BLOCKED, credentials=AS_BLOCKED).code == "account_blocked"
        assert requests_to(simulator).count(LOGIN) == 1


class TestNote:
    def test_it_is_its_owners_alone_and_holds_no_secret(self, simulator, task, note):
        failure_of(task.obtain, credentials=WRONG)
        assert note.stat().st_mode & 0o777 == 0o600
        content = note.read_text()
        assert "invalid_grant" in content
        for secret in (WRONG.password, *simulator.client().values()):
            assert secret not in content

    def test_the_same_credentials_have_another_fingerprint_in_each_note(self, simulator, clock, tmp_path):
        contents = []
        for name in ("one", "other"):
            task = SessionTasks(simulator, clock, tmp_path / name)
            failure_of(task.obtain, credentials=WRONG)
            contents.append(task.path.with_name(f"{name}.failures").read_text())
        fingerprints = [content.partition('"credentials": "')[2][:64] for content in contents]
        assert len(set(fingerprints)) == 2

    def test_it_does_not_grow_for_ever(self, simulator, task, note):
        simulator.fault(action="status", status=500, times=-1)
        sizes = set()
        for number in range(12):
            failure_of(task.obtain)
            if number > 8:
                sizes.add(note.stat().st_size // 100)
        assert len(sizes) == 1

    @pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format": 1, "salt": "x", "failures": []}', b"\xff"])
    def test_what_is_none_is_ignored_and_replaced(self, content, simulator, task, note):
        note.write_bytes(content)
        note.chmod(0o600)
        for _unused in range(2):
            failure_of(task.obtain, credentials=WRONG)
        assert requests_to(simulator).count(LOGIN) == 1

    @pytest.mark.parametrize("way", ["others may write it", "a symbolic link"])
    def test_one_that_others_may_have_written_is_ignored(self, way, simulator, task, note, tmp_path):
        failure_of(task.obtain, credentials=WRONG)
        if way == "a symbolic link":
            note.rename(tmp_path / "target")
            note.symlink_to(tmp_path / "target")
        else:
            note.chmod(0o666)
        failure_of(task.obtain, credentials=WRONG)
        assert requests_to(simulator).count(LOGIN) == 2

    def test_where_it_cannot_be_written_the_error_is_the_same(self, simulator, task, note):
        note.mkdir()
        assert failure_of(task.obtain, credentials=WRONG).code == "invalid_grant"
        assert os.listdir(note) == []

    def test_none_is_made_of_an_option_that_is_missing(self, task, note):
        assert failure_of(task.obtain, credentials=None).code == "session_ended"
        assert not note.exists()

    def test_none_is_made_or_asked_without_a_session_file(self, simulator, clock):
        task = SessionTasks(simulator, clock)
        for _unused in range(2):
            failure_of(task.obtain, credentials=WRONG, session=given(log_in(simulator, clock)), force=True)
        assert task.obtain(credentials=AS_ROOT).action == "login"
