# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import select
import signal
import socket
import ssl
import subprocess
import sys
import threading
import warnings
from pathlib import Path
from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._base.version import VERSION
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Reply, Request
from ansible_collections.peertube.peertube.plugins.module_utils._http.transport import Transport
from simulator.control import Simulator
from unit.certificates import Authority, future, past
from unit.loopback import Answers, Listener, answer, free_port, requests_on

Listen = Callable[..., Listener]
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
    def speak(connection: socket.socket) -> None:
        next(requests_on(connection))
        connection.sendall(cut_off)

    error = failure_of(listen(speak).url())
    assert (error.code, error.reply_lost) == ("unreachable", True)


@pytest.mark.parametrize(
    "other_protocol",
    [
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", id="SSH"),
        pytest.param(b"220 mail.example.com ESMTP\r\n", id="SMTP"),
        pytest.param(b"\x15\x03\x03\x00\x02\x02\x0a", id="TLS"),
        pytest.param(b"\x00" * 64, id="zeros"),
        pytest.param(b"HTTP/1.1 abc OK\r\n\r\n", id="a status that is no number"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", id="a header too long"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n", id="too many headers"),
    ],
)
def test_what_is_not_http_is_unreachable(listen: Listen, other_protocol: bytes) -> None:
    assert failure_of(listen(Answers(other_protocol)).url()).code == "unreachable"


# Time


class Drip:
    """Sends a beginning, and then a byte now and then until the client hangs up."""

    def __init__(self, first: bytes) -> None:
        self._first = first

    def __call__(self, connection: socket.socket) -> None:
        next(requests_on(connection))
        connection.sendall(self._first)
        connection.settimeout(0.02)
        while True:
            connection.sendall(b"x")
            try:
                if connection.recv(1) == b"":
                    return
            except socket.timeout:
                continue


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


# TLS


def test_a_certificate_of_the_given_ca_is_good(listen: Listen, authority: Authority) -> None:
    server = listen(Answers(answer()), authority.server("127.0.0.1"))
    assert send(server.url(), ca_path=authority.path).status == 200


def tls_failure(listen: Listen, context: ssl.SSLContext, **options: Any) -> str:
    error = failure_of(listen(Answers(answer()), context).url(), **options)
    assert error.code == "tls"
    return str(error.as_result()["msg"])


def test_a_certificate_of_an_unknown_ca_is_refused(listen: Listen, authority: Authority) -> None:
    assert "Set ca_path" in tls_failure(listen, authority.server("127.0.0.1"))


def test_a_certificate_of_another_ca_than_the_given_is_refused(
    listen: Listen, authority: Authority, tmp_path: Path
) -> None:
    assert "Set ca_path" in tls_failure(listen, authority.server("127.0.0.1"), ca_path=Authority(tmp_path).path)


def test_a_certificate_that_has_expired_is_refused(listen: Listen, authority: Authority) -> None:
    message = tls_failure(listen, authority.server("127.0.0.1", **past()), ca_path=authority.path)
    assert "has expired" in message


@pytest.mark.skipif(sys.version_info < (3, 9), reason="trustme for Python 3.8 cannot make such a certificate")
def test_a_certificate_that_is_not_valid_yet_is_refused(listen: Listen, authority: Authority) -> None:
    message = tls_failure(listen, authority.server("127.0.0.1", **future()), ca_path=authority.path)
    assert "is not valid yet" in message


@pytest.mark.parametrize("name", ["10.0.0.5", "video.example.com"])
def test_a_certificate_for_another_host_is_refused(listen: Listen, authority: Authority, name: str) -> None:
    message = tls_failure(listen, authority.server(name), ca_path=authority.path)
    assert "is for another host name" in message


def test_a_certificate_for_another_host_than_the_url_names_is_refused(listen: Listen, authority: Authority) -> None:
    server = listen(Answers(answer()), authority.server("video.example.com"))
    assert "is for another host name" in failure_of(server.url("localhost"), ca_path=authority.path).sentence


