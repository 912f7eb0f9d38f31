# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import http.client
import os
import re
import socket
import ssl
import typing as t

from .._base.errors import REMEDIES

try:
    import requests
    import urllib3
except ImportError:
    pass  # client.py has reported it before anything here is called

from .body import UnexpectedAnswer
from .messages import REFUSES_CLIENT_CERT, WANTS_CLIENT_CERT, Connection
from .tls import checked_name


class Unanswered(t.NamedTuple):
    """Why a request has no answer, and what to do about it."""

    code: str
    sentence: str
    remedy: str


def explain(failure: BaseException, connection: Connection, timeout: float, late: bool, sent: bool) -> Unanswered:
    """What an exception of requests, urllib3 or a socket means.

    timeout: the seconds that were waited for a connection, or for a next byte once the request was sent.
    late: the deadline for the whole answer has passed. sent: the request was, or a part of it.
    The text of those exceptions is not shown: it can hold the credentials of a proxy address.
    """
    chain = list(_chain(failure))
    url = connection.url
    if isinstance(failure, UnexpectedAnswer):
        return _unanswered("unexpected_response", f"{url} sent {failure}.")
    if late:
        return _unanswered("timeout", f"{url} did not complete its answer in good time.")
    certificate = _find(chain, ssl.SSLCertVerificationError)
    if certificate is not None:
        return _bad_certificate(certificate, connection)
    # The same, where urllib3 checks it: before 2, the certificate of an address.
    if _find(chain, urllib3.connection.CertificateError):  # type: ignore[attr-defined]
        return _wrong_name(connection)
    if _find(chain, requests.exceptions.ProxyError, urllib3.exceptions.ProxyError) or _of_pysocks(chain):
        return _proxy_failed(chain, url)
    if _find(chain, requests.exceptions.SSLError, urllib3.exceptions.SSLError, ssl.SSLError):
        return _no_tls(chain, connection)
    if any(str(error).startswith(_TLS_ALERT) for error in chain if isinstance(error, http.client.BadStatusLine)):
        remedy = "Begin url with https:// instead of http://."
        return _unanswered("tls", f"{url} speaks TLS on that port.", remedy)
    # Before the timeouts, of which urllib3 makes it one.
    if _find(chain, urllib3.exceptions.NewConnectionError, socket.gaierror):
        return _unanswered("unreachable", f"Cannot connect to {url}: {_reason(chain)}.")
    if _find(chain, requests.Timeout, urllib3.exceptions.TimeoutError, socket.timeout):
        return _timed_out(url, timeout, sent)
    if sent or _find(chain, requests.ConnectionError, urllib3.exceptions.ProtocolError) or _find_system_error(chain):
        advice: str | None = None
        if url.startswith("http:") and _find(chain, http.client.RemoteDisconnected):
            # HAProxy hangs up on what is no TLS.
            advice = f"{REMEDIES['unreachable']} Begin url with https:// where that port speaks TLS."
        return _unanswered("unreachable", f"The connection to {url} broke off: {_reason(chain)}.", advice)
    return _unanswered("unreachable", f"{url}, or the proxy on the way to it, is no address that can be used.")


def _unanswered(code: str, sentence: str, remedy: str | None = None) -> Unanswered:
    return Unanswered(code, sentence, REMEDIES[code] if remedy is None else remedy)


def _timed_out(url: str, timeout: float, sent: bool) -> Unanswered:
    what = f"{url} sent nothing" if sent else f"No connection to {url}"
    return _unanswered("timeout", f"{what} within {timeout:g} s.")


# Of OpenSSL's X509_V_ERR_*: what is wrong with the certificate, and what to do about it.
_UNKNOWN_CA = ("is signed by no CA known here", "Set ca_path to the PEM file of the CA that signed it.")
_WRONG_NAME = (62, 64)
_CERTIFICATE_ERRORS: t.Final = {
    9: ("is not valid yet", "Check the date of this machine and of the certificate."),
    10: ("has expired", "Renew it, or check the date of this machine."),
    18: _UNKNOWN_CA,
    19: _UNKNOWN_CA,
    20: _UNKNOWN_CA,
    21: _UNKNOWN_CA,
}


def _bad_certificate(error: BaseException, connection: Connection) -> Unanswered:
    # urllib3 before 1.26.6 checks names by a function of Python's that gives its exception no code.
    code = getattr(error, "verify_code", _WRONG_NAME[0])
    if code in _WRONG_NAME:
        return _wrong_name(connection)
    unknown = (f"was not accepted: {getattr(error, 'verify_message', 'unknown reason')}", REMEDIES["tls"])
    what, remedy = _CERTIFICATE_ERRORS.get(code, unknown)
    return _unanswered("tls", f"The certificate of {connection.url} {what}.", remedy)


