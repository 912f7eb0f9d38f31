# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of peertube_token with its effects: each row at the simulator, with the requests that it takes."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import OAuthClient, Token
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from harness.sessions import (
    AS_ROOT,
    CLIENT,
    LOGIN,
    REFRESH,
    REVOKE,
    WHO_AM_I,
    SessionTasks,
    access_tokens,
    given,
    instance_at,
    log_in,
    requests_to,
)
from simulator.accounts import ALICE, ROOT, ROOT_EMAIL

DAY = 86400


@pytest.fixture
def task(simulator, clock, tmp_path):
    return SessionTasks(simulator, clock, tmp_path / "session")


@pytest.fixture
def task_without_file(simulator, clock):
    return SessionTasks(simulator, clock)


@pytest.fixture
def kept(task):
    """The session in the file of `task`: root's, a minute old and checked as long ago."""
    session = task.keep(log_in(task.simulator, task.clock))
    task.clock.moment += 60
    return session


def end_access_token(task):
    """It expires at the instance, and here it is known."""
    task.simulator.advance(DAY)
    task.simulator.expire(access=True)
    task.clock.moment += DAY


class TestRow1NoSessionKnown:
    def test_a_login_opens_one(self, simulator, task_without_file):
        outcome = task_without_file.obtain()
        assert (outcome.action, outcome.changed, outcome.before) == ("login", True, None)
        assert requests_to(simulator) == [CLIENT, LOGIN]
        assert access_tokens(simulator) == {outcome.session.token.access_token}

    def test_the_file_then_holds_it(self, task):
        assert task.kept() is None
        assert task.obtain().session == task.kept()

    def test_force_replaces_the_session_and_ends_the_old_one(self, simulator, task, kept):
        outcome = task.obtain(force=True)
        assert (outcome.action, outcome.before) == ("login", kept)
        assert requests_to(simulator) == [LOGIN, REVOKE]
        assert access_tokens(simulator) == {outcome.session.token.access_token}
        assert task.kept() == dataclasses.replace(outcome.session, replaced=None)

    def test_force_ends_the_old_session_also_when_its_access_token_has_expired(self, simulator, task, kept):
        end_access_token(task)
        outcome = task.obtain(force=True)
        assert requests_to(simulator) == [LOGIN, REFRESH, REVOKE]
        assert access_tokens(simulator) == {outcome.session.token.access_token}
        assert task.kept() == dataclasses.replace(outcome.session, replaced=None)

    def test_force_ends_a_session_that_was_given_in_options(self, simulator, clock, task_without_file):
        old = log_in(simulator, clock)
        outcome = task_without_file.obtain(session=given(old), force=True)
        assert access_tokens(simulator) == {outcome.session.token.access_token}

    def test_force_does_not_end_another_users_session_that_was_given(self, simulator, clock, task_without_file):
        alices = log_in(simulator, clock, ALICE)
        outcome = task_without_file.obtain(session=given(alices), force=True)
        assert access_tokens(simulator) == {alices.token.access_token, outcome.session.token.access_token}

    @pytest.mark.parametrize("options", [{"force": True}, {"grant_type": "password"}])
    @pytest.mark.parametrize("tokens", [{}, {"access_token": False}])
    def test_it_ends_a_session_that_was_given_also_when_its_access_token_has_expired(
        self, tokens, options, simulator, clock, task_without_file
    ):
        old = given(log_in(simulator, clock), **tokens)
        simulator.expire(access=True)
        outcome = task_without_file.obtain(session=old, **options)
        assert outcome.action == "login"
        assert access_tokens(simulator) == {outcome.session.token.access_token}
        assert task_without_file.warnings == []

    def test_it_ends_another_users_with_a_warning_when_only_a_refresh_could_tell(
        self, simulator, clock, task_without_file
    ):
        old = given(log_in(simulator, clock, ALICE))
        simulator.expire(access=True)
        outcome = task_without_file.obtain(session=old, force=True)
        assert access_tokens(simulator) == {outcome.session.token.access_token}
        assert "belongs to another user than root. Its session was ended" in " ".join(task_without_file.warnings)

    @pytest.mark.parametrize("options", [{"force": True}, {"grant_type": "password"}])
    def test_it_says_that_a_session_of_which_only_an_expired_access_token_is_known_may_be_open(
        self, options, simulator, clock, task_without_file
    ):
        old = given(log_in(simulator, clock), refresh_token=False)
        simulator.expire(access=True)
        assert task_without_file.obtain(session=old, **options).action == "login"
        assert "its session is open as long as its refresh token is good" in " ".join(task_without_file.warnings)
        assert len(simulator.tokens()) == 2

    @pytest.mark.parametrize("expired", [False, True])
    def test_a_login_stands_although_nobody_could_be_asked_about_the_old_session(
        self, expired, simulator, clock, task_without_file
    ):
        old = given(log_in(simulator, clock))
        simulator.expire(access=expired)
        simulator.fault(action="status", status=500, path="/users/me", skip=int(expired))
        assert task_without_file.obtain(session=old, force=True).action == "login"
        assert "may still be open" in " ".join(task_without_file.warnings)

    def test_force_leaves_the_old_session_alone_when_the_login_fails(self, simulator, task, kept):
        simulator.account(ROOT, blocked=True)
        with pytest.raises(PeerTubeError):
            task.obtain(force=True)
        assert task.kept() == kept
        assert REVOKE not in requests_to(simulator)

    def test_force_warns_when_the_old_session_could_not_be_ended(self, simulator, task, kept):
        simulator.fault(action="status", status=500, path="/users/revoke-token")
        assert task.obtain(force=True).action == "login"
        assert "may still be open" in " ".join(task.warnings)


