# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import errno
import os
import stat
import typing as t

from .._base.errors import PeerTubeError

SIZE_LIMIT = 64 * 1024
# O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever. O_NOFOLLOW: a symlink is refused, not followed.
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CREATE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

_NAME_ANOTHER = "Name another file in session_file."


class PrivateFiles:
    """A session file and the files beside it: what is wrong with one of them, said in a PeerTubeError session_file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def read(self, path: str) -> bytes | None:
        """The content of a file of ours alone, None when there is none. Raises PeerTubeError for anything else."""
        with self.explained("read", path):
            try:
                descriptor = os.open(path, READ)
            except FileNotFoundError:
                return None
            try:
                self.check(path, os.fstat(descriptor))
                return os.read(descriptor, SIZE_LIMIT)
            finally:
                os.close(descriptor)

    def check(self, path: str, status: os.stat_result) -> None:
        if stat.S_ISDIR(status.st_mode):
            raise self.error("is a directory.", path=path, remedy=_NAME_ANOTHER)
        if not stat.S_ISREG(status.st_mode):
            raise self.error("is not a regular file.", path=path, remedy=_NAME_ANOTHER)
        self.check_owner(path, status)
        mode = stat.S_IMODE(status.st_mode)
        if mode & 0o077:
            raise self.error(
                f"may be read or written by others (mode {mode:04o}).",
                path=path,
                remedy="Change its mode to 0600 if nobody has seen its tokens, else log out and remove it.",
            )

    def check_owner(self, path: str, status: os.stat_result) -> None:
        if status.st_uid != os.geteuid():
            raise self.error(
                f"belongs to user id {status.st_uid}, and this task runs as {os.geteuid()}.",
                path=path,
                remedy="Run the task as its owner, or name another file in session_file.",
            )

    @contextlib.contextmanager
    def explained(self, action: str, path: str | None = None) -> t.Iterator[None]:
        """path: another than the session file itself, such as its lock."""
        try:
            yield
        except OSError as error:
            raise self.failed(action, error, path) from None

    def failed(self, action: str, error: OSError, path: str | None = None) -> PeerTubeError:
        if error.errno in (errno.ELOOP, errno.EMLINK):
            return self.error("is a symbolic link.", path=path, remedy=_NAME_ANOTHER)
        if error.errno == errno.EISDIR:
            return self.error("is a directory.", path=path, remedy=_NAME_ANOTHER)
        if error.errno == errno.ENXIO:
            return self.error("is not a regular file.", path=path, remedy=_NAME_ANOTHER)
        if error.errno == errno.EACCES:
            # Whose it is says more than that it may not be opened.
            with contextlib.suppress(OSError):
                self.check_owner(path or self.path, os.lstat(path or self.path))
        reason = os.strerror(error.errno).lower() if error.errno else type(error).__name__
        remedy = "Check the space and the permissions in its directory, or name another file in session_file."
        return self.error(f"cannot be used ({action}: {reason}).", remedy=remedy)

    def error(self, what: str, *, path: str | None = None, remedy: str | None = None) -> PeerTubeError:
        return PeerTubeError("session_file", f"The session file {path or self.path} {what}", remedy=remedy)


def write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def make_directory(path: str) -> None:
    """Every directory that is missing, for its owner alone; os.makedirs would do so for the last one only."""
    if not os.path.isdir(path):
        make_directory(os.path.dirname(path))
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, 0o700)


def sync_directory(path: str) -> None:
    # Not every file system can; then a rename is as durable as it makes it.
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
