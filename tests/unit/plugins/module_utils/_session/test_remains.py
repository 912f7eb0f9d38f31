# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a process that was ended while it wrote left beside the session file, and what the next one makes of it."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import OAuthClient, Token
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.file import SessionFile
from ansible_collections.peertube.peertube.plugins.module_utils._session.format import LOGIN_UNDER_WAY, dump
from ansible_collections.peertube.peertube.plugins.module_utils._session.grants import Grants
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from harness.sessions import AS_ROOT, instance_at, session_file_at
from unit.children import in_child

URL = "https://video.example.com"
OLD = Session(Token("old-access", "old-refresh", "Bearer", 1.0, 2.0, 3.0), "root", None, OAuthClient("i", "s"), 1.0)
NEW = dataclasses.replace(OLD, token=Token("new-access", "new-refresh", "Bearer", 4.0, 5.0, 6.0))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "session"


@pytest.fixture
def store(path, clock):
    """The session OLD is in its file."""
    store = SessionFile(str(path), URL, clock, lock_timeout=60)
    with store.locked():
        store.write(OLD)
    return store


def leave(path, content, mode=0o600):
    remains = path.with_name("session.new")
    remains.write_bytes(content)
    remains.chmod(mode)
    return remains


def found(store):
    """What the next process finds: the session, and whether a login was cut off."""
    with store.locked():
        return store.read(), store.login_was_cut_off


@pytest.mark.parametrize(
    "content", [b"", b" " * 4096, dump(NEW, URL)[:50], dump(NEW, "https://other.example.com"), b'{"format": 1, "login"']
)
def test_half_a_session_or_the_room_for_one_goes(content, store, path):
    remains = leave(path, content)
    assert found(store) == (OLD, False)
    assert not remains.exists()


def test_a_whole_session_takes_the_place_that_it_was_written_for(store, path):
    remains = leave(path, dump(NEW, URL) + b" " * 4096)
    assert found(store) == (NEW, False)
    assert not remains.exists()


@pytest.mark.parametrize("mode", [0o644, 0o660])
def test_a_session_that_others_could_have_written_or_read_does_not(mode, store, path):
    leave(path, dump(NEW, URL), mode)
    assert found(store) == (OLD, False)


def test_no_session_takes_the_place_of_what_is_none(store, path):
    path.write_bytes(b"mine")
    leave(path, dump(NEW, URL))
    with pytest.raises(PeerTubeError, match="holds no session"):
        found(store)
    assert path.read_bytes() == b"mine"


def test_a_login_that_was_under_way_is_told_once(store, path):
    leave(path, LOGIN_UNDER_WAY.ljust(4096))
    assert [found(store) for _unused in range(2)] == [(OLD, True), (OLD, False)]


def test_a_process_that_was_interrupted_in_its_login_leaves_a_trace_of_it(store):
    def interrupted():
        with store.locked():
            store.begin_login()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert found(store) == (OLD, True)


def test_a_login_that_was_written_leaves_none(store):
    def interrupted():
        with store.locked():
            store.begin_login()
            store.write(NEW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert found(store) == (NEW, False)


def test_a_login_that_failed_leaves_none(simulator, clock, path):
    """That it failed, and whether a session may have been opened all the same, is told at once."""
    store = session_file_at(simulator, clock, path)
    simulator.fault(action="reset", stage="after", path="/users/token")
    with pytest.raises(PeerTubeError, match="connection"), store.locked():
        Grants(instance_at(simulator, clock), store, None).login(AS_ROOT)
    assert not path.with_name("session.new").exists()


def test_no_trace_is_left_before_the_login_is_sent(simulator, clock, path):
    store = session_file_at(simulator, clock, path)
    simulator.fault(action="status", status=429, path="/oauth-clients/local")

    def interrupt(seconds):
        raise KeyboardInterrupt

    clock.on_sleep = interrupt
    with pytest.raises(KeyboardInterrupt), store.locked():
        Grants(instance_at(simulator, clock), store, None).login(AS_ROOT)
    assert not path.with_name("session.new").exists()


def test_what_goes_wrong_in_clearing_up_does_not_hide_the_error_that_led_there(store, path):
    def fail():
        with store.locked():
            store.reserve()
            path.with_name("session.new").unlink()
            path.with_name("session.new").mkdir()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_child(fail)