@pytest.mark.parametrize("validity", [{}, past()])
def test_without_validation_any_certificate_is_good(
    listen: Listen, authority: Authority, validity: dict[str, Any]
) -> None:
    server = listen(Answers(answer()), authority.server("video.example.com", **validity))
    assert send(server.url(), validate_certs=False).status == 200


def test_without_validation_nothing_is_written_to_the_terminal(listen: Listen, authority: Authority) -> None:
    server = listen(Answers(answer()), authority.server("127.0.0.1"))
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        send(server.url(), validate_certs=False)
    assert warned == []


@pytest.mark.parametrize("host", ["video.example.com", "video.example.com:8443", "VIDEO.example.com"])
def test_with_host_header_the_certificate_must_be_for_that_name(
    listen: Listen, authority: Authority, host: str
) -> None:
    server = listen(Answers(answer()), authority.server("video.example.com"))
    assert send(server.url(), host_header=host, ca_path=authority.path).status == 200


def test_with_host_header_a_certificate_for_the_url_is_not_enough(listen: Listen, authority: Authority) -> None:
    message = tls_failure(
        listen, authority.server("127.0.0.1"), host_header="video.example.com", ca_path=authority.path
    )
    assert "is for another host name" in message


@pytest.mark.parametrize("validate_certs", [True, False])
@pytest.mark.parametrize(
    ("host_header", "asked_for"),
    [("video.example.com", "video.example.com"), ("video.example.com:8443", "video.example.com"), (None, "localhost")],
)
def test_the_server_is_told_which_certificate_is_wanted(
    listen: Listen, authority: Authority, host_header: str | None, asked_for: str, validate_certs: bool
) -> None:
    context, names = authority.server("video.example.com", "localhost"), []
    context.sni_callback = lambda connection, name, whole: names.append(name)
    server = listen(Answers(answer()), context)
    options = {"ca_path": authority.path} if validate_certs else {"validate_certs": False}
    send(server.url("localhost"), host_header=host_header, **options)
    assert names == [asked_for]


def test_a_client_certificate_is_shown(listen: Listen, authority: Authority) -> None:
    certificate, key = authority.files("client.example.com")
    server = listen(Answers(answer()), authority.server("127.0.0.1", client_required=True))
    reply = send(server.url(), ca_path=authority.path, client_cert=certificate, client_key=key)
    assert reply.status == 200


def test_a_client_certificate_may_have_its_key_in_the_same_file(
    listen: Listen, authority: Authority, tmp_path: Path
) -> None:
    both = tmp_path / "both.pem"
    both.write_text("".join(Path(path).read_text() for path in authority.files("client.example.com")))
    server = listen(Answers(answer()), authority.server("127.0.0.1", client_required=True))
    assert send(server.url(), ca_path=authority.path, client_cert=str(both)).status == 200


def test_a_server_that_wants_a_client_certificate_gets_a_tls_error(listen: Listen, authority: Authority) -> None:
    message = tls_failure(listen, authority.server("127.0.0.1", client_required=True), ca_path=authority.path)
    assert "client_cert" in message


def test_https_to_a_server_that_speaks_http_is_a_tls_error(simulator: Simulator) -> None:
    assert failure_of(simulator.url.replace("http:", "https:")).code == "tls"


def test_http_to_a_server_that_speaks_https_does_not_hang(listen: Listen, authority: Authority) -> None:
    server = listen(Answers(answer()), authority.server("127.0.0.1"))
    assert failure_of(f"http://127.0.0.1:{server.port}").code == "unreachable"


def test_a_handshake_that_stops_times_out(listen: Listen) -> None:
    def stall(connection: socket.socket) -> None:
        while connection.recv(65536):
            pass

    server = listen(stall)
    assert failure_of(f"https://127.0.0.1:{server.port}", timeout=0.2).code == "timeout"