class TestRow2LessThanMinValidity:
    def test_a_token_with_a_second_too_little_is_refreshed(self, simulator, task, kept):
        task.clock.moment = kept.token.expires_at - 299
        assert task.obtain(min_validity=300).action == "refresh"
        assert requests_to(simulator) == [REFRESH]

    def test_a_token_with_just_enough_is_reused(self, simulator, task, kept):
        task.clock.moment = kept.token.expires_at - 300
        assert task.obtain(min_validity=300).action == "reuse"
        assert requests_to(simulator) == [WHO_AM_I]

    def test_a_token_with_too_little_is_refreshed_although_it_was_checked_a_moment_ago(self, simulator, task, kept):
        assert task.obtain(min_validity=2 * DAY, revalidate_after=3600).action == "refresh"
        assert requests_to(simulator) == [REFRESH]


class TestRow3AccessToken:
    def test_the_wanted_users_is_reused_unchanged(self, simulator, task, kept):
        outcome = task.obtain()
        assert (outcome.action, outcome.changed, outcome.session.token) == ("reuse", False, kept.token)
        assert requests_to(simulator) == [WHO_AM_I]

    @pytest.mark.parametrize("tokens", [{}, {"refresh_token": False}])
    def test_one_from_options_is_reused_unchanged(self, tokens, simulator, clock, task_without_file):
        old = given(log_in(simulator, clock), **tokens)
        outcome = task_without_file.obtain(session=old)
        assert (outcome.action, outcome.session.token) == ("reuse", old.token)
        assert requests_to(simulator) == [WHO_AM_I]

    def test_it_is_trusted_within_revalidate_after(self, simulator, task, kept):
        assert task.obtain(revalidate_after=61).action == "reuse"
        assert requests_to(simulator) == []

    def test_it_is_asked_about_when_revalidate_after_is_over(self, simulator, task, kept):
        task.obtain(revalidate_after=60)
        assert requests_to(simulator) == [WHO_AM_I]

    def test_revalidate_after_0_always_asks(self, simulator, task):
        task.obtain()
        task.obtain(revalidate_after=0)
        assert requests_to(simulator) == [CLIENT, LOGIN, WHO_AM_I]

    def test_an_answer_is_trusted_from_then_on(self, simulator, task, kept):
        task.obtain(revalidate_after=60)
        task.obtain(revalidate_after=60)
        assert requests_to(simulator) == [WHO_AM_I]

    def test_a_new_one_is_trusted(self, simulator, task):
        for _unused in range(2):
            task.obtain(revalidate_after=60)
        assert requests_to(simulator) == [CLIENT, LOGIN]

    def test_a_renewed_one_is_trusted(self, simulator, task, kept):
        end_access_token(task)
        for _unused in range(2):
            task.obtain(revalidate_after=60)
        assert requests_to(simulator) == [REFRESH]

    def test_one_from_options_is_never_trusted(self, simulator, clock, task_without_file):
        old = dataclasses.replace(given(log_in(simulator, clock)), checked_at=clock.now())
        task_without_file.obtain(session=old, revalidate_after=3600)
        assert requests_to(simulator) == [WHO_AM_I]

    @pytest.mark.parametrize("name", [ROOT, "ROOT", ROOT_EMAIL, ROOT_EMAIL.upper()])
    def test_the_wanted_user_matches_by_username_or_email_in_any_case(self, name, simulator, task, kept):
        outcome = task.obtain(username=name)
        assert (outcome.action, outcome.session.username) == ("reuse", ROOT)
        assert simulator.counters()["logins"] == 0

    def test_any_user_will_do_where_none_is_wanted(self, simulator, clock, task_without_file):
        old = given(log_in(simulator, clock, ALICE))
        outcome = task_without_file.obtain(session=old, username=None, credentials=None)
        assert (outcome.action, outcome.session.username) == ("reuse", ALICE)

    def test_another_users_from_options_is_not_returned_but_replaced(self, simulator, clock, task_without_file):
        alices = log_in(simulator, clock, ALICE)
        outcome = task_without_file.obtain(session=given(alices))
        assert (outcome.action, outcome.session.username) == ("login", ROOT)
        assert requests_to(simulator) == [WHO_AM_I, CLIENT, LOGIN]
        assert access_tokens(simulator) == {alices.token.access_token, outcome.session.token.access_token}

    def test_another_users_from_options_without_credentials_is_an_error(self, simulator, clock, task_without_file):
        with pytest.raises(PeerTubeError, match="belongs to another user than root") as failed:
            task_without_file.obtain(session=given(log_in(simulator, clock, ALICE)), credentials=None)
        assert failed.value.code == "session_ended"

    @pytest.mark.parametrize("said_to_be", [ALICE, ROOT])
    def test_another_users_in_the_file_is_an_error(self, said_to_be, simulator, clock, task):
        task.keep(dataclasses.replace(log_in(simulator, clock, ALICE), username=said_to_be))
        before = task.path.read_bytes()
        with pytest.raises(PeerTubeError) as failed:
            task.obtain(revalidate_after=0)
        assert failed.value.code == "session_file"
        assert task.path.read_bytes() == before
        assert simulator.counters()["logins"] == 0

    @pytest.mark.parametrize("state", ["trusted", "expired", "refresh token expired"])
    def test_another_users_in_the_file_is_an_error_also_where_nothing_was_to_be_asked(self, state, task, kept):
        task.clock.moment += {"trusted": 0, "expired": DAY, "refresh token expired": 60 * DAY}[state]
        with pytest.raises(PeerTubeError) as failed:
            task.obtain(username=ALICE, revalidate_after=3600)
        assert failed.value.code == "session_file"
        assert f"{task.path} holds the session of root, not of alice." in failed.value.sentence
        assert task.kept() == kept
        assert task.simulator.counters()["logins"] == 0

    @pytest.mark.parametrize("revalidate_after", [0, 3600])
    def test_where_the_address_of_the_account_is_another_by_now_the_error_says_whose_it_is(
        self, revalidate_after, simulator, task, kept
    ):
        task.keep(dataclasses.replace(kept, username=ROOT_EMAIL))
        simulator.account(ROOT, email="new@example.com")
        wanted = ROOT_EMAIL if revalidate_after == 0 else "other@example.com"
        with pytest.raises(PeerTubeError) as failed:
            task.obtain(username=wanted, revalidate_after=revalidate_after)
        assert f"holds the session of root, not of {wanted}." in failed.value.sentence

    def test_one_that_the_instance_does_not_know_is_refreshed(self, simulator, task, kept):
        simulator.expire(access=True)
        outcome = task.obtain()
        assert outcome.action == "refresh"
        assert requests_to(simulator) == [WHO_AM_I, REFRESH]
        assert task.kept() == outcome.session

    @pytest.mark.parametrize(
        "answer",
        [
            {"status": 401, "body": "Authorization Required", "content_type": "text/html"},
            {"status": 401, "body": '{"code": "invalid_token"}', "content_type": "application/json"},
            {"status": 401, "body": '{"code": "other"}', "content_type": "application/problem+json"},
        ],
    )
    def test_any_other_401_is_a_failure(self, answer, simulator, task, kept):
        simulator.fault(action="status", path="/users/me", **answer)
        with pytest.raises(PeerTubeError) as failed:
            task.obtain()
        assert failed.value.code == "proxy_unauthorized"
        assert requests_to(simulator) == [WHO_AM_I]
        assert task.kept() == kept


