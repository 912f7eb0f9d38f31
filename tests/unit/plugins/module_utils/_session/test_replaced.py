# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A session that a login replaced stays in the file until it is known to have ended, whatever becomes of processes."""

from __future__ import annotations

import dataclasses
import resource

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from harness.sessions import (
    LOGIN,
    REFRESH,
    REVOKE,
    WHO_AM_I,
    SessionTasks,
    access_tokens,
    log_in,
    requests_to,
)
from simulator.accounts import ALICE
from unit.children import in_child

FAILING = {"action": "status", "status": 500, "path": "/users/revoke-token", "times": 9}


@pytest.fixture
def task(simulator, clock, tmp_path):
    return SessionTasks(simulator, clock, tmp_path / "session", retries=0)


@pytest.fixture
def kept(simulator, clock, task):
    """The session in the file, just checked, as a process leaves it that is killed after its login."""
    replaced = dataclasses.replace(log_in(simulator, clock), checked_at=None)
    return task.keep(dataclasses.replace(log_in(simulator, clock), replaced=replaced))


def test_the_next_task_ends_it_although_it_trusts_the_other_one(simulator, task, kept):
    assert task.obtain().action == "reuse"
    assert requests_to(simulator) == [REVOKE]
    assert access_tokens(simulator) == {kept.token.access_token}
    assert task.kept() == dataclasses.replace(kept, replaced=None)
    assert task.warnings == []


def test_so_it_does_before_it_replaces_the_other_one(simulator, task, kept):
    outcome = task.obtain(force=True)
    assert requests_to(simulator) == [REVOKE, LOGIN, REVOKE]
    assert access_tokens(simulator) == {outcome.session.token.access_token}


def test_one_that_had_ended_is_forgotten(simulator, task, kept):
    simulator.revoke_all()
    assert task.obtain().action == "reuse"
    assert requests_to(simulator) == [REVOKE, REFRESH]
    assert task.kept().replaced is None


def test_one_that_cannot_be_ended_is_tried_again_after_a_minute_and_told_each_time(simulator, task, kept):
    simulator.fault(**FAILING)
    for seconds in (0, 59, 1):
        task.clock.moment += seconds
        assert task.obtain(revalidate_after=3600).action == "reuse"
    assert requests_to(simulator) == [REVOKE, REVOKE]
    assert all("was replaced may still be open" in message for message in task.warnings)
    assert len(task.warnings) == 2
    simulator.reset("faults")
    task.clock.moment += 60
    task.obtain(revalidate_after=3600)
    assert access_tokens(simulator) == {kept.token.access_token}


def test_a_refresh_of_it_that_was_lost_is_told(simulator, task, kept):
    simulator.expire(access=True)
    simulator.fault(action="reset", stage="after", path="/users/token")
    task.obtain()
    simulator.reset("faults")
    task.clock.moment += 60
    task.obtain()
    first, second = task.warnings
    assert "was replaced may still be open" in first
    assert "The answer to an earlier refresh of the session was not seen" in second
    assert task.kept().replaced is None


def test_in_check_mode_it_stays(simulator, task, kept):
    assert task.obtain(check_mode=True).action == "reuse"
    assert requests_to(simulator) == []
    assert task.kept() == kept


def test_who_wants_the_session_of_another_user_does_not_end_it(simulator, task, kept):
    with pytest.raises(PeerTubeError) as failed:
        task.obtain(username=ALICE)
    assert failed.value.code == "session_file"
    assert requests_to(simulator) == [WHO_AM_I]
    assert task.kept() == kept


def test_a_logout_ends_both(simulator, task, kept):
    assert task.end().revoked == 2
    assert requests_to(simulator) == [REVOKE, REVOKE]
    assert access_tokens(simulator) == set()
    assert not task.path.exists()


def test_a_logout_of_all_counts_it_once(simulator, task, kept):
    assert task.end("all").revoked == 2
    assert access_tokens(simulator) == set()


def test_a_logout_in_check_mode_counts_both(simulator, task, kept):
    assert task.end(check_mode=True).revoked == 2
    assert requests_to(simulator) == [WHO_AM_I, WHO_AM_I]
    assert task.kept() == kept


def test_a_logout_that_cannot_end_it_leaves_both_in_the_file(simulator, task, kept):
    simulator.fault(**FAILING)
    with pytest.raises(PeerTubeError):
        task.end()
    assert task.kept() == kept
    assert len(access_tokens(simulator)) == 2


def test_on_a_full_disk_it_is_ended_and_that_is_noted_later(simulator, task, kept):
    def on_full_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        return task.obtain().action, list(task.warnings)

    assert in_child(on_full_disk) == ("reuse", [])
    assert access_tokens(simulator) == {kept.token.access_token}
    assert task.kept() == kept
    assert task.obtain().action == "reuse"
    assert task.kept().replaced is None
