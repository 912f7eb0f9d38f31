# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that plays a script of raw bytes. It knows nothing of HTTP beyond where a request ends."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import typing as t
from urllib.parse import parse_qs

_ENDLESS = 64 * 1024 * 1024  # a client that reads all of it has lost: what follows is the same


class Request(t.NamedTuple):
    """What the client sent: enough of it to tell the requests of the session API apart."""

    method: str
    path: str
    form: dict[str, str]
    raw: bytes


class Wire:
    """One connection, seen from the server."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._received = b""

    def read_request(self) -> Request | None:
        """The next request, None when the client has hung up."""
        while b"\r\n\r\n" not in self._received:
            if not self._receive():
                return None
        head, _unused, rest = self._received.partition(b"\r\n\r\n")
        length = _content_length(head)
        while len(rest) < length:
            self._receive()
            rest = self._received[len(head) + 4 :]
        raw, self._received = head + b"\r\n\r\n" + rest[:length], rest[length:]
        method, path = head.decode("latin-1").split(" ")[:2]
        form = {name: values[0] for name, values in parse_qs(rest[:length].decode("ascii")).items()}
        return Request(method, path, form, raw)

    def await_request(self) -> None:
        """Until its first byte is there, which is left unread."""
        self._socket.recv(1, socket.MSG_PEEK)

    def read_some(self) -> None:
        self._receive()

    def send(self, content: bytes) -> None:
        self._socket.sendall(content)

    def send_endlessly(self, content: bytes) -> None:
        """Repeat the content until the client hangs up."""
        block = content * max(1, 65536 // len(content))
        for _unused in range(_ENDLESS // len(block)):
            self.send(block)

    def send_slowly(self, content: bytes, pause: float) -> None:
        """One byte, a pause, and so on until the client hangs up."""
        for position in range(len(content)):
            self.send(content[position : position + 1])
            if self.await_hangup(pause):
                return

    def await_hangup(self, seconds: float | None = None) -> bool:
        """Say nothing until the client hangs up, or for so long. Whether it did."""
        self._socket.settimeout(seconds)
        try:
            while self._receive():
                pass
        except socket.timeout:
            return False
        finally:
            self._socket.settimeout(None)
        return True

    def reset(self) -> None:
        """Close with a TCP RST instead of a FIN."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def close(self) -> None:
        # Without this, closing with unread bytes would turn into a reset.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()

    @property
    def closed(self) -> bool:
        return self._socket.fileno() == -1

    def _receive(self) -> bool:
        received = self._socket.recv(65536)
        self._received += received
        return bool(received)


class ScriptedServer:
    """Plays one script on a free loopback port, for each connection in a thread of its own."""

    def __init__(self, serve: t.Callable[[Wire], None], tls: ssl.SSLContext | None = None) -> None:
        self.connections = 0
        self._serve = serve
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._stopping = False
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> ScriptedServer:
        return self

    def __exit__(self, *error: object) -> None:
        self._stopping = True
        socket.create_connection(("127.0.0.1", self.port)).close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(timeout=10)
        self._listener.close()

    def hung_up(self, seconds: float) -> bool:
        """Whether the client ends all its connections, within so many seconds."""
        for thread in self._threads[1:]:
            thread.join(seconds)
        return not any(thread.is_alive() for thread in self._threads[1:])

    def _accept(self) -> None:
        while True:
            connection, _address = self._listener.accept()
            if self._stopping:
                connection.close()
                return
            self.connections += 1
            thread = threading.Thread(target=self._play, args=(connection,), daemon=True)
            # In this order: one that was not started cannot be waited for.
            thread.start()
            self._threads.append(thread)

    def _play(self, connection: socket.socket) -> None:
        # The client may hang up in the middle of anything.
        with connection, contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._serve_on(connection)

    def _serve_on(self, connection: socket.socket) -> None:
        if self._tls is not None:
            connection = self._tls.wrap_socket(connection, server_side=True)
        self._open.add(connection)
        wire = Wire(connection)
        try:
            self._serve(wire)
        finally:
            self._open.discard(connection)
            if not wire.closed:
                wire.close()


def closed_port() -> int:
    """A port that refuses connections: it was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0
