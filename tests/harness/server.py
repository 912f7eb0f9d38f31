# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server on loopback that does what a test says: HTTP or any other bytes, at any pace, and TLS of every kind."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from typing import Callable, Iterator, Sequence
from urllib.parse import parse_qsl

_ENDLESS = 64 * 1024 * 1024  # a client that reads all of it has lost: what follows is the same


class Request(str):
    """A request as it came, head and body, each byte a character."""

    @property
    def method(self) -> str:
        return self.split(" ")[0]

    @property
    def path(self) -> str:
        return self.split(" ")[1]

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.partition("\r\n\r\n")[2]))

    def header(self, name: str) -> str:
        """Empty when there is none."""
        fields = (line.partition(":") for line in self.partition("\r\n\r\n")[0].split("\r\n")[1:])
        return next((value.strip() for field, _unused, value in fields if field.lower() == name.lower()), "")


class Wire:
    """One connection, seen from the server."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self._received = b""

    def requests(self) -> Iterator[Request]:
        """Each request, until either side has hung up."""
        while not self.closed:
            request = self.read_request()
            if request is None:
                return
            yield request

    def read_request(self) -> Request | None:
        """The next request, None when the client has hung up."""
        while b"\r\n\r\n" not in self._received:
            if not self.read_some():
                return None
        head, _unused, rest = self._received.partition(b"\r\n\r\n")
        length = int(Request(head.decode("latin-1")).header("Content-Length") or 0)
        while len(rest) < length:
            self.read_some()
            rest = self._received[len(head) + 4 :]
        self._received = rest[length:]
        return Request((head + b"\r\n\r\n" + rest[:length]).decode("latin-1"))

    def await_request(self) -> None:
        """Until its first byte is there, which is left unread."""
        self.socket.recv(1, socket.MSG_PEEK)

    def read_some(self) -> bool:
        """Whether there was something to be read."""
        received = self.socket.recv(65536)
        self._received += received
        return bool(received)

    def send(self, content: bytes) -> None:
        self.socket.sendall(content)

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
        self.socket.settimeout(seconds)
        try:
            while self.read_some():
                pass
        except socket.timeout:
            return False
        finally:
            self.socket.settimeout(None)
        return True

    def reset(self) -> None:
        """Close with a TCP RST instead of a FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self) -> None:
        # Without this, closing with unread bytes would turn into a reset.
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
        self.socket.close()

    @property
    def closed(self) -> bool:
        return self.socket.fileno() == -1


class Server:
    """Serves each connection in a thread of its own, until the block ends."""

    def __init__(self, serve: Callable[[Wire], object], tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.connections = 0
        self._serve = serve
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self._stopping = False
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> Server:
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

    def url(self, host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}"

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
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            self._open.add(connection)
            wire = Wire(connection)
            try:
                if isinstance(connection, ssl.SSLSocket):
                    connection.do_handshake()
                self._serve(wire)
            except ssl.SSLError:
                # Closing with unread bytes would be a reset, and the client might never see the alert.
                connection.shutdown(socket.SHUT_WR)
                wire.await_hangup()
            finally:
                self._open.discard(connection)
                wire.close()


class Answers:
    """Speaks HTTP/1.1: one canned answer a request, the last one for ever. Keeps the requests it was sent."""

    def __init__(self, *answers: bytes) -> None:
        self._answers = list(answers)
        self.requests: list[Request] = []

    def __call__(self, wire: Wire) -> None:
        for request in wire.requests():
            self.requests.append(request)
            answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            wire.send(answer)
            if b"Content-Length" not in answer:
                return

    def header(self, name: str) -> list[str]:
        """What each request had in a header; empty when it had none."""
        return [request.header(name) for request in self.requests]


def answer(
    status: int | str = 200,
    body: bytes = b"",
    content_type: str | None = "application/json; charset=utf-8",
    *,
    headers: Sequence[bytes] = (),
    length: bytes | None = None,
    **named: str,
) -> bytes:
    """A whole HTTP/1.1 answer that keeps the connection open. length: instead of the true one."""
    lines = [f"HTTP/1.1 {status}{' Whatever' if isinstance(status, int) else ''}".encode(), *headers]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}".encode())
    lines.append(b"Content-Length: " + (b"%d" % len(body) if length is None else length))
    lines += [f"{name.replace('_', '-')}: {value}".encode() for name, value in named.items()]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port
