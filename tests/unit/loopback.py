# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers on loopback for what the simulator cannot do: bytes that are no HTTP, TLS of every kind, proxies."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from typing import Callable, Iterator

# Seconds after which a test that hangs fails.
TIMEOUT = 10.0

Speak = Callable[[socket.socket], None]


class Listener:
    """Answers each connection in a thread of its own, until the block ends."""

    def __init__(self, speak: Speak, context: ssl.SSLContext | None = None, port: int = 0) -> None:
        self._speak = speak
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", port))
        self._open: list[socket.socket] = []
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0

    def __enter__(self) -> Listener:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        for one in [self._socket, *self._open]:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def url(self, host: str = "127.0.0.1") -> str:
        return f"{'https' if self._context else 'http'}://{host}:{self.port}"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._socket.accept()
                self.connections += 1
                self._open.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(TIMEOUT)
        # A client that has had enough, or does not trust the certificate, hangs up.
        with contextlib.suppress(OSError, ValueError), connection:
            if self._context is None:
                self._speak(connection)
            else:
                self._serve_encrypted(self._context, connection)

    def _serve_encrypted(self, context: ssl.SSLContext, connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as encrypted:
            try:
                encrypted.do_handshake()
            except ssl.SSLError:
                # Closing with unread bytes would be a reset, and the client might never see the alert.
                encrypted.shutdown(socket.SHUT_WR)
                while encrypted.recv(65536):
                    pass
            else:
                self._speak(encrypted)


class Answers:
    """Speaks HTTP/1.1: one canned answer a request, the last one for ever. Keeps the requests it was sent."""

    def __init__(self, *answers: bytes) -> None:
        self._answers = list(answers)
        self.requests: list[str] = []

    def __call__(self, connection: socket.socket) -> None:
        for request in requests_on(connection):
            self.requests.append(request)
            answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            connection.sendall(answer)
            if b"Content-Length" not in answer:
                return

    def header(self, name: str) -> list[str]:
        """What each request had in a header; empty when it had none."""
        return [header_of(request, name) for request in self.requests]


def requests_on(connection: socket.socket) -> Iterator[str]:
    """Each request, head and body, until the client hangs up."""
    received = b""
    while True:
        while b"\r\n\r\n" not in received:
            chunk = connection.recv(65536)
            if not chunk:
                return
            received += chunk
        head, _unused, received = received.partition(b"\r\n\r\n")
        length = int(header_of(head.decode("latin-1"), "Content-Length") or 0)
        while len(received) < length:
            received += connection.recv(65536)
        body, received = received[:length], received[length:]
        yield (head + b"\r\n\r\n" + body).decode("latin-1")


def header_of(request: str, name: str) -> str:
    lines = request.partition("\r\n\r\n")[0].split("\r\n")[1:]
    fields = (line.partition(":") for line in lines)
    return next((value.strip() for field, _unused, value in fields if field.lower() == name.lower()), "")


def answer(status: str = "200 OK", body: bytes = b"", content_type: str = "application/json", **headers: str) -> bytes:
    """An HTTP/1.1 answer that keeps the connection open."""
    fields = {"Content-Type": content_type, "Content-Length": str(len(body))}
    fields.update({name.replace("_", "-"): value for name, value in headers.items()})
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port
