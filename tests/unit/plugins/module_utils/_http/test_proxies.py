# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Proxies of the environment, and what travels in the clear."""

from __future__ import annotations

import sys
from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection
from ansible_collections.peertube.peertube.plugins.module_utils._http.transport import Transport
from harness.certificates import Authority
from harness.server import Answers, Server, answer, free_port
from unit.exchanges import PING, Drip, failure_of, send
from unit.proxies import Socks, Tunnel

Listen = Callable[..., Server]


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


def test_with_use_proxy_false_no_proxy_is_used(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    server, proxy = Answers(answer()), Answers(answer("502 Bad Gateway"))
    monkeypatch.setenv("http_proxy", listen(proxy).url())
    send(listen(server).url("0.0.0.0"), use_proxy=False)
    assert (len(server.requests), proxy.requests) == (1, [])


@pytest.mark.parametrize("no_proxy", ["0.0.0.0", "0.0.0.0/8", "example.com, 0.0.0.0", "*"])
def test_a_host_in_no_proxy_is_asked_directly(listen: Listen, monkeypatch: pytest.MonkeyPatch, no_proxy: str) -> None:
    server, proxy = Answers(answer()), Answers(answer("502 Bad Gateway"))
    monkeypatch.setenv("http_proxy", listen(proxy).url())
    monkeypatch.setenv("no_proxy", no_proxy)
    # Not a loopback address, though it leads there.
    send(listen(server).url("0.0.0.0"))
    assert (len(server.requests), proxy.requests) == (1, [])


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost"])
def test_a_loopback_address_is_asked_past_every_proxy(
    listen: Listen, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """It would be reached from where the proxy is, and the password would get there in the clear."""
    proxy = Answers(answer())
    for scheme in ("http", "https", "all"):
        monkeypatch.setenv(f"{scheme}_proxy", listen(proxy).url())
    failure_of(f"http://{host}:{free_port()}")
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
    assert error.sentence == (
        "The proxy on the way to https://video.example.com did not connect to it: "
        f"it answered with status {status[:3]}."
    )


def test_a_proxy_that_speaks_no_tls_though_its_address_says_so_is_named(
    listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = listen(lambda wire: wire.read_some() and wire.send(answer("400 Bad Request")))
    monkeypatch.setenv("https_proxy", f"https://127.0.0.1:{plain.port}")
    error = failure_of("https://video.example.com")
    assert (error.code, "proxy on the way" in error.sentence) == ("unreachable", True)
    assert "not permitted" not in error.sentence


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


@pytest.mark.parametrize("proxy", ["http://", "http://[", "http://user:prxpw@host:port"])
def test_a_proxy_address_that_cannot_be_used_is_an_error(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    error = failure_of("http://video.example.com")
    assert (error.code, error.reply_lost) == ("unreachable", False)


# SOCKS


@pytest.fixture
def socks(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Socks]:
    """Set up a SOCKS proxy that the environment names."""
    pytest.importorskip("socks")

    def start(proxy: Socks) -> Socks:
        monkeypatch.setenv("all_proxy", f"socks5h://127.0.0.1:{listen(proxy).port}")
        return proxy

    return start


def test_a_socks_proxy_is_used(socks: Callable[..., Socks], listen: Listen) -> None:
    proxy = socks(Socks(listen(Answers(answer(body=b"pong")))))
    assert send("http://video.example.com").body == b"pong"
    assert b"video.example.com" in proxy.wishes[0]


def test_https_goes_through_a_socks_proxy(socks: Callable[..., Socks], listen: Listen, authority: Authority) -> None:
    socks(Socks(listen(Answers(answer()), authority.server("video.example.com"))))
    assert send("https://video.example.com", ca_path=authority.path).status == 200


def test_a_drip_through_a_socks_proxy_times_out(socks: Callable[..., Socks], listen: Listen) -> None:
    socks(Socks(listen(Drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"))))
    assert failure_of("http://video.example.com", timeout=0.1).code == "timeout"


def test_requests_through_a_socks_proxy_share_one_connection(socks: Callable[..., Socks], listen: Listen) -> None:
    proxy = socks(Socks(listen(Answers(answer()))))
    transport = Transport(Connection("http://video.example.com"))
    for _request in range(2):
        transport.send(PING)
    transport.close()
    assert len(proxy.wishes) == 1


@pytest.mark.parametrize(
    ("answers", "code", "what"),
    [
        ({"granted": 5}, "unreachable", "did not connect to it"),
        ({"greeting": b"\x05\xff"}, "proxy_unauthorized", "wants credentials"),
        ({"greeting": b"HT"}, "unreachable", "Cannot reach the proxy"),
    ],
)
def test_a_socks_proxy_that_refuses_is_named(
    socks: Callable[..., Socks], listen: Listen, answers: dict[str, Any], code: str, what: str
) -> None:
    socks(Socks(listen(Answers(answer())), **answers))
    error = failure_of("http://video.example.com")
    assert (error.code, error.reply_lost, what in error.sentence) == (code, False, True)


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4"])
def test_a_socks_proxy_that_is_down_is_named(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    pytest.importorskip("socks")
    monkeypatch.setenv("all_proxy", f"{scheme}://127.0.0.1:{free_port()}")
    error = failure_of("http://10.0.0.5")
    assert error.sentence == "Cannot reach the proxy on the way to http://10.0.0.5: connection refused."


def test_without_pysocks_a_socks_proxy_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # find_spec finds nothing for a name that is None there.
    monkeypatch.setitem(sys.modules, "socks", None)
    monkeypatch.setenv("http_proxy", "socks5://user:prxpw@127.0.0.1:1")
    error = failure_of("http://video.example.com")
    assert (error.code, "PySocks" in error.sentence, "prxpw" in str(error.as_result())) == (
        "missing_library",
        True,
        False,
    )


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
