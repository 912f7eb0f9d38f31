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
import typing as t

from .._base.clock import Clock
from .._base.errors import PeerTubeError
from .private_files import CREATE, READ, PrivateFiles, make_directory
from .waiting import take_lock

# Nothing can be made there: read-only, not ours to write to, or full. What is there can be read all the same.
_ONLY_READABLE = (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT)


class Lock:
    """Keeps every other process out that takes the lock of the same session file, until it ends or gives it back."""

    def __init__(
        self, files: PrivateFiles, clock: Clock, timeout: float, say: t.Callable[[str], None] = lambda message: None
    ) -> None:
        self.path = files.path + ".lock"
        self._files = files
        self._clock = clock
        self._timeout = timeout
        self._say = say
        # Why nothing may be written although the lock was taken.
        self.only_readable: PeerTubeError | None = None

    @contextlib.contextmanager
    def held(self) -> t.Iterator[None]:
        self.only_readable = None
        descriptor = self._open()
        try:
            if descriptor is not None:
                self._files.check_owner(self.path, os.fstat(descriptor))
                self._wait_for(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            # Closing gives the lock back, and so does the end of a killed process. The lock file stays: were it
            # removed, a process that waits for it and one that makes it anew would both hold "the" lock.
            self._close(descriptor)

    def wait(self) -> None:
        """Return when nobody holds it. Makes no file."""
        try:
            descriptor = os.open(self.path, READ)
        except OSError:
            return
        try:
            self._wait_for(descriptor, fcntl.LOCK_SH)
        finally:
            self._close(descriptor)

    def _open(self) -> int | None:
        """None where there is neither a lock nor a way to make one, but a session that can be read."""
        try:
            make_directory(os.path.dirname(self.path))
            return os.open(self.path, CREATE, 0o600)
        except OSError as error:
            refused = self._files.failed("lock", error, self.path)
            if error.errno not in _ONLY_READABLE:
                raise refused from None
        self.only_readable = refused
        try:
            return os.open(self.path, READ)
        except OSError as error:
            if error.errno != errno.ENOENT or not os.path.lexists(self._files.path):
                raise refused from None
        return None

    def _wait_for(self, descriptor: int, kind: int) -> None:
        try:
            taken = take_lock(descriptor, kind, self._timeout, self._clock, self._say_of_wait)
        except OSError as error:
            raise self._files.failed("lock", error) from None
        if not taken:
            raise self._files.error(
                f"has been locked by another process for {self._timeout:.0f} s.",
                remedy=f"End the process that holds {self.path}, or name another file in session_file.",
            )

    def _say_of_wait(self) -> None:
        self._say(f"Another process has locked {self._files.path}: waiting for it, at most {self._timeout:.0f} s.")

    @staticmethod
    def _close(descriptor: int | None) -> None:
        if descriptor is not None:
            # Some file systems report here what went wrong before; it must not hide the error that led here.
            with contextlib.suppress(OSError):
                os.close(descriptor)
