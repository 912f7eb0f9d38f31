# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import dataclasses
import os
import resource
import signal
import socket
import stat

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import OAuthClient, Token
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.file import SessionFile
from ansible_collections.peertube.peertube.plugins.module_utils._session.format import dump
from ansible_collections.peertube.peertube.plugins.module_utils._session.no_file import NoSessionFile
from ansible_collections.peertube.peertube.plugins.module_utils._session.owner import owner_error
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from unit.children import NOBODY, give_up_rights, held_in_child, in_child, mount_small_disk

URL = "https://video.example.com"
OLD = Session(Token("old-access", "old-refresh", "Bearer", 1.0, 2.0, 3.0), "root", None, OAuthClient("i", "s"), 1.0)
NEW = dataclasses.replace(OLD, token=Token("new-access", "new-refresh", "Bearer", 4.0, 5.0, 6.0))
BLOCK = 64 * 1024
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "session"


@pytest.fixture
def store(path, clock):
    return SessionFile(str(path), URL, clock, lock_timeout=60)


@pytest.fixture
def kept(path):
    """The file with the session OLD in it; returns its path."""
    path.write_bytes(dump(OLD, URL))
    path.chmod(0o600)
    return path


@contextlib.contextmanager
def refused(what):
    with pytest.raises(PeerTubeError) as failed:
        yield
    assert failed.value.code == "session_file"
    assert what in failed.value.sentence


def refusal_in_child(attempt):
    def explained():
        try:
            attempt()
        except PeerTubeError as error:
            return error.code, error.sentence
        return None, "not refused"

    code, sentence = in_child(explained)
    assert code == "session_file"
    return sentence


def mode_of(path):
    return stat.S_IMODE(path.lstat().st_mode)


def fill(path):
    """Write until there is no room left on the disk."""
    with open(path, "wb", buffering=0) as filler, contextlib.suppress(OSError):
        while True:
            filler.write(b"x" * 4096)


def names_in(directory):
    return {path.name for path in directory.iterdir()}


