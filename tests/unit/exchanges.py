# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request to one server, and what comes of it."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Reply, Request
from ansible_collections.peertube.peertube.plugins.module_utils._http.transport import Transport
from harness.server import Answers, Server, Wire, answer

PING = Request("GET", "/ping")


def send(url: str, request: Request = PING, **options: Any) -> Reply:
    transport = Transport(Connection(url, **{"timeout": 5, **options}))
    try:
        return transport.send(request)
    finally:
        transport.close()


def failure_of(url: str, request: Request = PING, **options: Any) -> PeerTubeError:
    with pytest.raises(PeerTubeError) as raised:
        send(url, request, **options)
    return raised.value


def sent(listen: Callable[..., Server], request: Request) -> tuple[str, str, str]:
    """The request line, the content type and the body that a server gets."""
    server = Answers(answer())
    send(listen(server).url(), request)
    head, _unused, body = server.requests[0].partition("\r\n\r\n")
    return head.split("\r\n")[0], server.header("Content-Type")[0], body


class Drip:
    """Sends a beginning, and then a byte now and then until the client hangs up."""

    def __init__(self, first: bytes) -> None:
        self._first = first

    def __call__(self, wire: Wire) -> None:
        wire.read_request()
        wire.send(self._first)
        wire.send_slowly(b"x" * 9999, 0.02)
