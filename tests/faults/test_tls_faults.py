# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of TLS: certificates made here, versions nobody wants, and handshakes that come to nothing."""

from __future__ import annotations

import ssl
import typing as t
import warnings
from pathlib import Path

import pytest
import trustme
from harness.certificates import Authority, future, past
from harness.server import Server, Wire

from .columns import COLUMNS, REFRESH, Column, answer_well
from .fault import RETRIES
from .run import Run, Stage
from .test_faults import assert_failed_cleanly


def other_authority(authority: Authority, directory: Path) -> ssl.SSLContext:
    return Authority(directory).server("127.0.0.1")


def self_signed(authority: Authority, directory: Path) -> ssl.SSLContext:
    # A CA that shows its own certificate.
    ca, path = trustme.CA(), directory / "self-signed.pem"
    path.write_bytes(ca.private_key_pem.bytes() + ca.cert_pem.bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(path))
    return context


def tls_1_0_only(authority: Authority, directory: Path) -> ssl.SSLContext:
    context = authority.server("127.0.0.1")
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1
    return context


def client_certificate_wanted_in_tls_1_2(authority: Authority, directory: Path) -> ssl.SSLContext:
    context = authority.server("127.0.0.1", client_required=True)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


# What the server shows, and what the message says of it.
_CERTIFICATES: t.Final = {
    "expired": (lambda authority, _: authority.server("127.0.0.1", **past()), "has expired"),
    "not yet valid": (lambda authority, _: authority.server("127.0.0.1", **future()), "is not valid yet"),
    "another name": (lambda authority, _: authority.server("video.example.com"), "is for another host name"),
    "another address": (lambda authority, _: authority.server("127.0.0.2"), "is for another host name"),
    "unknown authority": (other_authority, "Set ca_path"),
    "self-signed": (self_signed, "Set ca_path"),
    "TLS 1.0 only": (tls_1_0_only, "TLS 1.2 or newer"),
    "client certificate in TLS 1.2": (client_certificate_wanted_in_tls_1_2, "client_cert and client_key"),
}


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
@pytest.mark.parametrize(("context", "says"), _CERTIFICATES.values(), ids=_CERTIFICATES)
def test_a_handshake_that_fails_sends_nothing_and_is_not_repeated(
    context: t.Callable[[Authority, Path], ssl.SSLContext],
    says: str,
    column: Column,
    authority: Authority,
    tmp_path_factory: pytest.TempPathFactory,
    stage: Stage,
) -> None:
    run, connections = play_tls(stage, column, context(authority, tmp_path_factory.mktemp("certificates")))
    assert run.error["code"] == "tls", run.result["msg"]
    assert says in run.result["msg"]
    assert connections == 1
    assert run.requests == 0
    assert "may have been opened" not in run.result["msg"]
    assert_failed_cleanly(run)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_a_client_certificate_that_tls_1_3_misses_late_is_a_tls_error(
    column: Column, authority: Authority, stage: Stage
) -> None:
    run, connections = play_tls(stage, column, authority.server("127.0.0.1", client_required=True))
    # The request was sent before the server could say so.
    assert run.error["code"] == ("session_ended" if column is REFRESH else "tls"), run.result["msg"]
    assert "client_cert" in run.result["msg"] or column is REFRESH
    assert connections == 1
    assert_failed_cleanly(run)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_a_good_certificate_is_accepted(column: Column, authority: Authority, stage: Stage) -> None:
    run, connections = play_tls(stage, column, authority.server("127.0.0.1"))
    assert not run.result.get("failed"), run.result["msg"]
    assert connections == 1


def _cut_off(wire: Wire) -> None:
    wire.read_some()


def _reset(wire: Wire) -> None:
    wire.read_some()
    wire.reset()


def _reset_at_once(wire: Wire) -> None:
    wire.reset()


def _silence(wire: Wire) -> None:
    wire.await_hangup()


def _plain_http(wire: Wire) -> None:
    wire.read_some()
    wire.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def _alert(wire: Wire) -> None:
    wire.read_some()
    wire.send(b"\x15\x03\x03\x00\x02\x02\x28")


def _half_a_hello(wire: Wire) -> None:
    wire.read_some()
    wire.send(b"\x16\x03\x03\x00\x7a\x02\x00\x00")


def _garbage(wire: Wire) -> None:
    wire.read_some()
    wire.send(b"\xff" * 512)


def _slow_hello(wire: Wire) -> None:
    wire.send_slowly(b"\x16\x03\x03\x40\x00" + b"\x02" * 99, 0.05)


# What happens, and the codes that say so.
_HANDSHAKES: t.Final = (
    (_cut_off, {"tls", "unreachable"}),
    (_reset, {"tls", "unreachable"}),
    (_reset_at_once, {"tls", "unreachable"}),
    (_half_a_hello, {"tls", "unreachable"}),
    (_silence, {"timeout"}),
    (_slow_hello, {"timeout", "tls"}),
    (_plain_http, {"tls"}),
    (_alert, {"tls"}),
    (_garbage, {"tls"}),
)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
@pytest.mark.parametrize(("serve", "codes"), _HANDSHAKES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_handshake_that_comes_to_nothing_is_no_lost_reply(
    serve: t.Callable[[Wire], None], codes: set[str], column: Column, stage: Stage
) -> None:
    timeout = 0.3 if "timeout" in codes else 20
    with Server(serve) as server:
        run = stage.perform(column, f"https://127.0.0.1:{server.port}", timeout)
    assert run.error["code"] in codes, run.result["msg"]
    assert "does not speak TLS on that port" in run.result["msg"] or serve not in (_plain_http, _garbage)
    # No request was sent, so that each may be repeated; where TLS itself failed that would be of no use.
    assert server.connections == (1 if run.error["code"] == "tls" else 1 + RETRIES)
    assert "may have been opened" not in run.result["msg"]
    assert_failed_cleanly(run)


def play_tls(stage: Stage, column: Column, context: ssl.SSLContext) -> tuple[Run, int]:
    requests = 0

    def serve(wire: Wire) -> None:
        nonlocal requests
        for request in wire.requests():
            requests += 1
            answer_well(wire, request)

    with Server(serve, context) as server:
        run = stage.perform(column, server.url(), 20)
    run.requests = requests
    return run, server.connections