class TestOnDisk:
    def test_no_file_is_no_session(self, store):
        assert store.read() is None

    def test_a_session_that_was_written_is_read(self, store):
        with store.locked():
            store.write(OLD)
            assert store.read() == OLD

    def test_a_session_is_replaced(self, store, kept):
        with store.locked():
            store.reserve()
            store.write(NEW)
        assert store.read() == NEW
        assert kept.stat().st_size == len(dump(NEW, URL))

    def test_a_session_takes_the_room_that_was_made_for_it(self, store, path, tmp_path):
        with store.locked():
            store.reserve()
            os.link(path.with_name("session.new"), tmp_path / "room")
            store.write(NEW)
        assert path.samefile(tmp_path / "room")

    def test_it_is_deleted_and_that_again_is_nothing(self, store, kept):
        with store.locked():
            store.delete()
            store.delete()
        assert not kept.exists()

    @pytest.mark.parametrize("umask", [0, 0o077, 0o022])
    def test_file_and_lock_are_their_owners_alone_whatever_the_umask(self, umask, store, path):
        before = os.umask(umask)
        try:
            with store.locked():
                store.reserve()
                store.write(OLD)
        finally:
            os.umask(before)
        assert {name.name: mode_of(name) for name in path.parent.iterdir()} == {
            "session": 0o600,
            "session.lock": 0o600,
        }

    def test_every_missing_directory_is_its_owners_alone(self, tmp_path, clock):
        store = SessionFile(str(tmp_path / "one" / "two" / "session"), URL, clock, 60)
        before = os.umask(0)
        try:
            with store.locked():
                store.write(OLD)
        finally:
            os.umask(before)
        assert [mode_of(tmp_path / "one"), mode_of(tmp_path / "one" / "two")] == [0o700, 0o700]

    def test_a_directory_that_is_there_keeps_its_mode(self, tmp_path, store):
        tmp_path.chmod(0o755)
        with store.locked():
            store.write(OLD)
        assert mode_of(tmp_path) == 0o755

    def test_a_reader_who_has_it_open_still_reads_the_old_session(self, store, kept):
        with open(kept, "rb") as reader:
            with store.locked():
                store.write(NEW)
            assert reader.read() == dump(OLD, URL)

    def test_it_is_on_disk_before_it_takes_the_place_of_the_old_one_and_its_name_after(self, store, kept, monkeypatch):
        """Else a power failure could leave an empty file under its name."""
        done = []

        def watch(name, describe):
            real = getattr(os, name)

            def watched(*arguments):
                done.append(f"{name} {describe(*arguments)}")
                return real(*arguments)

            monkeypatch.setattr(os, name, watched)

        watch("fsync", lambda descriptor: "directory" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        watch("rename", lambda old, new: os.path.basename(old))
        with store.locked():
            store.write(NEW)
        assert done == ["fsync file", "rename session.new", "fsync directory"]

    def test_nothing_is_left_but_the_lock(self, store, path):
        with store.locked():
            store.reserve()
            store.write(OLD)
            store.reserve()
        assert names_in(path.parent) == {"session", "session.lock"}

    def test_nothing_is_left_after_an_error(self, store, path):
        def fail():
            with store.locked():
                store.reserve()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert names_in(path.parent) == {"session.lock"}


class TestWhatIsNoSessionFile:
    """Each is refused with what it is, and is as it was."""

    @pytest.mark.parametrize(
        ("content", "what"),
        [
            (b"", "holds no session (it is not whole JSON)"),
            (dump(OLD, URL)[:100], "holds no session (it is not whole JSON)"),
            (b"#!/bin/sh\n", "holds no session (it is not whole JSON)"),
            (b"{}", "holds no session (it has no format number)"),
            (b" " * (BLOCK + 1), "holds no session"),
            (dump(OLD, URL).replace(b'"format": 1', b'"format": 2'), "has format 2"),
            (dump(OLD, "https://other.example.com"), "a session at https://other.example.com, not at " + URL),
        ],
    )
    def test_another_content(self, content, what, store, kept):
        kept.write_bytes(content)
        with refused(what), store.locked():
            store.read()
        assert kept.read_bytes() == content
        assert mode_of(kept) == 0o600

    @pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o666, 0o777])
    def test_a_mode_that_lets_others_in(self, mode, store, kept):
        kept.chmod(mode)
        with pytest.raises(PeerTubeError) as failed, store.locked():
            store.read()
        assert f"may be read or written by others (mode {mode:04o})." in failed.value.sentence
        assert "0600" in failed.value.remedy
        assert (mode_of(kept), kept.read_bytes()) == (mode, dump(OLD, URL))

    @pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
    def test_a_mode_that_does_not_is_none(self, mode, store, kept):
        kept.chmod(mode)
        assert store.read() == OLD

    def test_a_symbolic_link(self, store, path, tmp_path):
        target = tmp_path / "target"
        target.write_bytes(dump(OLD, URL))
        target.chmod(0o600)
        path.symlink_to(target)
        with refused("is a symbolic link."), store.locked():
            store.read()
        assert path.is_symlink()
        assert target.read_bytes() == dump(OLD, URL)

    def test_a_symbolic_link_to_nothing(self, store, path, tmp_path):
        path.symlink_to(tmp_path / "nothing")
        with refused("is a symbolic link."), store.locked():
            store.read()
        assert path.is_symlink()

    def test_a_directory(self, store, path):
        path.mkdir()
        with refused("is a directory."), store.locked():
            store.read()
        assert path.is_dir()

    def test_a_fifo_is_not_waited_for(self, store, path):
        os.mkfifo(path, 0o600)
        with refused("is not a regular file."), store.locked():
            store.read()
        assert path.is_fifo()

    def test_a_socket(self, store, path, monkeypatch):
        monkeypatch.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
            with refused("is not a regular file."), store.locked():
                store.read()
        assert path.is_socket()

    def test_a_file_in_place_of_its_directory(self, kept, clock):
        store = SessionFile(str(kept / "session"), URL, clock, 60)
        with refused("cannot be used (read: not a directory)."), store.locked():
            pass
        assert kept.read_bytes() == dump(OLD, URL)

    @as_root
    def test_somebody_elses_file(self, store, kept):
        os.chown(kept, NOBODY, NOBODY)
        with pytest.raises(PeerTubeError) as failed, store.locked():
            store.read()
        assert f"{kept} belongs to user id {NOBODY}, and this task runs as 0." in failed.value.sentence
        assert "as its owner" in failed.value.remedy
        assert (kept.stat().st_uid, kept.read_bytes()) == (NOBODY, dump(OLD, URL))

    @as_root
    def test_somebody_elses_file_that_may_not_be_opened(self, open_directory, clock):
        path = open_directory / "session"
        path.touch(0o600)

        def attempt():
            give_up_rights()
            SessionFile(str(path), URL, clock, 60).read()

        assert f"{path} belongs to user id 0, and this task runs as {NOBODY}." in refusal_in_child(attempt)

    @as_root
    def test_somebody_elses_lock(self, store, path):
        lock = path.with_name("session.lock")
        lock.touch(0o600)
        os.chown(lock, NOBODY, NOBODY)
        with refused(f"{lock} belongs to user id {NOBODY}"), store.locked():
            pass

    def test_a_lock_that_is_a_symbolic_link_is_named(self, store, path, tmp_path):
        lock = path.with_name("session.lock")
        lock.symlink_to(tmp_path / "target")
        with refused(f"{lock} is a symbolic link."), store.locked():
            pass
        assert names_in(tmp_path) == {"session.lock"}

    def test_a_lock_that_is_a_directory_is_named(self, store, path):
        lock = path.with_name("session.lock")
        lock.mkdir()
        with refused(f"{lock} is a directory."), store.locked():
            pass

    def test_a_lock_that_is_a_socket_is_named(self, store, path, monkeypatch):
        monkeypatch.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("session.lock")
            with refused(f"{path}.lock is not a regular file."), store.locked():
                pass

    def test_another_user_is_named_and_no_token(self, store):
        error = owner_error(store.path, OLD.username, "alice")
        assert "holds the session of root, not of alice." in error.sentence
        assert "old-" not in error.sentence + error.remedy