class TestRow4RefreshToken:
    def test_it_gets_a_new_pair(self, simulator, task, kept):
        end_access_token(task)
        outcome = task.obtain()
        assert (outcome.action, outcome.changed, outcome.before) == ("refresh", True, kept)
        assert requests_to(simulator) == [REFRESH]
        assert access_tokens(simulator) == {outcome.session.token.access_token}
        assert task.kept() == outcome.session

    def test_one_that_came_alone_gets_a_new_pair_of_the_wanted_user(self, simulator, clock, task_without_file):
        old = given(log_in(simulator, clock), access_token=False)
        outcome = task_without_file.obtain(session=old)
        assert (outcome.action, outcome.session.username) == ("refresh", ROOT)
        assert requests_to(simulator) == [CLIENT, REFRESH, WHO_AM_I]

    def test_one_of_nobody_in_particular_is_not_asked_about(self, simulator, clock, task_without_file):
        old = given(log_in(simulator, clock), access_token=False)
        outcome = task_without_file.obtain(session=old, username=None, credentials=None)
        assert outcome.action == "refresh"
        assert requests_to(simulator) == [CLIENT, REFRESH]

    def test_another_users_is_not_returned_and_said_to_be_used_up(self, simulator, clock, task_without_file):
        old = given(log_in(simulator, clock, ALICE), access_token=False)
        outcome = task_without_file.obtain(session=old)
        assert (outcome.action, outcome.session.username) == ("login", ROOT)
        assert "belongs to another user than root" in " ".join(task_without_file.warnings)
        assert access_tokens(simulator) == {outcome.session.token.access_token}

    @pytest.mark.parametrize("revoking", ["works", "fails"])
    def test_a_new_pair_whose_user_cannot_be_asked_for_is_ended(self, revoking, simulator, clock, task_without_file):
        """Nobody would ever know of it."""
        simulator.fault(action="html", path="/users/me")
        if revoking == "fails":
            simulator.fault(action="html", path="/users/revoke-token")
        with pytest.raises(PeerTubeError) as failed:
            task_without_file.obtain(session=given(log_in(simulator, clock), access_token=False))
        assert (failed.value.code, failed.value.url.endswith("/users/me")) == ("unexpected_response", True)
        assert requests_to(simulator) == [CLIENT, REFRESH, WHO_AM_I, REVOKE]
        assert len(simulator.tokens()) == (1 if revoking == "fails" else 0)

    def test_one_that_the_instance_does_not_know_without_credentials_is_an_error(self, simulator, task, kept):
        simulator.revoke_all()
        with pytest.raises(PeerTubeError, match=r"^The session has ended\.$") as failed:
            task.obtain(credentials=None)
        assert failed.value.code == "session_ended"

    def test_one_that_is_known_to_be_expired_is_not_sent(self, simulator, task, kept):
        simulator.advance(kept.token.refresh_token_expires_at - kept.token.issued_at)
        task.clock.moment = kept.token.refresh_token_expires_at
        assert task.obtain().action == "login"
        assert requests_to(simulator) == [LOGIN]

    def test_invalid_grant_is_a_login(self, simulator, task, kept):
        simulator.revoke_all()
        outcome = task.obtain()
        assert outcome.action == "login"
        assert requests_to(simulator) == [WHO_AM_I, REFRESH, LOGIN]
        assert task.kept() == outcome.session

    @pytest.mark.parametrize(
        "loss",
        [
            {"action": "reset", "stage": "after"},
            {"action": "close", "stage": "after"},
            {"action": "close", "stage": "before"},
            {"action": "truncate", "bytes": 20},
            {"action": "status", "status": 502, "stage": "after"},
            {"action": "status", "status": 504, "stage": "before"},
            {"action": "html", "stage": "after"},
            {"action": "drop_field", "name": "refresh_token"},
        ],
    )
    def test_a_lost_reply_is_a_login_with_a_warning(self, loss, simulator, task, kept):
        end_access_token(task)
        simulator.fault(path="/users/token", grant_type="refresh_token", **loss)
        outcome = task.obtain()
        assert outcome.action == "login"
        assert requests_to(simulator).count(REFRESH) == 1
        assert "The session is lost: the answer to its refresh did not arrive." in " ".join(task.warnings)
        assert task.kept() == outcome.session

    def test_a_lost_reply_without_credentials_is_an_error_that_says_so(self, simulator, task, kept):
        end_access_token(task)
        simulator.fault(action="reset", stage="after", path="/users/token")
        with pytest.raises(PeerTubeError, match="the answer to its refresh did not arrive") as failed:
            task.obtain(credentials=None)
        assert failed.value.code == "session_ended"
        assert requests_to(simulator) == [REFRESH]

    def test_a_session_that_a_lost_reply_may_have_ended_is_not_trusted_any_more(self, simulator, task, kept):
        simulator.fault(action="reset", stage="after", path="/users/token")
        with pytest.raises(PeerTubeError):
            task.obtain(credentials=None, min_validity=2 * DAY)
        outcome = task.obtain(revalidate_after=3600)
        assert outcome.session.token.access_token in access_tokens(simulator)

    @pytest.mark.parametrize("options", [{}, {"force": True}, {"grant_type": "password"}])
    def test_a_login_in_place_of_a_lost_session_says_that_it_may_be_open(self, options, simulator, task, kept):
        simulator.fault(action="reset", stage="after", path="/users/token")
        with pytest.raises(PeerTubeError):
            task.obtain(credentials=None, min_validity=2 * DAY)
        assert task.kept().renewing
        assert task.obtain(**options).action == "login"
        assert "under a token that nobody knows" in " ".join(task.warnings[1:])
        assert not task.kept().renewing

    @pytest.mark.parametrize(
        "answer",
        [
            {"action": "reset", "stage": "before"},
            {"action": "status", "status": 429, "headers": {"Retry-After": "300"}},
            {
                "action": "status",
                "status": 400,
                "body": '{"code": "invalid_grant"}',
                "content_type": "application/json",
            },
        ],
    )
    def test_a_refresh_that_did_not_rotate_leaves_no_doubt(self, answer, simulator, task, kept):
        """The instance refused it, or the next answer of the instance is about the same token."""
        simulator.fault(path="/users/token", **answer)
        with pytest.raises(PeerTubeError):
            task.obtain(credentials=None, min_validity=2 * DAY, revalidate_after=0)
        assert task.obtain(revalidate_after=0).action == "reuse"
        assert not task.kept().renewing
        assert len(task.warnings) == ("reset" in answer.values())

    def test_grant_type_password_goes_past_it_and_ends_the_session(self, simulator, task, kept):
        end_access_token(task)
        outcome = task.obtain(grant_type="password")
        assert outcome.action == "login"
        assert access_tokens(simulator) == {outcome.session.token.access_token}

    def test_the_client_pair_is_asked_for_once_to_log_in_and_to_end_the_session(self, simulator, clock, task):
        task.keep(dataclasses.replace(log_in(simulator, clock), client=None))
        end_access_token(task)
        task.obtain(grant_type="password")
        assert requests_to(simulator) == [CLIENT, LOGIN, REFRESH, REVOKE]

    def test_over_the_rate_limit_the_session_is_as_it_was(self, simulator, task, kept):
        end_access_token(task)
        limit = {"status": 429, "headers": {"Retry-After": "300"}, "body": "Too many requests"}
        simulator.fault(action="status", path="/users/token", **limit)
        with pytest.raises(PeerTubeError) as failed:
            task.obtain()
        assert (failed.value.code, failed.value.retry_after) == ("rate_limited", 300)
        assert task.kept().token == kept.token


