# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

# Imported late, when a request is really made, as is what stands below: for here requests is imported.

from __future__ import annotations

import contextlib
import importlib.util
import ipaddress
import logging
import typing as t
import warnings
from urllib.parse import urlsplit

from .._base.errors import PeerTubeError
from .._base.version import VERSION
from .body import UnexpectedAnswer, read_body
from .messages import ANSWER_TIMEOUTS, Connection, Reply, Request
from .sent_body import sent_body, urlencoded
from .tls import is_address, tls_options
from .unanswered import explain
from .watch import Watch, WatchedPool, watched_pool

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


class Transport:
    """One connection to one instance: sends one request, returns one bounded answer."""

    def __init__(self, connection: Connection) -> None:
        # urllib3 logs header lines that it cannot parse, and ansible-core writes what is logged to its log file.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)
        self._connection = connection
        self._watch = Watch()
        self._session = _open_session(connection, self._watch)
        self.sends_in_clear = connection.url.startswith("http:") and not _is_loopback(connection.url)

    def send(self, request: Request) -> Reply:
        """Raises PeerTubeError: unreachable, timeout, tls, proxy_unauthorized, unexpected_response."""
        try:
            with warnings.catch_warnings(), self._watch.over(ANSWER_TIMEOUTS * self._timeout(request)):
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
            timeout = self._timeout(request) if self._watch.sent else self._connection.timeout
            failure = explain(error, self._connection, timeout, late=self._watch.late, sent=self._watch.sent)
            raise PeerTubeError(
                failure.code,
                failure.sentence,
                remedy=failure.remedy,
                method=request.method,
                url=request.address(self._connection.url),
                reply_lost=self._watch.sent,
            ) from None

    def close(self) -> None:
        self._session.close()
        self._watch.forget()

    def _timeout(self, request: Request) -> float:
        return request.timeout or self._connection.timeout

    def _send(self, request: Request) -> Reply:
        address, query = request.address(self._connection.url), urlencoded(request.query)
        if query:
            address += f"{'&' if '?' in address else '?'}{query}"
        with sent_body(request, self._watch.postpone) as (body, headers):
            response = self._session.request(
                request.method,
                address,
                data=body,
                headers=headers,
                timeout=(self._connection.timeout, self._timeout(request)),
                allow_redirects=False,
                stream=True,
            )
        with contextlib.closing(response):
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status_code, headers, read_body(response, request.limit))


def _open_session(connection: Connection, watch: Watch) -> Session:
    session = _Session()
    # requests would add Basic credentials from ~/.netrc and replace our Authorization by them (PeerTube answers 400),
    # and PeerTube's own command line tool writes to that file. So the environment's proxies are looked up here.
    session.trust_env = False
    if connection.use_proxy and not _is_loopback(connection.url):
        session.proxies.update(_proxies(connection.url))
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
        session.mount("https://", _Adapter(watch, tls_options(connection)))
    return session


class _Session(Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: even where it follows no redirect, requests reads the whole answer to see where it would lead."""


class _Adapter(HTTPAdapter):
    def __init__(self, watch: Watch, tls: dict[str, t.Any]) -> None:
        self._tls = tls
        self._watch = watch
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: t.Any) -> None:
        super().init_poolmanager(connections, maxsize, block, **kwargs, **self._tls)
        self._watch_pools(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: t.Any) -> t.Any:
        manager = super().proxy_manager_for(proxy, **kwargs, **self._tls)
        self._watch_pools(manager)
        return manager

    def _watch_pools(self, manager: t.Any) -> None:
        """Those of a SOCKS proxy are other ones."""
        pools = manager.pool_classes_by_scheme.items()
        # requests gives out the same manager for each request.
        if not any(issubclass(pool, WatchedPool) for _scheme, pool in pools):
            manager.pool_classes_by_scheme = {scheme: watched_pool(pool, self._watch) for scheme, pool in pools}


def _proxies(url: str) -> dict[str, str]:
    """The proxies of the environment. Raises PeerTubeError: missing_library."""
    proxies: dict[str, str] = requests.utils.get_environ_proxies(url, no_proxy=None)
    proxy = requests.utils.select_proxy(url, proxies) or ""
    if proxy.lower().startswith("socks") and importlib.util.find_spec("socks") is None:
        remedy = "Install it, or set use_proxy to false to go past the proxy."
        sentence = "The proxy that the environment names is a SOCKS proxy, which needs the Python library PySocks."
        raise PeerTubeError("missing_library", sentence, remedy=remedy, detail="PySocks")
    return proxies


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if is_address(host):
        return ipaddress.ip_address(host).is_loopback
    return host.lower() == "localhost" or host.lower().endswith(".localhost")
