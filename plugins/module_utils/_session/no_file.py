# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from .._base.errors import PeerTubeError

if t.TYPE_CHECKING:
    from .._api.instance import Instance
    from .._api.values import Credentials
    from .file import SessionFile
    from .values import Session


class NoSessionFile:
    """Stands where no session_file is given: nothing is known from before, and nothing is kept."""

    path = ""
    login_was_cut_off = False

    def sharing(self, task: str, instance: Instance, credentials: Credentials | None = None) -> NotShared:
        return NotShared()

    def read(self) -> Session | None:
        return None

    def read_settled(self) -> Session | None:
        return None

    def has_remains(self) -> bool:
        return False

    def reserve(self) -> None:
        pass

    def begin_login(self) -> None:
        pass

    def end_login(self) -> None:
        pass

    def write(self, session: Session) -> None:
        pass

    def delete(self) -> None:
        pass


class ReplacedSession(NoSessionFile):
    """The session that was replaced, within the session file, which is locked by whoever uses this.

    It stays there until it is known to have ended, so that whoever comes after a process that was killed can end it.
    """

    def __init__(self, store: SessionFile) -> None:
        self._file = store

    def read(self) -> Session | None:
        kept = self._file.read()
        return None if kept is None else kept.replaced

    def reserve(self) -> None:
        self._file.reserve()

    def write(self, session: Session) -> None:
        self._put(dataclasses.replace(session, checked_at=None))

    def delete(self) -> None:
        # Where that cannot be written, the next one asks, and learns that it has ended.
        with contextlib.suppress(PeerTubeError):
            self._put(None)

    def tried(self, now: float) -> None:
        """It could not be ended, which was told."""
        with contextlib.suppress(PeerTubeError):
            session = self.read()
            if session is not None:
                self._put(dataclasses.replace(session, checked_at=now))

    def _put(self, session: Session | None) -> None:
        kept = self._file.read()
        if kept is not None:
            self._file.write(dataclasses.replace(kept, replaced=session))


class NotShared:
    """Stands where nobody else has the session, in place of Sharing."""

    def locked(self) -> t.ContextManager[None]:
        return contextlib.nullcontext()

    def before_request(self, stored: Session | None) -> None:
        pass

    def before_login(self) -> None:
        pass

    def succeeded(self) -> None:
        pass