CAS = """
import sys
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Request
from ansible_collections.peertube.peertube.plugins.module_utils._http.transport import Transport
print(Transport(Connection(sys.argv[1], timeout=5)).send(Request("GET", "/ping")).status)
"""


def test_the_cas_of_the_system_count(
    listen: Listen, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority.path)
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    server = listen(Answers(answer()), authority.server("127.0.0.1"))
    ran = subprocess.run([sys.executable, "-c", CAS, server.url()], capture_output=True, text=True, check=False)
    assert ran.stdout == "200\n"


# Proxies


class Tunnel:
    """A proxy for https: connects to `target`, whatever host it is asked for."""

    def __init__(self, target: Listener, refusal: bytes = b"") -> None:
        self._target = target
        self._refusal = refusal
        self.requests: list[str] = []

    def __call__(self, connection: socket.socket) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += connection.recv(1)
        self.requests.append(head.decode())
        if self._refusal:
            connection.sendall(self._refusal)
            return
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self._target.port)) as onward:
            self._relay(connection, onward)

    @staticmethod
    def _relay(one: socket.socket, other: socket.socket) -> None:
        while True:
            for readable in select.select([one, other], [], [], 5)[0]:
                chunk = readable.recv(65536)
                if not chunk:
                    return
                (other if readable is one else one).sendall(chunk)