def _wrong_name(connection: Connection) -> Unanswered:
    remedy = "Use the name in the certificate as url, or set host_header to it when url is an address."
    name = checked_name(connection)
    return _unanswered("tls", f"The certificate of {connection.url} is for another host name than {name}.", remedy)


_TLS_ALERT = "\x15\x03"  # the first bytes of the record by which a TLS server refuses what is no TLS (RFC 8446)
# Its alerts (RFC 8446 section 6.2): "certificate required" of Apache and HAProxy, "bad certificate" of Caddy.
_OF_CLIENT_CERT: t.Final = re.compile("alert .*(certificate|unknown ca)")
# By OpenSSL's own names, of which newer ones have another: what came is no TLS at all.
_NO_TLS_AT_ALL: t.Final = ("wrong version number", "packet length too long", "unknown protocol")


def _no_tls(chain: list[BaseException], connection: Connection) -> Unanswered:
    reason, url = _tls_reason(_find(chain, ssl.SSLError)), connection.url
    if _OF_CLIENT_CERT.search(reason):
        what, remedy = REFUSES_CLIENT_CERT if connection.client_cert else WANTS_CLIENT_CERT
        return _unanswered("tls", f"{url} {what} ({reason}).", remedy)
    if reason in _NO_TLS_AT_ALL:
        remedy = "Name the port that does, or begin url with http:// when it is a loopback address."
        return _unanswered("tls", f"{url} does not speak TLS on that port ({reason}).", remedy)
    remedy = "Check that the port of url speaks TLS 1.2 or newer, and whether it wants client_cert and client_key."
    return _unanswered("tls", f"No TLS connection to {url}: {reason}.", remedy)


def _tls_reason(error: BaseException | None) -> str:
    return str(getattr(error, "reason", None) or "the handshake failed").replace("_", " ").lower()


_PROXY_SETTINGS = "http_proxy, https_proxy and no_proxy in the environment, or set use_proxy to false."


def _proxy_failed(chain: list[BaseException], url: str) -> Unanswered:
    # http.client puts the status of a proxy's refusal into no field of its own.
    refusals = [re.search(r"Tunnel connection failed: (\d{3})\b", str(error)) for error in chain]
    status = next((refusal.group(1) for refusal in refusals if refusal), None)
    of_pysocks = _of_pysocks(chain)
    if status == "407" or of_pysocks == "SOCKS5AuthError":
        number = " (407)" if status else ""
        return _unanswered("proxy_unauthorized", f"The proxy on the way to {url} wants credentials{number}.")
    if status or of_pysocks in ("SOCKS4Error", "SOCKS5Error"):
        sentence = f"The proxy on the way to {url} did not connect to it"
        sentence += f": it answered with status {status}." if status else "."
        return _unanswered("unreachable", sentence, f"Check that the proxy can reach it, and {_PROXY_SETTINGS}")
    sentence = f"Cannot reach the proxy on the way to {url}: {_reason(chain)}."
    return _unanswered("unreachable", sentence, f"Check {_PROXY_SETTINGS}")


def _of_pysocks(chain: list[BaseException]) -> str | None:
    """The name of PySocks's innermost exception for what a SOCKS proxy did; the library need not be there."""
    return next((type(error).__name__ for error in reversed(chain) if type(error).__module__ == "socks"), None)


def _reason(chain: list[BaseException]) -> str:
    """The words of the operating system for the innermost failure."""
    for error in reversed(chain):
        if isinstance(error, http.client.RemoteDisconnected):
            return "it was closed without an answer"
        if isinstance(error, socket.gaierror):
            return "the host name is not known"
        if isinstance(error, ssl.SSLError):
            return _tls_reason(error)
        if isinstance(error, socket.timeout):
            return "no answer came in time"
        if isinstance(error, OSError) and error.errno:
            return os.strerror(error.errno).lower()
    return "the answer is not HTTP or was cut off"


def _find(chain: list[BaseException], *types: type[BaseException]) -> BaseException | None:
    return next((error for error in chain if isinstance(error, types)), None)


def _find_system_error(chain: list[BaseException]) -> BaseException | None:
    """Every exception of requests is an OSError as well, also those of an address that was never connected to."""
    return _find([error for error in chain if not isinstance(error, requests.RequestException)], OSError)


def _chain(failure: BaseException) -> t.Iterator[BaseException]:
    """The exception and all that it wraps, outermost first: requests and urllib3 carry them in different places."""
    pending, seen = [failure], set()
    while pending:
        error = pending.pop(0)
        if id(error) in seen:
            continue
        seen.add(id(error))
        yield error
        wrapped = (error.__cause__, error.__context__, getattr(error, "reason", None), *error.args)
        pending += [one for one in wrapped if isinstance(one, BaseException)]
