# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import socket
import threading
import time
import typing as t

from .._base.threads import start_unsignalled
from .strict_response import StrictResponse


class WatchedPool:
    """What every pool that is watched can be known by."""


def watched_pool(pool: t.Any, watch: Watch) -> t.Any:
    """A connection pool that tells the watch of its connections."""

    class WatchedConnection(pool.ConnectionCls):  # type: ignore[misc]
        response_class = StrictResponse

        def _new_conn(self) -> socket.socket:
            connected: socket.socket = super()._new_conn()
            watch.connected(connected)
            return connected

        def endheaders(self, *args: t.Any, **kwargs: t.Any) -> None:
            if self.sock is None:
                self.connect()
            watch.sent = True
            super().endheaders(*args, **kwargs)

    class Watched(WatchedPool, pool):  # type: ignore[misc]
        ConnectionCls = WatchedConnection

    return Watched


class Watch:
    """Watches one exchange: whether the request was sent, and that the whole answer comes in time.

    A socket's own timeout starts anew with each byte that comes.
    """

    def __init__(self) -> None:
        self.sent = False
        self.late = False
        self._seconds = self._deadline = 0.0
        self._socket: socket.socket | None = None

    def connected(self, connection: socket.socket) -> None:
        # A duplicate, for TLS takes the descriptor out of the socket that it wraps.
        self.forget()
        self._socket = connection.dup()

    def forget(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    @contextlib.contextmanager
    def over(self, seconds: float) -> t.Iterator[None]:
        """Watch what is done within, for so many seconds."""
        self.sent = self.late = False
        self._seconds = seconds
        self.postpone()
        done = threading.Event()
        watcher = threading.Thread(target=self._await, args=(done,), daemon=True)
        start_unsignalled(watcher)
        try:
            yield
        finally:
            done.set()
            # Where a process ends before its threads, glibc opens a file to end them, and aborts where it cannot.
            watcher.join()

    def postpone(self) -> None:
        """Begin to count anew: a piece of a file is on its way, of which nobody knows how long all of it takes."""
        self._deadline = time.monotonic() + self._seconds

    def _await(self, done: threading.Event) -> None:
        while not done.wait(self._deadline - time.monotonic()):
            if time.monotonic() >= self._deadline:
                self._break_off()
                return

    def _break_off(self) -> None:
        self.late = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