class TestRow5Credentials:
    def test_none_is_an_error(self, simulator, task):
        with pytest.raises(PeerTubeError) as failed:
            task.obtain(credentials=None)
        assert failed.value.code == "session_ended"
        assert requests_to(simulator) == []

    def test_grant_type_refresh_token_never_logs_in(self, simulator, task, kept):
        simulator.revoke_all()
        with pytest.raises(PeerTubeError) as failed:
            task.obtain(grant_type="refresh_token")
        assert failed.value.code == "session_ended"
        assert "grant_type" in failed.value.remedy
        assert simulator.counters()["logins"] == 0

    def test_refused_ones_are_not_tried_again(self, simulator, task, kept):
        simulator.account(ROOT, password="another")
        with pytest.raises(PeerTubeError) as failed:
            task.obtain()
        assert failed.value.code == "invalid_grant"
        assert requests_to(simulator).count(LOGIN) == 1
        assert task.kept().token == kept.token


class TestSessionInTheFile:
    def test_it_is_read_again_after_invalid_grant(self, simulator, clock, task, kept):
        """Another machine, or a process that does not know the lock, was faster."""
        end_access_token(task)
        rotated = []

        def rotate():
            new = log_in(simulator, clock)
            rotated.append(dataclasses.replace(new, client=kept.client))
            task.store().write(rotated[0])

        simulator.revoke_all()
        # The refresh is answered with a 429 first, and while the task waits, the file changes.
        simulator.fault(action="status", status=429, path="/users/token")
        clock.on_sleep = lambda seconds: rotate() if not rotated else None
        outcome = task.obtain()
        assert (outcome.action, outcome.changed) == ("reuse", False)
        assert outcome.session == rotated[0]
        assert simulator.counters()["logins"] == 0

    def test_it_is_not_read_again_for_ever(self, simulator, clock, task, kept):
        """Somebody puts a session into it that has ended, each time again."""
        dead = iter(range(100))
        simulator.revoke_all()
        end_access_token(task)
        simulator.fault(action="status", status=429, path="/users/token", times=5, grant_type="refresh_token")

        def replace(seconds):
            simulator.fault(action="status", status=429, path="/users/token", grant_type="refresh_token", skip=1)
            number = next(dead)
            token = dataclasses.replace(kept.token, access_token=f"gone-{number}", refresh_token=f"dead-{number}")
            task.put(dataclasses.replace(kept, token=token))

        clock.on_sleep = replace
        outcome = task.obtain(username=ROOT)
        assert outcome.action == "login"
        assert task.kept() == outcome.session

    @pytest.mark.parametrize("answer", ["valid", "invalid_token"])
    def test_a_check_leaves_what_another_machine_wrote_meanwhile(self, answer, simulator, clock, task, kept):
        """It renewed the session while the instance was asked about the old one."""
        rotated = []

        def rotate(seconds):
            if not rotated:
                token = instance_at(simulator, clock).refresh(kept.client, kept.token.refresh_token)
                rotated.append(dataclasses.replace(kept, token=token, checked_at=clock.now()))
                task.put(rotated[0])

        if answer == "valid":
            user = '{"id": 1, "username": "root", "email": "admin@example.com"}'
            simulator.fault(
                action="status", status=200, body=user, content_type="application/json", path="/users/me", skip=1
            )
        simulator.fault(action="status", status=429, path="/users/me")
        clock.on_sleep = rotate
        outcome = task.obtain()
        assert (outcome.action, outcome.session) == ("reuse", rotated[0])
        assert task.kept() == rotated[0]
        assert REFRESH not in requests_to(simulator)[2:]

    def test_no_token_that_came_into_it_meanwhile_is_repeated(self, simulator, clock, task, kept):
        end_access_token(task)
        simulator.revoke_all()
        simulator.fault(action="status", status=429, path="/users/token")
        new = []

        def replace(seconds):
            if not new:
                new.append(dataclasses.replace(log_in(simulator, clock), checked_at=None))
                task.put(new[0])
                simulator.fault(action="echo", path="/users/me")

        clock.on_sleep = replace
        with pytest.raises(PeerTubeError) as failed:
            task.obtain()
        assert "repeats a secret" in failed.value.detail

    def test_a_client_pair_in_it_is_used_for_a_login_too(self, simulator, task, kept):
        task.obtain(force=True)
        assert CLIENT not in requests_to(simulator)

    def test_a_client_pair_in_it_that_is_out_of_date_is_replaced(self, simulator, task, kept):
        simulator.replace_client()
        end_access_token(task)
        assert task.obtain().action == "refresh"
        assert task.kept().client == OAuthClient(**simulator.client())

    def test_it_knows_the_name_by_which_the_instance_calls_the_user(self, simulator, task):
        task.obtain(username=ROOT_EMAIL)
        task.obtain(username=ROOT_EMAIL, revalidate_after=0)
        assert (task.kept().username, task.kept().email) == (ROOT, ROOT_EMAIL)

    def test_it_is_found_by_username_after_a_login_by_email(self, simulator, task):
        first = task.obtain(username=ROOT_EMAIL)
        assert task.obtain(username=ROOT).session.token == first.session.token
        assert simulator.counters()["logins"] == 1

    @pytest.mark.parametrize(("first", "then"), [(ROOT, ROOT_EMAIL), (ROOT_EMAIL, ROOT)])
    @pytest.mark.parametrize("options", [{}, {"grant_type": "password"}, {"force": True}])
    def test_one_that_expired_is_renewed_to_see_whose_it_is_where_a_name_and_an_address_cannot_tell(
        self, options, first, then, simulator, task
    ):
        task.obtain(username=first, credentials=dataclasses.replace(AS_ROOT, username=first))
        end_access_token(task)
        outcome = task.obtain(username=then, **options)
        assert outcome.action == ("login" if options.get("force") else "refresh")
        assert access_tokens(simulator) == {outcome.session.token.access_token}
        if not options.get("force"):
            assert (task.kept().username, task.kept().email) == (ROOT, ROOT_EMAIL)
            assert requests_to(simulator)[2:] == [WHO_AM_I, REFRESH, WHO_AM_I]

    def test_another_users_that_expired_is_an_error_and_lives(self, simulator, task, kept):
        end_access_token(task)
        with pytest.raises(PeerTubeError) as failed:
            task.obtain(username="alice@example.com")
        assert "holds the session of root, not of alice@example.com." in failed.value.sentence
        assert "Remove" not in failed.value.remedy
        assert access_tokens(simulator) == {task.kept().token.access_token}
        assert simulator.counters()["logins"] == 0

    def test_one_that_ended_is_replaced_where_a_name_and_an_address_cannot_tell(self, simulator, task, kept):
        simulator.revoke_all()
        assert task.obtain(username=ROOT_EMAIL).action == "login"
        assert requests_to(simulator) == [WHO_AM_I, REFRESH, LOGIN]

    def test_in_check_mode_one_that_expired_would_be_renewed_to_see_whose_it_is(self, simulator, task, kept):
        end_access_token(task)
        assert task.obtain(username=ROOT_EMAIL, check_mode=True).action == "refresh"
        assert requests_to(simulator) == [WHO_AM_I]

    def test_an_address_that_was_asked_for_is_kept_in_it(self, simulator, task, kept):
        task.obtain(username=ROOT_EMAIL)
        assert task.kept().email == ROOT_EMAIL
        task.obtain(username=ROOT_EMAIL)
        assert requests_to(simulator) == [WHO_AM_I]

    def test_one_that_expired_is_not_said_to_be_unknown(self, task, kept):
        task.clock.moment += 60 * DAY
        with pytest.raises(PeerTubeError, match=r"^The session has expired, or is about to\.$"):
            task.obtain(credentials=None)

    def test_one_that_expired_is_found_by_email_after_a_login_by_username(self, simulator, task, kept):
        task.obtain(revalidate_after=0)
        end_access_token(task)
        assert task.obtain(username=ROOT_EMAIL).action == "refresh"


