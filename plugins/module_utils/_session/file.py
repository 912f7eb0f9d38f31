# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import os
import typing as t

from .._base.clock import Clock
from .._base.errors import PeerTubeError
from .failure_file import FailureFile
from .format import LOGIN_UNDER_WAY, NotASession, dump, load
from .lock import Lock
from .private_files import CREATE, SIZE_LIMIT, PrivateFiles, sync_directory, write_all
from .sharing import Sharing
from .values import Session

if t.TYPE_CHECKING:
    from .._api.instance import Instance
    from .._api.values import Credentials


class SessionFile:
    """One session on disk, for any number of processes: locked, replaced as a whole, readable by its owner alone.

    Every method may raise PeerTubeError session_file, and then has left the file as it was.
    """

    def __init__(
        self,
        path: str,
        url: str,
        clock: Clock,
        lock_timeout: float,
        say: t.Callable[[str], None] = lambda message: None,
    ) -> None:
        """lock_timeout: seconds to wait for another process, which say tells of."""
        self.path = os.path.abspath(path)
        # Whether a process was ended between its login and the writing of the session; known while locked.
        self.login_was_cut_off = False
        self._url = url
        self._directory = os.path.dirname(self.path)
        self._files = PrivateFiles(self.path)
        self._failures = FailureFile(self._files)
        self._lock = Lock(self._files, clock, lock_timeout, say)
        # One fixed name, which the lock makes ours.
        self._new_path = self.path + ".new"
        self._new: int | None = None
        self._logging_in = False

    @contextlib.contextmanager
    def locked(self) -> t.Iterator[None]:
        """Keep every other process out, from the reading of the file to the writing of what was decided."""
        if not os.path.lexists(self._lock.path):
            # Nothing is put beside a file that is none of ours.
            self.read()
        with self._lock.held():
            self._settle()
            try:
                yield
            finally:
                self._drop_new()

    def sharing(self, task: str, instance: Instance, credentials: Credentials | None = None) -> Sharing:
        """What fails is shared as the session is."""
        return Sharing(task, self.locked, self._failures, instance, credentials)

    def read(self) -> Session | None:
        """The session in the file, None when there is no file."""
        content = self._files.read(self.path)
        if content is None:
            return None
        try:
            return load(content, self._url)
        except NotASession as error:
            raise self._files.error(f"{error}.") from None

    def read_settled(self) -> Session | None:
        """The same, once no process is changing it. Makes no file."""
        self._lock.wait()
        return self.read()

    def has_remains(self) -> bool:
        """Whether a process was ended while it was about to write."""
        return os.path.lexists(self._new_path)

    def reserve(self) -> None:
        """Make sure that a session can be written, before the request after which it must be."""
        if self._new is None:
            with self._writing():
                # Written blocks, not a hole: on a full disk it fails here, with the old session whole.
                write_all(self._open_new(), b" " * SIZE_LIMIT)

    def begin_login(self) -> None:
        """Leave a trace of the login that is sent now, should this process be ended before it can write the session."""
        self.reserve()
        with self._writing():
            os.pwrite(t.cast(int, self._new), LOGIN_UNDER_WAY, 0)
        self._logging_in = True

    def end_login(self) -> None:
        """It has failed, and that is told."""
        self._logging_in = False

    def write(self, session: Session) -> None:
        """Replace the session in the file. The session is on disk when this returns."""
        content = dump(session, self._url)
        with self._writing():
            descriptor = self._open_new() if self._new is None else self._new
            os.lseek(descriptor, 0, os.SEEK_SET)
            write_all(descriptor, content)
            os.ftruncate(descriptor, len(content))
            os.fsync(descriptor)
            os.rename(self._new_path, self.path)
            self._logging_in = False
            os.close(descriptor)
            self._new = None
            sync_directory(self._directory)

    def delete(self) -> None:
        with self._files.explained("remove"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.path)
            sync_directory(self._directory)

    @property
    def is_writable(self) -> bool:
        """Whether a session can be written as far as the lock tells, while it is held."""
        return self._lock.only_readable is None

    @contextlib.contextmanager
    def _writing(self) -> t.Iterator[None]:
        if self._lock.only_readable is not None:
            raise self._lock.only_readable
        with self._files.explained("write"):
            yield

    def _settle(self) -> None:
        """Finish what a killed process had written whole, and see what it had begun."""
        self.login_was_cut_off = self._logging_in = False
        if self._lock.only_readable is not None:
            return
        try:
            content = self._files.read(self._new_path)
        except PeerTubeError:
            content = None
        if content is not None:
            self.login_was_cut_off = content.startswith(LOGIN_UNDER_WAY)
            with contextlib.suppress(NotASession, PeerTubeError, OSError):
                load(content, self._url)
                self.read()
                os.rename(self._new_path, self.path)
        self._drop_new()

    def _open_new(self) -> int:
        self._drop_new()
        self._new = os.open(self._new_path, CREATE | os.O_EXCL, 0o600)
        return self._new

    def _drop_new(self) -> None:
        """Without an error, for it may be one that led here; what stays goes with the next lock."""
        with contextlib.suppress(OSError):
            if self._new is not None:
                os.close(self._new)
        self._new = None
        if not self._logging_in:
            with contextlib.suppress(OSError):
                os.unlink(self._new_path)
