# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import errno
import socket
import ssl
from typing import Callable

import pytest
import requests
import urllib3
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.body import UnexpectedAnswer
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Request
from ansible_collections.peertube.peertube.plugins.module_utils._http.transport import Transport
from ansible_collections.peertube.peertube.plugins.module_utils._http.unanswered import Unanswered, explain
from harness.server import Answers, Server, free_port
from simulator.control import Simulator

CONNECTION = Connection("https://video.example.com", timeout=7.5)


def explained(failure: BaseException, late: bool = False, sent: bool = True) -> Unanswered:
    return explain(failure, CONNECTION, CONNECTION.timeout, late, sent)


def failure_of(url: str) -> PeerTubeError:
    with pytest.raises(PeerTubeError) as raised:
        Transport(Connection(url, timeout=5)).send(Request("GET", "/ping"))
    return raised.value


def certificate_error(verify_code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError("certificate verify failed")
    error.verify_code, error.verify_message = verify_code, "a reason of OpenSSL"
    return error


def test_a_refused_connection_is_named_by_its_reason() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    assert failure_of(url).sentence == f"Cannot connect to {url}: connection refused."


def test_a_refused_connection_did_not_reach_the_server() -> None:
    error = failure_of(f"http://127.0.0.1:{free_port()}")
    assert (error.code, error.reply_lost) == ("unreachable", False)


def test_an_unknown_host_is_named_by_its_reason() -> None:
    # RFC 6761 section 6.4: no such name exists.
    sentence = failure_of("http://video.invalid").sentence
    assert sentence == "Cannot connect to http://video.invalid: the host name is not known."


@pytest.mark.parametrize("host", ["a" * 64 + ".example.com", "video..example.com"])
def test_a_host_name_that_none_can_be_is_unreachable(host: str) -> None:
    error = failure_of(f"http://{host}")
    assert (error.code, error.reply_lost) == ("unreachable", False)


def test_a_reset_connection_is_named_by_its_reason(simulator: Simulator) -> None:
    simulator.fault(action="reset")
    assert (
        failure_of(simulator.url).sentence == f"The connection to {simulator.url} broke off: connection reset by peer."
    )


def test_an_error_names_the_request(simulator: Simulator) -> None:
    simulator.fault(action="reset")
    error = failure_of(simulator.url)
    assert (error.method, error.url, error.status) == ("GET", f"{simulator.url}/api/v1/ping", None)


def test_what_is_not_http_is_said_so(listen: Callable[..., Server]) -> None:
    assert "is not HTTP" in failure_of(listen(Answers(b"SSH-2.0-OpenSSH_9.6\r\n")).url()).sentence


def test_an_answer_that_is_late_is_a_timeout_whatever_broke() -> None:
    assert explained(requests.exceptions.ChunkedEncodingError(), late=True).code == "timeout"


@pytest.mark.parametrize(
    "failure",
    [
        requests.ReadTimeout(),
        requests.Timeout(),
        socket.timeout(),
        requests.ConnectionError(urllib3.exceptions.ReadTimeoutError(None, "/", "Read timed out.")),
    ],
)
def test_a_timeout_after_the_request_was_sent_is_one_of_the_answer(failure: Exception) -> None:
    assert explained(failure).sentence == "https://video.example.com sent nothing within 7.5 s."


def test_a_timeout_before_the_request_was_sent_is_one_of_the_connection() -> None:
    assert (
        explained(requests.ConnectTimeout(), sent=False).sentence
        == "No connection to https://video.example.com within 7.5 s."
    )


@pytest.mark.parametrize("failure", [requests.ConnectTimeout(), requests.ReadTimeout()])
def test_a_timeout_names_its_seconds(failure: Exception) -> None:
    assert "7.5 s" in explained(failure).sentence


@pytest.mark.parametrize(
    ("verify_code", "what"),
    [
        (9, "is not valid yet"),
        (10, "has expired"),
        (18, "is signed by no CA known here"),
        (19, "is signed by no CA known here"),
        (20, "is signed by no CA known here"),
        (21, "is signed by no CA known here"),
        (62, "is for another host name than video.example.com"),
        (64, "is for another host name than video.example.com"),
        (23, "was not accepted: a reason of OpenSSL"),
    ],
)
def test_a_certificate_is_refused_for_its_own_reason(verify_code: int, what: str) -> None:
    sentence = explained(requests.exceptions.SSLError(certificate_error(verify_code))).sentence
    assert sentence == f"The certificate of https://video.example.com {what}."


def test_a_certificate_that_is_refused_without_a_code_is_for_another_name() -> None:
    """So it is with urllib3 before 1.26.6, on Python before 3.12."""
    error = ssl.SSLCertVerificationError("hostname '10.0.0.5' doesn't match 'video.example.com'")
    assert "is for another host name than video.example.com." in explained(requests.exceptions.SSLError(error)).sentence


@pytest.mark.parametrize("reason", ["WRONG_VERSION_NUMBER", "PACKET_LENGTH_TOO_LONG", "UNKNOWN_PROTOCOL"])
def test_what_is_no_tls_at_all_is_said_so(reason: str) -> None:
    error = ssl.SSLError(1, "[SSL] text")
    error.reason = reason
    assert "begin url with http://" in explained(requests.exceptions.SSLError(error)).remedy


def test_a_refused_certificate_is_a_failure_of_tls() -> None:
    assert explained(requests.exceptions.SSLError(certificate_error(10)), sent=False).code == "tls"


@pytest.mark.parametrize(
    "failure", [requests.exceptions.SSLError(), urllib3.exceptions.SSLError(), ssl.SSLError(1, "[SSL] broken")]
)
def test_every_failure_of_tls_is_one(failure: Exception) -> None:
    assert explained(failure).code == "tls"


def test_a_failure_of_tls_shows_the_reason_of_openssl() -> None:
    error = ssl.SSLError(1, "[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure")
    error.reason = "SSLV3_ALERT_HANDSHAKE_FAILURE"
    assert "sslv3 alert handshake failure" in explained(requests.exceptions.SSLError(error)).sentence


def test_a_proxy_that_wants_credentials_is_named() -> None:
    failure = requests.exceptions.ProxyError(OSError("Tunnel connection failed: 407 Proxy Authentication Required"))
    assert explained(failure).code == "proxy_unauthorized"


def test_any_other_failure_of_a_proxy_is_unreachable() -> None:
    failure = requests.exceptions.ProxyError(OSError("Tunnel connection failed: 403 Forbidden"))
    assert explained(failure, sent=False).code == "unreachable"


@pytest.mark.parametrize("text", ["http://user:prxpw@proxy:3128", "password=prxpw"])
@pytest.mark.parametrize(
    "kind",
    [
        requests.exceptions.InvalidProxyURL,
        requests.exceptions.ProxyError,
        requests.ConnectionError,
        requests.exceptions.SSLError,
        OSError,
        ValueError,
    ],
)
def test_the_text_of_an_exception_is_never_shown(kind: type[Exception], text: str) -> None:
    assert "prxpw" not in str(explained(kind(text)))


@pytest.mark.parametrize(
    "failure", [requests.exceptions.InvalidURL(), requests.exceptions.InvalidProxyURL(), ValueError()]
)
def test_an_address_that_cannot_be_used_is_unreachable(failure: Exception) -> None:
    assert explained(failure, sent=False).code == "unreachable"


def test_an_exception_that_wraps_itself_is_looked_at_once() -> None:
    failure = requests.ConnectionError()
    failure.args = (OSError(errno.EPIPE, "x"), failure)
    assert "broken pipe" in explained(failure).sentence


def test_an_unexpected_answer_is_shown_in_our_own_words() -> None:
    sentence = explained(UnexpectedAnswer("an answer of more than 1 MiB")).sentence
    assert sentence == "https://video.example.com sent an answer of more than 1 MiB."
