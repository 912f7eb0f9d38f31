# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import os
import signal
import threading
import types
import typing as t

# What ends a task before its time: Ctrl-C, kill, a connection that is gone, and the timeout that a task may have.
_NUMBERS: t.Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
_GRACE: t.Final = 5.0


class Interrupted(BaseException):
    """A signal that would have ended the process at once, so that what is in a finally happens first."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Signals:
    """Signals, within its context, as exceptions that pass through every finally; then they do what they did before."""

    def __init__(self) -> None:
        self._before: dict[int, t.Any] = {}
        self._held: int | None = None
        self._holding = False

    def __enter__(self) -> Signals:
        # Only there can handlers be set. A thread of somebody else's gets no signal either.
        if threading.current_thread() is threading.main_thread():
            for number in _NUMBERS:
                before = signal.getsignal(number)
                # SIGALRM without a handler is nobody's timeout; what was not set from Python cannot be set back.
                if before not in (None, signal.SIG_IGN) and not (number == signal.SIGALRM and before == signal.SIG_DFL):
                    self._before[number] = before
                    signal.signal(number, self._arrived)
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
        self._before = {}
        if isinstance(error, Interrupted):
            os.kill(os.getpid(), error.number)

    @contextlib.contextmanager
    def held(self) -> t.Iterator[None]:
        """Let a signal wait for the end of this, or at most five seconds: a login whose answer nobody waits for would
        leave a session that nobody can end."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._held is not None:
            self._deliver(self._held, None)

    def _arrived(self, number: int, frame: types.FrameType | None) -> None:
        if not self._holding or self._held is not None:
            self._deliver(number, frame)
            return
        self._held = number
        timer = threading.Timer(_GRACE, self._insist)
        timer.daemon = True
        timer.start()

    def _insist(self) -> None:
        if self._holding and self._held is not None:
            os.kill(os.getpid(), self._held)

    def _deliver(self, number: int, frame: types.FrameType | None) -> None:
        self._held = None
        before = self._before.get(number)
        if callable(before):
            before(number, frame)
        else:
            raise Interrupted(number)
