# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where nothing can be written a valid session is reused, and nothing is put beside a file that is none of ours."""

from __future__ import annotations

import dataclasses
import os

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import OAuthClient, Token
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.file import SessionFile
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from harness.sessions import WHO_AM_I, SessionTasks, log_in, requests_to
from unit.children import give_up_rights, in_child, make_read_only, mount_small_disk

URL = "https://video.example.com"
SESSION = Session(Token("access", "refresh", "Bearer", 1.0, 2.0, 3.0), "root", None, OAuthClient("i", "s"), 1.0)


def on_read_only_disk(directory, clock, attempt, lock=True, session=True):
    """What `attempt` returns for the store of a session on a disk that was mounted anew, for reading only."""

    def in_own_mount():
        if not mount_small_disk(str(directory), 1024 * 1024):
            pytest.skip("this kernel lets no user mount a small disk")
        store = SessionFile(str(directory / "session"), URL, clock, 60)
        with store.locked():
            if session:
                store.write(SESSION)
        if not lock:
            (directory / "session.lock").unlink()
        make_read_only(str(directory))
        return attempt(store)

    return in_child(in_own_mount)


def read(store):
    with store.locked():
        return store.read()


def refusal(write):
    def attempt(store):
        with pytest.raises(PeerTubeError) as failed, store.locked():
            write(store)
        return failed.value.sentence

    return attempt


@pytest.mark.parametrize("lock", [True, False])
def test_on_a_read_only_disk_a_session_is_read(lock, tmp_path, clock):
    assert on_read_only_disk(tmp_path, clock, read, lock) == SESSION


@pytest.mark.parametrize("lock", [True, False])
@pytest.mark.parametrize(
    "write", [SessionFile.reserve, SessionFile.begin_login, lambda store: store.write(SESSION), SessionFile.delete]
)
def test_on_a_read_only_disk_nothing_is_written(write, lock, tmp_path, clock):
    assert "read-only file system" in on_read_only_disk(tmp_path, clock, refusal(write), lock)


def test_on_a_read_only_disk_without_a_session_there_is_nothing_to_do(tmp_path, clock):
    sentence = on_read_only_disk(tmp_path, clock, refusal(SessionFile.read), lock=False, session=False)
    assert "cannot be used (lock: read-only file system)." in sentence


def test_a_session_in_a_directory_that_one_may_not_write_to_is_reused(simulator, clock, open_directory):
    """What it replaced is left to who can write that it has ended."""
    task = SessionTasks(simulator, clock, open_directory / "session")
    # Here, for what it imports may be closed to who has given up rights.
    replaced = dataclasses.replace(log_in(simulator, clock), checked_at=None)
    session = dataclasses.replace(log_in(simulator, clock), replaced=replaced)

    def attempt():
        give_up_rights()
        task.keep(session)
        os.unlink(f"{task.path}.lock")
        open_directory.chmod(0o500)
        return task.obtain(revalidate_after=0), task.warnings

    outcome, warnings = in_child(attempt)
    assert (outcome.action, outcome.session.token, warnings) == ("reuse", session.token, [])
    assert requests_to(simulator) == [WHO_AM_I]


def test_a_path_of_the_system_is_refused_without_a_lock_beside_it(clock):
    store = SessionFile("/dev/null", URL, clock, 60)
    with pytest.raises(PeerTubeError, match="is not a regular file") as failed, store.locked():
        pass
    assert failed.value.remedy == "Name another file in session_file."
    assert not os.path.lexists("/dev/null.lock")
