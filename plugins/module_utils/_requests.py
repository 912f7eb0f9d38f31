# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

# With _unanswered.py the only file that imports requests. Imported late, when a request is really made.

from __future__ import annotations

import contextlib
import ipaddress
import logging
import signal
import socket
import ssl
import threading
import typing as t
import warnings
from urllib.parse import urlsplit

from ._http import ANSWER_TIMEOUTS, API, Connection, Reply, Request
from ._problem import PeerTubeError
from ._strict_response import StrictResponse
from ._unanswered import UnexpectedAnswer, explain
from ._version import VERSION

try:
    import requests
    import urllib3
    from requests import Session
    from requests.adapters import HTTPAdapter
except ImportError:
    # ansible-test imports this file without it.
    HTTPAdapter = Session = object  # type: ignore[assignment,misc]
    HAS_REQUESTS = False
else:
    HAS_REQUESTS = True

_USER_AGENT = f"peertube.peertube/{VERSION} (ansible)"  # PeerTube shows it to users in their list of sessions
_BODY_LIMIT = 1024 * 1024


class Transport:
    """One connection to one instance: sends one request, returns one bounded answer."""

    def __init__(self, connection: Connection) -> None:
        # urllib3 logs header lines that it cannot parse, and ansible-core writes what is logged to its log file.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)
        self._connection = connection
        self._watch = _Watch(connection.timeout * ANSWER_TIMEOUTS)
        self._session = _open_session(connection, self._watch)
        parts = urlsplit(connection.url)
        self.sends_in_clear = parts.scheme == "http" and not _is_loopback(parts.hostname or "")

    def send(self, request: Request) -> Reply:
        """Raises PeerTubeError: unreachable, timeout, tls, proxy_unauthorized, unexpected_response."""
        try:
            with warnings.catch_warnings(), self._watch:
                # urllib3 would write to the terminal that validate_certs is off, and http.cookiejar what it thinks of a
                # cookie.
                warnings.simplefilter("ignore")
                reply = self._send(request)
                if self._watch.late:
                    # An answer without a length cannot be told from one that was broken off.
                    raise TimeoutError
                return reply
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            UnexpectedAnswer,
            OSError,
            ValueError,
        ) as error:
            failure = explain(error, self._connection, late=self._watch.late, sent=self._watch.sent)
            raise PeerTubeError(
                failure.code,
                failure.sentence,
                remedy=failure.remedy,
                method=request.method,
                url=self._connection.url + API + request.path,
                reply_lost=self._watch.sent,
            ) from None

    def close(self) -> None:
        self._session.close()
        self._watch.forget()

    def _send(self, request: Request) -> Reply:
        response = self._session.request(
            request.method,
            self._connection.url + API + request.path,
            data=request.form,
            headers=dict(request.headers),
            timeout=self._connection.timeout,
            allow_redirects=False,
            stream=True,
        )
        with contextlib.closing(response):
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status_code, headers, _read(response))


def _open_session(connection: Connection, watch: _Watch) -> Session:
    session = _Session()
    # requests would add Basic credentials from ~/.netrc and replace our Authorization by them (PeerTube answers 400),
    # and PeerTube's own command line tool writes to that file. So the environment's proxies are looked up here.
    session.trust_env = False
    if connection.use_proxy:
        session.proxies.update(requests.utils.get_environ_proxies(connection.url, no_proxy=None))
    session.verify = (connection.ca_path or True) if connection.validate_certs else False
    if connection.client_cert:
        session.cert = (
            (connection.client_cert, connection.client_key) if connection.client_key else connection.client_cert
        )
    # Answers are small, and a compressed one could inflate a thousandfold while it is read.
    session.headers = requests.structures.CaseInsensitiveDict(
        {"User-Agent": _USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}
    )
    if connection.host_header:
        session.headers["Host"] = connection.host_header
    session.mount("http://", _Adapter(watch, {}))
    if connection.url.startswith("https:"):
        session.mount("https://", _Adapter(watch, _tls(connection)))
    return session