class TestClockThatJumps:
    YEAR = 365 * DAY

    def test_forward_a_new_session_is_opened_and_then_kept(self, simulator, task, kept):
        task.clock.moment += self.YEAR
        assert [task.obtain(revalidate_after=0).action for _unused in range(10)] == ["login"] + ["reuse"] * 9

    def test_forward_the_session_that_is_replaced_is_ended(self, simulator, task, kept):
        """By this machine's clock it has expired; by the instance's, which issued it, it has not."""
        task.clock.moment += self.YEAR
        outcome = task.obtain()
        assert requests_to(simulator) == [LOGIN, REVOKE]
        assert access_tokens(simulator) == {outcome.session.token.access_token}

    def test_put_right_the_session_that_was_opened_with_a_clock_that_was_slow_is_ended(self, simulator, task):
        task.clock.moment -= self.YEAR
        task.obtain()
        task.clock.moment += self.YEAR
        outcome = task.obtain()
        assert requests_to(simulator) == [CLIENT, LOGIN, LOGIN, REVOKE]
        assert access_tokens(simulator) == {outcome.session.token.access_token}

    def test_a_session_that_has_expired_by_the_clock_of_the_instance_is_not_ended_once_more(
        self, simulator, task, kept
    ):
        simulator.advance(60 * DAY)
        task.clock.moment += 60 * DAY
        assert task.obtain().action == "login"
        assert requests_to(simulator) == [LOGIN]

    def test_where_the_clock_of_the_instance_was_not_noted_the_session_is_ended_in_any_case(
        self, simulator, clock, task
    ):
        session = log_in(simulator, clock)
        task.keep(dataclasses.replace(session, token=dataclasses.replace(session.token, server_issued_at=None)))
        task.clock.moment += self.YEAR
        outcome = task.obtain()
        assert access_tokens(simulator) == {outcome.session.token.access_token}

    def test_back_the_session_is_asked_about_each_time_and_lives(self, simulator, task, kept):
        task.clock.moment -= self.YEAR
        assert [task.obtain().action for _unused in range(3)] == ["reuse"] * 3
        assert requests_to(simulator) == [WHO_AM_I]

    def test_back_a_session_that_ended_is_not_reused(self, simulator, task, kept):
        task.clock.moment -= self.YEAR
        simulator.revoke_all()
        assert [task.obtain(revalidate_after=0).action for _unused in range(3)] == ["login", "reuse", "reuse"]

    def test_back_a_token_does_not_live_longer_than_the_instance_said(self, simulator, task, kept):
        task.clock.moment -= self.YEAR
        outcome = task.obtain(min_validity=DAY)
        assert outcome.action == "refresh"

    def test_to_and_fro_is_no_storm_of_logins(self, simulator, task, kept):
        for _unused in range(10):
            task.clock.moment += self.YEAR
            task.obtain(revalidate_after=0)
            task.clock.moment -= self.YEAR
            task.obtain(revalidate_after=0)
        assert simulator.counters()["logins"] == 1


