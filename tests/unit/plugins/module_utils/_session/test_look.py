# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later


"""A session is looked at without the lock, and not mistaken for one that has ended while somebody renews it."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.look import look
from ansible_collections.peertube.peertube.plugins.module_utils._session.no_file import NoSessionFile
from harness.sessions import WHO_AM_I, SessionTasks, given, instance_at, log_in, requests_to
from simulator.accounts import ALICE, ROOT, ROOT_EMAIL

DAY = 86400


@pytest.fixture
def task(simulator, clock, tmp_path):
    return SessionTasks(simulator, clock, tmp_path / "session")


@pytest.fixture
def kept(simulator, clock, task):
    return task.keep(log_in(simulator, clock))


def looked(task, session=None, username=None):
    return look(task.store() if task else NoSessionFile(), session, instance_at(task.simulator, task.clock), username)


def test_a_valid_session_is_seen_with_its_user(simulator, task, kept):
    session, user = looked(task)
    assert (session, user.username) == (kept, ROOT)
    assert requests_to(simulator) == [WHO_AM_I]


def test_during_a_renewal_the_new_session_is_waited_for(simulator, clock, task, kept):
    """The instance has ended the old token, and the new pair is not in the file yet."""
    lock = task.store().locked()
    lock.__enter__()
    token = instance_at(simulator, clock).refresh(kept.client, kept.token.refresh_token)

    def end_renewal(seconds):
        clock.on_sleep = lambda seconds: None
        task.put(dataclasses.replace(kept, token=token))
        lock.__exit__(None, None, None)

    clock.on_sleep = end_renewal
    session, user = looked(task)
    assert (session.token, user.username) == (token, ROOT)


def test_a_session_that_ended_is_none_after_two_looks_at_the_file(simulator, task, kept):
    simulator.revoke_all()
    assert looked(task) == (kept, None)
    assert requests_to(simulator) == [WHO_AM_I]


def test_no_file_is_made(simulator, task, kept):
    task.path.with_name("session.lock").unlink()
    simulator.revoke_all()
    assert looked(task)[1] is None
    assert [path.name for path in task.path.parent.iterdir()] == ["session"]


def test_a_session_of_tokens_is_asked_about_once(simulator, clock, tmp_path):
    task = SessionTasks(simulator, clock, tmp_path / "none")
    session = given(log_in(simulator, clock))
    simulator.revoke_all()
    assert looked(task, session) == (session, None)
    assert requests_to(simulator) == [WHO_AM_I]


def test_nothing_known_asks_nothing(simulator, clock, tmp_path):
    assert looked(SessionTasks(simulator, clock, tmp_path / "none")) == (None, None)
    assert requests_to(simulator) == []


@pytest.mark.parametrize("expired", [False, True])
def test_another_users_is_an_error(expired, simulator, task, kept):
    simulator.expire(access=expired)
    with pytest.raises(PeerTubeError) as failed:
        looked(task, username=ALICE)
    assert failed.value.code == "session_file"


@pytest.mark.parametrize("expired", [False, True])
def test_a_user_may_be_named_by_an_address(expired, simulator, task, kept):
    simulator.expire(access=expired)
    assert (looked(task, username=ROOT_EMAIL)[1] is None) == expired
