# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Proxies on loopback: each connects to `target`, whatever host it is asked for."""

from __future__ import annotations

import select
import socket

from harness.server import Server, Wire


class Tunnel:
    """A proxy for https (CONNECT)."""

    def __init__(self, target: Server, refusal: bytes = b"") -> None:
        self._target = target
        self._refusal = refusal
        self.requests: list[str] = []

    def __call__(self, wire: Wire) -> None:
        connection, head = wire.socket, b""
        while not head.endswith(b"\r\n\r\n"):
            head += connection.recv(1)
        self.requests.append(head.decode())
        if self._refusal:
            connection.sendall(self._refusal)
            return
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self._target.port)) as onward:
            relay(connection, onward)


class Socks:
    """A SOCKS5 proxy without credentials (RFC 1928), or one that refuses."""

    def __init__(self, target: Server, greeting: bytes = b"\x05\x00", granted: int = 0) -> None:
        self._target = target
        self._greeting = greeting
        self._granted = granted
        self.wishes: list[bytes] = []

    def __call__(self, wire: Wire) -> None:
        connection = wire.socket
        connection.recv(262)
        connection.sendall(self._greeting)
        self.wishes.append(connection.recv(262))
        connection.sendall(bytes([5, self._granted, 0, 1, 0, 0, 0, 0, 0, 0]))
        if not self._granted:
            with socket.create_connection(("127.0.0.1", self._target.port)) as onward:
                relay(connection, onward)


def relay(one: socket.socket, other: socket.socket) -> None:
    while True:
        for readable in select.select([one, other], [], [], 5)[0]:
            chunk = readable.recv(65536)
            if not chunk:
                return
            (other if readable is one else one).sendall(chunk)