class TestCheckMode:
    def test_a_valid_session_is_returned_and_the_file_is_as_it_was(self, simulator, task, kept):
        before = task.path.read_bytes()
        outcome = task.obtain(check_mode=True)
        assert (outcome.action, outcome.session.token) == ("reuse", kept.token)
        assert requests_to(simulator) == [WHO_AM_I]
        assert task.path.read_bytes() == before

    @pytest.mark.parametrize("state", ["absent", "expired", "revoked", "forced"])
    def test_otherwise_there_is_a_change_without_a_token_and_only_gets(self, state, simulator, clock, task):
        before = None if state == "absent" else task.keep(log_in(simulator, clock))
        if state == "expired":
            end_access_token(task)
        if state == "revoked":
            simulator.revoke_all()
        files = {path.name: path.read_bytes() for path in task.path.parent.iterdir()}
        outcome = task.obtain(check_mode=True, force=state == "forced", revalidate_after=0)
        assert (outcome.changed, outcome.before, outcome.session) == (True, before, None)
        assert outcome.action == {"expired": "refresh", "revoked": "refresh"}.get(state, "login")
        assert {entry["method"] for entry in simulator.log()} <= {"GET"}
        assert {path.name: path.read_bytes() for path in task.path.parent.iterdir()} == files

    def test_no_lock_is_waited_for(self, simulator, task, kept):
        with task.store().locked():
            assert task.obtain(check_mode=True).action == "reuse"

    def test_no_credentials_is_the_same_error(self, simulator, task):
        with pytest.raises(PeerTubeError) as failed:
            task.obtain(check_mode=True, credentials=None)
        assert failed.value.code == "session_ended"


def test_on_an_older_server_the_table_is_the_same(simulator_6_3, clock, tmp_path):
    task = SessionTasks(simulator_6_3, clock, tmp_path / "session")
    actions = [task.obtain(revalidate_after=0).action for _unused in range(2)]
    end_access_token(task)
    actions.append(task.obtain().action)
    simulator_6_3.revoke_all()
    actions.append(task.obtain(revalidate_after=0).action)
    assert actions == ["login", "reuse", "refresh", "login"]


def test_a_session_without_any_token_is_no_session(simulator, task_without_file):
    assert task_without_file.obtain(session=Session(Token(None, None))).action == "login"