class TestNoRoom:
    """The directory is read-only, or the disk is full: an error that says so, and the file as it was."""

    def test_a_read_only_directory(self, open_directory, clock):
        path = open_directory / "session"

        def attempt():
            give_up_rights()
            store = SessionFile(str(path), URL, clock, 60)
            with store.locked():
                store.write(OLD)
            os.chmod(open_directory, 0o500)
            with store.locked():
                store.reserve()

        assert "cannot be used (write: permission denied)." in refusal_in_child(attempt)
        assert path.read_bytes() == dump(OLD, URL)
        assert names_in(open_directory) == {"session", "session.lock"}

    def test_a_read_only_directory_without_a_lock(self, open_directory, clock):
        open_directory.chmod(0o500)

        def attempt():
            give_up_rights()
            with SessionFile(str(open_directory / "session"), URL, clock, 60).locked():
                pass

        assert "cannot be used (lock: permission denied)." in refusal_in_child(attempt)
        assert names_in(open_directory) == set()

    def test_a_directory_that_cannot_be_made(self, open_directory, clock):
        open_directory.chmod(0o500)

        def attempt():
            give_up_rights()
            with SessionFile(str(open_directory / "missing" / "session"), URL, clock, 60).locked():
                pass

        assert "cannot be used (lock: permission denied)." in refusal_in_child(attempt)

    def test_a_file_that_its_owner_may_not_read(self, open_directory, clock):
        def attempt():
            give_up_rights()
            store = SessionFile(str(open_directory / "session"), URL, clock, 60)
            with store.locked():
                store.write(OLD)
                os.chmod(store.path, 0o000)
                store.read()

        assert "cannot be used (read: permission denied)." in refusal_in_child(attempt)

    @pytest.mark.parametrize("limit", [0, 1, 100, 4096, BLOCK - 1])
    def test_a_limit_on_the_size_of_files(self, limit, store, kept):
        def attempt():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            with store.locked():
                store.reserve()

        assert "cannot be used (write: file too large)." in refusal_in_child(attempt)
        assert kept.read_bytes() == dump(OLD, URL)
        assert names_in(kept.parent) == {"session", "session.lock"}

    def test_a_full_disk(self, tmp_path, clock):
        def attempt():
            store = self.on_small_disk(tmp_path, clock)
            with pytest.raises(PeerTubeError) as failed, store.locked():
                store.reserve()
            assert store.read() == OLD
            return failed.value.sentence, names_in(tmp_path)

        sentence, names = in_child(attempt)
        assert "cannot be used (write: no space left on device)." in sentence
        assert names == {"session", "session.lock"}

    def test_a_disk_that_is_full_since_room_was_made(self, tmp_path, clock):
        def attempt():
            store = self.on_small_disk(tmp_path, clock, blocks=2)
            with store.locked():
                store.reserve()
                fill(tmp_path / "filler")
                store.write(NEW)
            return store.read()

        assert in_child(attempt) == NEW

    @staticmethod
    def on_small_disk(directory, clock, blocks=1):
        """A store with the session OLD on a disk that has not much more room."""
        if not mount_small_disk(str(directory), blocks * BLOCK):
            pytest.skip("this kernel lets no user mount a small disk")
        store = SessionFile(str(directory / "session"), URL, clock, 60)
        with store.locked():
            store.write(OLD)
        return store


