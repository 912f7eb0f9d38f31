# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is sent, and what is taken for an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.version import VERSION
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Request
from harness.server import Answers, Server, Wire, answer
from simulator.control import Simulator
from unit.exchanges import failure_of, send

Listen = Callable[..., Server]


# What is sent


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("User-Agent", f"peertube.peertube/{VERSION} (ansible)"),
        ("Accept-Encoding", "identity"),
        ("Accept", "application/json"),
        ("Authorization", ""),
        ("Cookie", ""),
    ],
)
def test_every_request_has_these_headers(listen: Listen, name: str, value: str) -> None:
    server = Answers(answer())
    send(listen(server).url())
    assert server.header(name) == [value]


def test_peertube_sees_the_user_agent(simulator: Simulator) -> None:
    send(simulator.url)
    assert simulator.log()[0]["user_agent"] == f"peertube.peertube/{VERSION} (ansible)"


@pytest.mark.parametrize("host", ["video.example.com", "localhost:9000", "[::1]:9000"])
def test_host_header_is_sent_as_host(listen: Listen, host: str) -> None:
    server = Answers(answer())
    send(listen(server).url(), host_header=host)
    assert server.header("Host") == [host]


def test_there_is_one_host_header(listen: Listen) -> None:
    server = Answers(answer())
    send(listen(server).url(), host_header="video.example.com")
    assert server.requests[0].lower().count("\nhost:") == 1


@pytest.mark.parametrize(
    ("password", "encoded"),
    [
        ("a b", "a+b"),
        ("a&b=c", "a%26b%3Dc"),
        ("100%+", "100%25%2B"),
        ("p\u00e4ss", "p%C3%A4ss"),
        ("\U0001f512", "%F0%9F%94%92"),
        ("a\r\nb\x00", "a%0D%0Ab%00"),
        ('"\\', "%22%5C"),
    ],
)
def test_a_password_may_hold_any_character(listen: Listen, password: str, encoded: str) -> None:
    server = Answers(answer())
    send(listen(server).url(), Request("POST", "/users/token", form={"password": password}))
    assert server.requests[0].endswith(f"\r\n\r\npassword={encoded}")


def test_a_redirect_is_not_followed(listen: Listen) -> None:
    target = Answers(answer())
    address = listen(target).url()
    server = Answers(answer("302 Found", Location=address))
    assert (send(listen(server).url()).status, target.requests) == (302, [])


# ~/.netrc


@pytest.fixture
def netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".netrc"
    path.write_text("machine 127.0.0.1 login netrc-user password netrc-password\ndefault login x password y\n")
    path.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(path))


@pytest.mark.usefixtures("netrc")
def test_netrc_adds_no_authorization(simulator: Simulator) -> None:
    send(simulator.url)
    assert simulator.log()[0]["authorization"] == "none"


@pytest.mark.usefixtures("netrc")
def test_netrc_replaces_no_authorization(listen: Listen) -> None:
    server = Answers(answer())
    send(listen(server).url(), Request("GET", "/users/me", headers={"Authorization": "Bearer abc"}))
    assert server.header("Authorization") == ["Bearer abc"]


@pytest.mark.usefixtures("netrc")
def test_netrc_gives_a_proxy_no_credentials(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Answers(answer())
    monkeypatch.setenv("http_proxy", listen(proxy).url())
    send("http://video.example.com")
    assert proxy.header("Proxy-Authorization") == [""]


# Answers


def test_an_answer_is_returned_as_it_came(listen: Listen) -> None:
    server = Answers(answer("418 Teapot", b'{"a": 1}', "application/json; charset=utf-8", X_Thing="Y"))
    reply = send(listen(server).url())
    assert (reply.status, reply.body, reply.headers["x-thing"]) == (418, b'{"a": 1}', "Y")


def test_an_answer_in_chunks_is_put_together(listen: Listen) -> None:
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\npo\r\n2\r\nng\r\n0\r\n\r\n"
    assert send(listen(Answers(chunks)).url()).body == b"pong"


def test_an_answer_may_end_with_its_connection(listen: Listen) -> None:
    assert send(listen(Answers(b"HTTP/1.1 200 OK\r\n\r\npong")).url()).body == b"pong"


def test_an_answer_of_one_mebibyte_is_read(listen: Listen) -> None:
    body = b"x" * 2**20
    assert send(listen(Answers(answer(body=body))).url()).body == body


ENDLESS_CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 40


@pytest.mark.parametrize(
    "too_long",
    [
        pytest.param(answer(body=b"x" * (2**20 + 1)), id="announced"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2**21, id="until the connection ends"),
        pytest.param(ENDLESS_CHUNKS, id="in chunks"),
    ],
)
def test_an_answer_of_more_is_refused(listen: Listen, too_long: bytes) -> None:
    error = failure_of(listen(Answers(too_long)).url())
    assert (error.code, "1 MiB" in error.sentence) == ("unexpected_response", True)


def test_an_endless_answer_is_refused(simulator: Simulator) -> None:
    simulator.fault(action="endless")
    assert failure_of(simulator.url).code == "unexpected_response"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "GZIP"])
def test_a_compressed_answer_is_refused(listen: Listen, encoding: str) -> None:
    server = Answers(answer(body=b"\x1f\x8b", Content_Encoding=encoding))
    assert failure_of(listen(server).url()).code == "unexpected_response"


@pytest.mark.parametrize(
    "cut_off",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", id="in its body"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf", id="in a chunk"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", id="before the last chunk"),
    ],
)
def test_an_answer_that_is_cut_off_is_lost(listen: Listen, cut_off: bytes) -> None:
    def speak(wire: Wire) -> None:
        wire.read_request()
        wire.send(cut_off)

    error = failure_of(listen(speak).url())
    assert (error.code, error.reply_lost) == ("unreachable", True)


@pytest.mark.parametrize(
    "other_protocol",
    [
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", id="SSH"),
        pytest.param(b"220 mail.example.com ESMTP\r\n", id="SMTP"),
        pytest.param(b"\x00" * 64, id="zeros"),
        pytest.param(b"HTTP/1.1 abc OK\r\n\r\n", id="a status that is no number"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", id="a header too long"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n", id="too many headers"),
    ],
)
def test_what_is_not_http_is_unreachable(listen: Listen, other_protocol: bytes) -> None:
    assert failure_of(listen(Answers(other_protocol)).url()).code == "unreachable"
