# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

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
    pass  # _http.py has reported it before anything here is called

if t.TYPE_CHECKING:
    from .messages import Connection


class UnexpectedAnswer(Exception):
    """The answer is none that PeerTube would give; the text says what came instead and is our own."""


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
    if isinstance(certificate, ssl.SSLCertVerificationError):
        return _bad_certificate(certificate, connection)
    # The same, where urllib3 checks it: before 2, the certificate of an address.
    if _find(chain, urllib3.connection.CertificateError):  # type: ignore[attr-defined]
        what, remedy = _WRONG_NAME
        return _unanswered("tls", f"The certificate of {url} {what}.", remedy)
    if _find(chain, requests.exceptions.SSLError, urllib3.exceptions.SSLError, ssl.SSLError):
        return _no_tls(chain, url)
    if _find(chain, requests.exceptions.ProxyError, urllib3.exceptions.ProxyError):
        return _proxy_failed(chain, url)
    # Before the timeouts, of which urllib3 makes it one.
    if _find(chain, urllib3.exceptions.NewConnectionError, socket.gaierror):
        return _unanswered("unreachable", f"Cannot connect to {url}: {_reason(chain)}.")
    if _find(chain, requests.Timeout, urllib3.exceptions.TimeoutError, socket.timeout):
        return _timed_out(url, timeout, sent)
    if sent or _find(chain, requests.ConnectionError, urllib3.exceptions.ProtocolError) or _find_system_error(chain):
        return _unanswered("unreachable", f"The connection to {url} broke off: {_reason(chain)}.")
    return _unanswered("unreachable", f"{url}, or the proxy on the way to it, is no address that can be used.")


def _unanswered(code: str, sentence: str, remedy: str | None = None) -> Unanswered:
    return Unanswered(code, sentence, REMEDIES[code] if remedy is None else remedy)


def _timed_out(url: str, timeout: float, sent: bool) -> Unanswered:
    what = f"{url} sent nothing" if sent else f"No connection to {url}"
    return _unanswered("timeout", f"{what} within {timeout:g} s.")


# Of OpenSSL's X509_V_ERR_*: what is wrong with the certificate, and what to do about it.
_UNKNOWN_CA = ("is signed by no CA known here", "Set ca_path to the PEM file of the CA that signed it.")
_WRONG_NAME = (
    "is for another host name",
    "Use the name in the certificate as url, or set host_header to it when url is an address.",
)
_CERTIFICATE_ERRORS: t.Final = {
    9: ("is not valid yet", "Check the date of this machine and of the certificate."),
    10: ("has expired", "Renew it, or check the date of this machine."),
    18: _UNKNOWN_CA,
    19: _UNKNOWN_CA,
    20: _UNKNOWN_CA,
    21: _UNKNOWN_CA,
    62: _WRONG_NAME,
    64: _WRONG_NAME,
}


def _bad_certificate(error: ssl.SSLCertVerificationError, connection: Connection) -> Unanswered:
    unknown = (f"was not accepted: {getattr(error, 'verify_message', 'unknown reason')}", REMEDIES["tls"])
    what, remedy = _CERTIFICATE_ERRORS.get(getattr(error, "verify_code", 0), unknown)
    return _unanswered("tls", f"The certificate of {connection.url} {what}.", remedy)


def _no_tls(chain: list[BaseException], url: str) -> Unanswered:
    error = _find(chain, ssl.SSLError)
    reason = str(getattr(error, "reason", None) or "the handshake failed").replace("_", " ").lower()
    remedy = "Check that the port of url speaks TLS 1.2 or newer, and whether it wants client_cert and client_key."
    return _unanswered("tls", f"No TLS connection to {url}: {reason}.", remedy)


def _proxy_failed(chain: list[BaseException], url: str) -> Unanswered:
    # http.client puts the status of a proxy's refusal into no field of its own.
    if any(re.search(r"Tunnel connection failed: 407\b", str(error)) for error in chain):
        return _unanswered("proxy_unauthorized", f"The proxy on the way to {url} wants credentials (407).")
    remedy = "Check http_proxy, https_proxy and no_proxy in the environment, or set use_proxy to false."
    return _unanswered("unreachable", f"Cannot reach the proxy on the way to {url}: {_reason(chain)}.", remedy)


def _reason(chain: list[BaseException]) -> str:
    """The words of the operating system for the innermost failure."""
    for error in reversed(chain):
        if isinstance(error, socket.gaierror):
            return "the host name is not known"
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