def _tls(connection: Connection) -> dict[str, t.Any]:
    """What urllib3 is told beyond the options that requests knows."""
    options: dict[str, t.Any] = {}
    name = urlsplit(connection.url).hostname or ""
    if connection.host_header:
        name = options["server_hostname"] = urlsplit(f"//{connection.host_header}").hostname or ""
    if connection.validate_certs:
        # Without ca_path these are the CAs of the system, as with ansible.builtin.uri, and requests adds its own. Every
        # urllib3 leaves the check of the host name to such a context.
        context = options["ssl_context"] = ssl.create_default_context(cafile=connection.ca_path)
        # Before 2, all but that of an address: it checks that one itself, when the context does not ask for a name.
        before_2 = urllib3.__version__.startswith("1.")  # type: ignore[attr-defined]
        context.check_hostname = not (before_2 and _is_address(name))
    return options


class _Session(Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: even where it follows no redirect, requests reads the whole answer to see where it would lead."""


class _Adapter(HTTPAdapter):
    def __init__(self, watch: _Watch, tls: dict[str, t.Any]) -> None:
        self._tls = tls
        self._pools = {
            "http": _watched(urllib3.HTTPConnectionPool, watch),
            "https": _watched(urllib3.HTTPSConnectionPool, watch),
        }
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: t.Any) -> None:
        super().init_poolmanager(connections, maxsize, block, **kwargs, **self._tls)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: t.Any) -> t.Any:
        manager = super().proxy_manager_for(proxy, **kwargs, **self._tls)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _watched(pool: t.Any, watch: _Watch) -> t.Any:
    """A connection pool that tells the watch of its connections."""

    class WatchedConnection(pool.ConnectionCls):  # type: ignore[misc]
        response_class = StrictResponse

        def _new_conn(self) -> socket.socket:
            connected: socket.socket = super()._new_conn()
            watch.connected(connected)
            return connected

        def endheaders(self, *args: t.Any, **kwargs: t.Any) -> None:
            if self.sock is None:
                self.connect()
            watch.sent = True
            super().endheaders(*args, **kwargs)

    class WatchedPool(pool):  # type: ignore[misc]
        ConnectionCls = WatchedConnection

    return WatchedPool


class _Watch:
    """Watches one exchange: whether the request was sent, and that the whole answer comes in time.

    A socket's own timeout starts anew with each byte that comes.
    """

    def __init__(self, seconds: float) -> None:
        self.sent = False
        self.late = False
        self._seconds = seconds
        self._socket: socket.socket | None = None
        self._timer: threading.Timer | None = None

    def connected(self, connection: socket.socket) -> None:
        # A duplicate, for TLS takes the descriptor out of the socket that it wraps.
        self.forget()
        self._socket = connection.dup()

    def forget(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def __enter__(self) -> None:
        self.sent = self.late = False
        self._timer = threading.Timer(self._seconds, self._break_off)
        self._timer.daemon = True
        # A signal that is taken by the thread of the timer would not wake this one: Ctrl-C, or the timeout of a task,
        # would be noticed when the instance answers.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            self._timer.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def __exit__(self, *error: object) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _break_off(self) -> None:
        self.late = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _read(response: requests.Response) -> bytes:
    """The body, as it was sent and as long as it was said to be."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnexpectedAnswer("a compressed answer, which was not asked for")
    body = b""
    while len(body) <= _BODY_LIMIT:
        chunk = response.raw.read(65536, decode_content=False)
        if not chunk:
            break
        body += chunk
    else:
        raise UnexpectedAnswer("an answer of more than 1 MiB")
    # Before urllib3 2, a body that was cut off looks like a shorter one.
    if len(body) < _announced_length(response):
        raise urllib3.exceptions.ProtocolError("the answer was cut off")
    return body


def _announced_length(response: requests.Response) -> int:
    """How many bytes the body has, as far as its head says so."""
    length = response.headers.get("Content-Length", "")
    # These have none, and may say how long it would be (RFC 9110 section 8.6).
    without_body = response.status_code < 200 or response.status_code in (204, 304)
    return int(length[:10]) if length.isascii() and length.isdigit() and not without_body else 0


def _is_loopback(host: str) -> bool:
    if _is_address(host):
        return ipaddress.ip_address(host).is_loopback
    return host.lower() == "localhost" or host.lower().endswith(".localhost")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
