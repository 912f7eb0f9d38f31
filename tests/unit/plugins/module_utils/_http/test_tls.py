# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which certificates are good, and what is said of the others."""

from __future__ import annotations

import ssl
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any, Callable

import pytest
from harness.certificates import Authority, future, past
from harness.server import Answers, Server, Wire, answer
from simulator.control import Simulator
from unit.exchanges import failure_of, send

Listen = Callable[..., Server]


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
    assert "is for another host name than 127.0.0.1." in message


def test_a_certificate_for_another_host_than_the_url_names_is_refused(listen: Listen, authority: Authority) -> None:
    server = listen(Answers(answer()), authority.server("video.example.com"))
    sentence = failure_of(server.url("localhost"), ca_path=authority.path).sentence
    assert sentence.endswith("is for another host name than localhost.")


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
    # Of what other tests have left open, Python warns whenever it comes by.
    assert [warning for warning in warned if not issubclass(warning.category, ResourceWarning)] == []


@pytest.mark.parametrize("host", ["video.example.com", "video.example.com:8443", "VIDEO.example.com"])
def test_with_host_header_the_certificate_must_be_for_that_name(
    listen: Listen, authority: Authority, host: str
) -> None:
    server = listen(Answers(answer()), authority.server("video.example.com"))
    assert send(server.url(), host_header=host, ca_path=authority.path).status == 200


def test_with_host_header_a_certificate_for_the_url_is_not_enough(listen: Listen, authority: Authority) -> None:
    message = tls_failure(
        listen, authority.server("127.0.0.1"), host_header="video.example.com:8443", ca_path=authority.path
    )
    assert "is for another host name than video.example.com." in message


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


def test_a_client_certificate_that_is_wanted_is_asked_for(listen: Listen, authority: Authority) -> None:
    message = tls_failure(listen, authority.server("127.0.0.1", client_required=True), ca_path=authority.path)
    assert "wants a client certificate" in message
    assert "Set client_cert" in message


def test_a_client_certificate_of_a_foreign_ca_is_told_from_none(
    listen: Listen, authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "foreign").mkdir()
    certificate, key = Authority(tmp_path / "foreign").files("client.example.com")
    options = {"ca_path": authority.path, "client_cert": certificate, "client_key": key}
    message = tls_failure(listen, authority.server("127.0.0.1", client_required=True), **options)
    assert "does not accept the client certificate" in message
    assert "Check that client_cert is signed by a CA" in message


def test_https_to_a_server_that_speaks_http_suggests_http(simulator: Simulator) -> None:
    error = failure_of(simulator.url.replace("http:", "https:"))
    assert (error.code, "does not speak TLS" in error.sentence) == ("tls", True)
    assert "begin url with http://" in error.remedy


def test_http_to_a_server_that_speaks_https_does_not_hang(listen: Listen, authority: Authority) -> None:
    server = listen(Answers(answer()), authority.server("127.0.0.1"))
    assert failure_of(f"http://127.0.0.1:{server.port}").code == "unreachable"


def test_http_to_a_server_that_hangs_up_on_what_is_no_tls_suggests_https(listen: Listen) -> None:
    error = failure_of(listen(Wire.read_some).url())
    assert error.sentence.endswith("broke off: it was closed without an answer.")
    assert (error.code, "https://" in error.remedy) == ("unreachable", True)


def test_http_to_a_server_that_answers_with_an_alert_of_tls_suggests_https(listen: Listen) -> None:
    error = failure_of(listen(Answers(b"\x15\x03\x03\x00\x02\x02\x0a")).url())
    assert (error.code, "https://" in error.remedy) == ("tls", True)


def test_host_header_is_refused_where_urllib3_is_too_old_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib3.__version__", "1.23")
    error = failure_of("https://10.0.0.5", host_header="video.example.com")
    assert (error.code, "urllib3 1.24" in error.sentence) == ("missing_library", True)


def test_a_handshake_that_stops_times_out(listen: Listen) -> None:
    server = listen(Wire.await_hangup)
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