class TestLock:
    def test_it_is_not_waited_for_longer_than_the_timeout(self, store, kept, clock):
        with held_in_child(store.locked), refused("has been locked by another process for 60 s."), store.locked():
            pass
        assert 60 <= sum(clock.slept) < 61
        assert kept.read_bytes() == dump(OLD, URL)

    def test_a_wait_that_takes_long_is_announced_once_and_when_it_begins(self, path, clock):
        said = []
        store = SessionFile(str(path), URL, clock, 60, lambda message: said.append((sum(clock.slept), message)))
        with held_in_child(store.locked), pytest.raises(PeerTubeError), store.locked():
            pass
        ((seconds, message),) = said
        assert 5 <= seconds < 6
        assert message == f"Another process has locked {path}: waiting for it, at most 60 s."

    def test_a_short_wait_is_not_announced(self, path, clock):
        said = []
        store = SessionFile(str(path), URL, clock, 4, said.append)
        with held_in_child(store.locked), pytest.raises(PeerTubeError), store.locked():
            pass
        assert said == []

    def test_the_error_names_the_lock(self, store, path):
        with held_in_child(store.locked), pytest.raises(PeerTubeError) as failed, store.locked():
            pass
        assert f"{path}.lock" in failed.value.remedy

    def test_the_end_of_a_killed_process_gives_it_back(self, store, clock):
        with held_in_child(store.locked) as holder:

            def kill(seconds):
                with contextlib.suppress(ChildProcessError):
                    os.kill(holder, signal.SIGKILL)
                    os.waitpid(holder, 0)

            clock.on_sleep = kill
            with store.locked():
                store.write(NEW)
        assert store.read() == NEW
        assert len(clock.slept) == 1

    def test_it_is_free_after_an_error(self, store):
        with pytest.raises(ZeroDivisionError), store.locked():
            raise ZeroDivisionError
        with store.locked():
            pass

    def test_it_can_be_taken_again_and_again(self, store, clock):
        for _unused in range(3):
            with store.locked():
                store.write(OLD)
        assert clock.slept == []

    def test_a_wait_is_short_and_never_twice_the_same(self, store, clock):
        with held_in_child(store.locked), pytest.raises(PeerTubeError), store.locked():
            pass
        assert max(clock.slept) <= 0.05
        assert len(set(clock.slept)) > 10


class TestWhatAKilledProcessLeft:
    """A process was killed while it wrote: beside the file there is a new one, half a session or none."""

    def test_it_is_not_written_to(self, store, kept, tmp_path):
        target = tmp_path / "target"
        target.write_bytes(b"of somebody else")
        kept.with_name("session.new").symlink_to(target)
        with store.locked():
            store.write(NEW)
        assert target.read_bytes() == b"of somebody else"
        assert names_in(tmp_path) == {"session", "session.lock", "target"}
        assert store.read() == NEW


def test_without_a_session_file_nothing_is_known_or_kept():
    store = NoSessionFile()
    store.reserve()
    store.write(OLD)
    store.delete()
    assert store.read() is None