def test_an_http_proxy_is_used(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Answers(answer())
    monkeypatch.setenv("http_proxy", listen(proxy).url())
    send("http://video.example.com")
    assert proxy.requests[0].startswith("GET http://video.example.com/api/v1/ping HTTP/1.1\r\n")


def test_a_proxy_gets_the_credentials_of_its_address(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Answers(answer())
    monkeypatch.setenv("http_proxy", f"http://user:pw@127.0.0.1:{listen(proxy).port}")
    send("http://video.example.com")
    assert proxy.header("Proxy-Authorization") == ["Basic dXNlcjpwdw=="]


def test_with_use_proxy_false_no_proxy_is_used(
    simulator: Simulator, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = Answers(answer("502 Bad Gateway"))
    monkeypatch.setenv("http_proxy", listen(proxy).url())
    send(simulator.url, use_proxy=False)
    assert proxy.requests == []


@pytest.mark.parametrize("no_proxy", ["127.0.0.1", "127.0.0.0/8", "example.com, 127.0.0.1", "*"])
def test_a_host_in_no_proxy_is_asked_directly(
    simulator: Simulator, listen: Listen, monkeypatch: pytest.MonkeyPatch, no_proxy: str
) -> None:
    proxy = Answers(answer("502 Bad Gateway"))
    monkeypatch.setenv("http_proxy", listen(proxy).url())
    monkeypatch.setenv("no_proxy", no_proxy)
    send(simulator.url)
    assert proxy.requests == []


def test_a_host_that_is_not_in_no_proxy_is_asked_through_the_proxy(
    listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = Answers(answer())
    monkeypatch.setenv("http_proxy", listen(proxy).url())
    monkeypatch.setenv("no_proxy", "example.org")
    send("http://video.example.com")
    assert len(proxy.requests) == 1


def test_https_goes_through_the_proxy_in_a_tunnel(
    listen: Listen, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    tunnel = Tunnel(listen(Answers(answer()), authority.server("video.example.com")))
    monkeypatch.setenv("https_proxy", listen(tunnel).url())
    assert send("https://video.example.com", ca_path=authority.path).status == 200


def test_a_proxy_is_asked_for_the_tunnel_and_sees_nothing_else(
    listen: Listen, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    tunnel = Tunnel(listen(Answers(answer()), authority.server("video.example.com")))
    monkeypatch.setenv("https_proxy", listen(tunnel).url())
    send("https://video.example.com", ca_path=authority.path)
    assert [request.split(" HTTP/")[0] for request in tunnel.requests] == ["CONNECT video.example.com:443"]


def test_in_a_tunnel_the_certificate_must_be_for_the_host_header(
    listen: Listen, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    tunnel = Tunnel(listen(Answers(answer()), authority.server("video.example.com")))
    monkeypatch.setenv("https_proxy", listen(tunnel).url())
    reply = send("https://10.0.0.5", host_header="video.example.com", ca_path=authority.path)
    assert reply.status == 200


def test_in_a_tunnel_a_certificate_for_another_host_is_refused(
    listen: Listen, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    tunnel = Tunnel(listen(Answers(answer()), authority.server("other.example.com")))
    monkeypatch.setenv("https_proxy", listen(tunnel).url())
    error = failure_of("https://video.example.com", ca_path=authority.path)
    assert (error.code, "is for another host name" in error.sentence) == ("tls", True)


def test_a_drip_through_a_tunnel_times_out(
    listen: Listen, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    drip = Drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    tunnel = Tunnel(listen(drip, authority.server("video.example.com")))
    monkeypatch.setenv("https_proxy", listen(tunnel).url())
    assert failure_of("https://video.example.com", ca_path=authority.path, timeout=0.1).code == "timeout"


WANTS_CREDENTIALS = answer("407 Proxy Authentication Required", Proxy_Authenticate="Basic")


def test_a_proxy_that_wants_credentials_for_a_tunnel_is_named(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    tunnel = Tunnel(listen(Answers(answer())), WANTS_CREDENTIALS)
    monkeypatch.setenv("https_proxy", listen(tunnel).url())
    assert failure_of("https://video.example.com").code == "proxy_unauthorized"


def test_a_proxy_that_wants_credentials_for_http_answers_407(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", listen(Answers(WANTS_CREDENTIALS)).url())
    assert send("http://video.example.com").status == 407


@pytest.mark.parametrize("status", ["403 Forbidden", "502 Bad Gateway", "503 Service Unavailable"])
def test_a_tunnel_that_is_refused_is_unreachable(listen: Listen, monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    tunnel = Tunnel(listen(Answers(answer())), answer(status))
    monkeypatch.setenv("https_proxy", listen(tunnel).url())
    error = failure_of("https://video.example.com")
    assert (error.code, error.reply_lost) == ("unreachable", False)


def test_the_number_407_in_an_address_does_not_count(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    tunnel = Tunnel(listen(Answers(answer())), answer("403 Forbidden"))
    monkeypatch.setenv("https_proxy", listen(tunnel).url())
    assert failure_of("https://video407.example.com").code == "unreachable"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_down_is_unreachable(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv(f"{scheme}_proxy", f"http://127.0.0.1:{free_port()}")
    error = failure_of(f"{scheme}://video.example.com")
    assert (error.code, error.reply_lost, "use_proxy" in error.remedy) == ("unreachable", False, True)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_credentials_of_a_proxy_are_in_no_error(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv(f"{scheme}_proxy", f"http://user:prxpw@127.0.0.1:{free_port()}")
    assert "prxpw" not in str(failure_of(f"{scheme}://video.example.com").as_result())


@pytest.mark.parametrize("proxy", ["http://", "http://[", "socks5://127.0.0.1:1", "http://user:prxpw@host:port"])
def test_a_proxy_address_that_cannot_be_used_is_an_error(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    error = failure_of("http://video.example.com")
    assert (error.code, error.reply_lost) == ("unreachable", False)


# In the clear


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://video.example.com", True),
        ("http://10.0.0.5:9000", True),
        ("http://[2001:db8::1]", True),
        ("http://localhost.example.com", True),
        ("http://127.0.0.1:9000", False),
        ("http://127.1.2.3", False),
        ("http://[::1]:9000", False),
        ("http://localhost", False),
        ("http://LOCALHOST", False),
        ("http://peertube.localhost", False),
        ("https://video.example.com", False),
    ],
)
def test_http_to_another_machine_is_in_the_clear(url: str, expected: bool) -> None:
    assert Transport(Connection(url)).sends_in_clear is expected
