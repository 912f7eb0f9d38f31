# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long an answer may take."""

from __future__ import annotations

import signal
import socket
import threading
from pathlib import Path
from typing import Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Request
from ansible_collections.peertube.peertube.plugins.module_utils._http.transport import Transport
from harness.server import Server
from simulator.control import Simulator
from unit.exchanges import PING, Drip, failure_of, send

Listen = Callable[..., Server]


def test_a_server_that_says_nothing_times_out(simulator: Simulator) -> None:
    simulator.hold()
    error = failure_of(simulator.url, timeout=0.2)
    assert (error.code, error.reply_lost, "0.2 s" in error.sentence) == ("timeout", True, True)


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(b"", id="in the status"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", id="in the head"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", id="in the body"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", id="in a body of unknown length"),
    ],
)
def test_a_server_that_sends_a_byte_now_and_then_times_out(listen: Listen, first: bytes) -> None:
    error = failure_of(listen(Drip(first)).url(), timeout=0.1)
    assert (error.code, error.reply_lost) == ("timeout", True)


def test_a_connection_that_is_not_taken_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _number in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        error = failure_of(f"http://127.0.0.1:{address[1]}", timeout=0.2)
        for one in waiting:
            one.close()
    assert (error.code, error.reply_lost) == ("timeout", False)


def test_a_signal_always_reaches_the_thread_that_waits_for_the_answer(simulator: Simulator) -> None:
    """Taken by any other thread, Ctrl-C would be noticed only when the instance answers."""
    simulator.hold()
    before = threading.enumerate()
    waiting = threading.Thread(target=send, args=(simulator.url,))
    waiting.start()
    simulator.wait_held()
    others = set(threading.enumerate()) - {*before, waiting}
    blocked = [Path(f"/proc/self/task/{other.native_id}/status").read_text() for other in others]
    simulator.release()
    waiting.join()
    assert others
    for status in blocked:
        mask = int(status.partition("SigBlk:")[2].split()[0], 16)
        assert all(mask & 1 << number - 1 for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM))


def test_after_a_timeout_the_next_request_is_answered(simulator: Simulator) -> None:
    simulator.hold()
    transport = Transport(Connection(simulator.url, timeout=0.2))
    with pytest.raises(PeerTubeError):
        transport.send(PING)
    assert transport.send(PING).body == b"pong"


def test_after_a_drip_the_next_request_is_answered(simulator: Simulator) -> None:
    simulator.fault(action="drip", interval=0.05, path="/config")
    transport = Transport(Connection(simulator.url, timeout=0.1))
    with pytest.raises(PeerTubeError):
        transport.send(Request("GET", "/config"))
    assert transport.send(PING).body == b"pong"
