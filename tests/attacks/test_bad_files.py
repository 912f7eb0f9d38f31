# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A session file that cannot be used: each task says why, leaves it as it was, and sends nothing."""

from __future__ import annotations

import os
import resource

import pytest
from attacks.processes import run
from unit.children import in_child

KEPT = b'{"format": 1, "url": "https://other.example.com"}'


def regular(content, mode=0o600):
    def make(path):
        path.write_bytes(content)
        path.chmod(mode)

    return make


def link(path):
    regular(KEPT)(path.with_name("target"))
    path.symlink_to(path.with_name("target"))


MADE = {
    "empty": (regular(b""), "is not whole JSON"),
    "half a JSON": (regular(KEPT[:20]), "is not whole JSON"),
    "a future format": (regular(KEPT.replace(b"1", b"2")), "has format 2"),
    "no session": (regular(KEPT), "a field is missing"),
    "mode 0644": (regular(KEPT, 0o644), "may be read or written by others"),
    "a symbolic link": (link, "is a symbolic link"),
    "a directory": (lambda path: path.mkdir(), "is a directory"),
    "a FIFO": (os.mkfifo, "is not a regular file"),
}


def as_it_is(path):
    status = path.lstat()
    content = path.read_bytes() if path.is_file() else None
    return status.st_ino, status.st_mode, status.st_uid, status.st_mtime_ns, content


def check_refused(play, result, what, before):
    assert (result["failed"], result["error"]["code"]) == (True, "session_file")
    assert what in result["msg"]
    assert as_it_is(play.path) == before
    assert play.simulator.log() == []
    assert not play.path.with_name("session.new").exists()


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("task", ["token", "logout"])
@pytest.mark.parametrize("made", MADE)
def test_a_file_that_is_no_session_file(made, task, check_mode, play):
    make, what = MADE[made]
    make(play.path)
    before, files = as_it_is(play.path), play.files()
    check_refused(play, run(getattr(play, task)(check_mode=check_mode)), what, before)
    assert play.files() == files


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("task", ["token", "logout"])
def test_the_session_of_another_instance(task, check_mode, play):
    play.valid()
    regular(play.path.read_bytes().replace(b"127.0.0.1", b"127.0.0.2"))(play.path)
    before = as_it_is(play.path)
    check_refused(play, run(getattr(play, task)(check_mode=check_mode)), "holds a session at http://127.0.0.2", before)


@pytest.mark.parametrize(
    ("state", "options"),
    [("expired_access_token", {}), ("expired_pair", {}), ("just_checked", {"force": True})],
)
def test_a_full_disk_is_found_before_a_grant_is_asked_for(state, options, play):
    getattr(play, state)()
    before = as_it_is(play.path)

    def on_full_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        return run(play.token(**options))

    check_refused(play, in_child(on_full_disk), "cannot be used (write: file too large)", before)


def test_on_a_full_disk_a_valid_session_is_reused_and_the_file_as_it_was(play):
    session = play.valid()
    before = as_it_is(play.path)

    def on_full_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        return run(play.token())

    result = in_child(on_full_disk)
    assert (result.get("action"), result["token"]["access_token"]) == ("reuse", session.token.access_token)
    assert as_it_is(play.path) == before


def test_on_a_full_disk_no_first_session_is_opened(play):
    def on_full_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        return run(play.token())

    result = in_child(on_full_disk)
    assert result["error"]["code"] == "session_file"
    assert play.simulator.log() == []
    assert play.files() == {"session.lock"}
