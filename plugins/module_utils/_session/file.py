# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import random
import stat
import typing as t

from .._base.clock import Clock
from .._base.errors import PeerTubeError
from .format import NotASession, dump, load
from .values import Session

_SIZE_LIMIT = 64 * 1024
# O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever. O_NOFOLLOW: a symlink is refused, not followed.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class SessionFile:
    """One session on disk, for any number of processes: locked, replaced as a whole, readable by its owner alone.

    Every method may raise PeerTubeError session_file, and then has left the file as it was.
    """

    def __init__(self, path: str, url: str, clock: Clock, lock_timeout: float) -> None:
        self.path = os.path.abspath(path)
        self._url = url
        self._clock = clock
        self._lock_timeout = lock_timeout
        self._directory = os.path.dirname(self.path)
        # One fixed name, which the lock makes ours: what a killed process left there goes with the next write.
        self._new_path = self.path + ".new"
        self._lock_path = self.path + ".lock"
        self._new: int | None = None

    @contextlib.contextmanager
    def locked(self) -> t.Iterator[None]:
        """Keep every other process out, from the reading of the file to the writing of what was decided."""
        with self._explained("lock", self._lock_path):
            _make_directory(self._directory)
            lock = os.open(self._lock_path, _CREATE, 0o600)
        try:
            self._check_owner(self._lock_path, os.fstat(lock))
            self._wait_for(lock)
            with self._explained("lock"):
                self._drop_new()  # which a killed process left
            try:
                yield
            finally:
                self._drop_new()
        finally:
            # Closing gives the lock back, and so does the end of a killed process. The lock file stays: were it
            # removed, a process that waits for it and one that makes it anew would both hold "the" lock.
            os.close(lock)

    def read(self) -> Session | None:
        """The session in the file, None when there is no file."""
        with self._explained("read"):
            try:
                descriptor = os.open(self.path, _READ)
            except FileNotFoundError:
                return None
            try:
                self._check(os.fstat(descriptor))
                content = os.read(descriptor, _SIZE_LIMIT)
            finally:
                os.close(descriptor)
        try:
            return load(content, self._url)
        except NotASession as error:
            raise self._error(f"{error}.") from None

    def reserve(self) -> None:
        """Make sure that a session can be written, before the request after which it must be."""
        if self._new is None:
            with self._explained("write"):
                # Written blocks, not a hole: on a full disk it fails here, with the old session whole.
                _write_all(self._open_new(), b" " * _SIZE_LIMIT)

    def write(self, session: Session) -> None:
        """Replace the session in the file. The session is on disk when this returns."""
        content = dump(session, self._url)
        with self._explained("write"):
            descriptor = self._open_new() if self._new is None else self._new
            os.lseek(descriptor, 0, os.SEEK_SET)
            _write_all(descriptor, content)
            os.ftruncate(descriptor, len(content))
            os.fsync(descriptor)
            os.rename(self._new_path, self.path)
            os.close(descriptor)
            self._new = None
            self._sync_directory()

    def delete(self) -> None:
        with self._explained("remove"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.path)
            self._sync_directory()

    def _wait_for(self, lock: int) -> None:
        deadline = self._clock.monotonic() + self._lock_timeout
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if self._clock.monotonic() >= deadline:
                    raise self._error(
                        f"has been locked by another process for {self._lock_timeout:.0f} s.",
                        remedy=f"End the process that holds {self._lock_path}, or name another file in session_file.",
                    ) from None
            except OSError as error:
                raise self._failed("lock", error) from None
            # Not at the same rhythm in every process, or the unlucky stay so.
            self._clock.sleep(random.uniform(0.005, 0.05))

    def _check(self, status: os.stat_result) -> None:
        if stat.S_ISDIR(status.st_mode):
            raise self._error("is a directory.")
        if not stat.S_ISREG(status.st_mode):
            raise self._error("is not a regular file.")
        self._check_owner(self.path, status)
        if stat.S_IMODE(status.st_mode) & 0o077:
            mode = stat.S_IMODE(status.st_mode)
            raise self._error(
                f"may be read or written by others (mode {mode:04o}).",
                remedy="Change its mode to 0600 if nobody has seen its tokens, else log out and remove it.",
            )

    def _check_owner(self, path: str, status: os.stat_result) -> None:
        if status.st_uid != os.geteuid():
            raise self._error(
                f"belongs to user id {status.st_uid}, and this task runs as {os.geteuid()}.",
                path=path,
                remedy="Run the task as its owner, or name another file in session_file.",
            )

    def _open_new(self) -> int:
        self._drop_new()
        self._new = os.open(self._new_path, _CREATE | os.O_EXCL, 0o600)
        return self._new

    def _drop_new(self) -> None:
        if self._new is not None:
            os.close(self._new)
            self._new = None
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._new_path)

    def _sync_directory(self) -> None:
        # Not every file system can; then the rename is as durable as it makes it.
        with contextlib.suppress(OSError):
            descriptor = os.open(self._directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    @contextlib.contextmanager
    def _explained(self, action: str, path: str | None = None) -> t.Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._failed(action, error, path) from None

    def _failed(self, action: str, error: OSError, path: str | None = None) -> PeerTubeError:
        if error.errno in (errno.ELOOP, errno.EMLINK):
            return self._error("is a symbolic link.", path=path)
        if error.errno == errno.EISDIR:
            return self._error("is a directory.", path=path)
        if error.errno == errno.ENXIO:
            return self._error("is not a regular file.", path=path)
        reason = os.strerror(error.errno).lower() if error.errno else type(error).__name__
        remedy = "Check the space and the permissions in its directory, or name another file in session_file."
        return self._error(f"cannot be used ({action}: {reason}).", remedy=remedy)

    def _error(self, what: str, *, path: str | None = None, remedy: str | None = None) -> PeerTubeError:
        """path: another than the session file itself, such as its lock."""
        return _session_file_error(path or self.path, what, remedy)


class NoSessionFile:
    """Stands where no session_file is given: nothing is known from before, and nothing is kept."""

    path = ""

    def locked(self) -> t.ContextManager[None]:
        return contextlib.nullcontext()

    def read(self) -> None:
        return None

    def reserve(self) -> None:
        pass

    def write(self, session: Session) -> None:
        pass

    def delete(self) -> None:
        pass


def owner_error(path: str, session: Session, wanted: str) -> PeerTubeError:
    """Nobody's session is overwritten: a file is for one user at one instance."""
    return _session_file_error(path, f"holds the session of {session.username}, not of {wanted}.")


def _session_file_error(path: str, what: str, remedy: str | None = None) -> PeerTubeError:
    return PeerTubeError("session_file", f"The session file {path} {what}", remedy=remedy)


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _make_directory(path: str) -> None:
    """Every directory that is missing, for its owner alone; os.makedirs would do so for the last one only."""
    if not os.path.isdir(path):
        _make_directory(os.path.dirname(path))
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, 0o700)
