# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t
from urllib.parse import urljoin, urlsplit

from .._http.messages import REFUSES_CLIENT_CERT, WANTS_CLIENT_CERT

if t.TYPE_CHECKING:
    from .._http.messages import Reply, Request

_DEFAULT_PORTS: t.Final = {"http": 80, "https": 443}
_NO_API: t.Final = "Check what stands in front of PeerTube: that is no address of its API."
_GATEWAY: t.Final = (502, 503, 504)
_NO_PEERTUBE: t.Final = (
    "Check that PeerTube is running, and answers what stands in front of it in good time. "
    "wait_timeout waits for one that is starting."
)
_TOO_LARGE: t.Final = (
    "Send less, or raise the limit of what stands in front of PeerTube, such as client_max_body_size of nginx."
)
_HTTPS: t.Final = ("speaks TLS on that port", "Begin url with https:// instead of http://.")
# The pages of web servers for a 400 that is about TLS; they have nothing but their text to be known by.
_TLS_PAGES: t.Final = {
    b"No required SSL certificate was sent": WANTS_CLIENT_CERT,  # nginx
    b"The SSL certificate error": REFUSES_CLIENT_CERT,  # nginx
    b"plain HTTP request was sent to HTTPS port": _HTTPS,  # nginx
    b"speaking plain HTTP to an SSL-enabled server port": _HTTPS,  # Apache
    b"Client sent an HTTP request to an HTTPS server": _HTTPS,  # of Go, so Caddy
}


class Front(t.NamedTuple):
    """What stands in front of PeerTube and answers in its place: what it does, and what to do about it."""

    code: str
    sentence: str
    remedy: str | None = None


def in_front(url: str, request: Request, reply: Reply, shown: t.Callable[[str], str | None]) -> Front | None:
    """What answers in place of PeerTube, where that can be told: with a redirect, or a page of its own.

    A redirect is not followed: the password must not travel to where it was not meant to go.
    """
    if 300 <= reply.status < 400:
        return _redirect(url, request, reply.headers.get("location"), shown)
    if reply.content_type == "application/problem+json":
        return None
    if reply.status in _GATEWAY:
        return Front("server_error", f"{url} answered with status {reply.status} in place of PeerTube.", _NO_PEERTUBE)
    if reply.status == 413:
        return Front("rejected", f"{url} does not take a request of that size (status 413).", _TOO_LARGE)
    if reply.status == 400:
        found = (said for page, said in _TLS_PAGES.items() if page in reply.body)
        return next((Front("tls", f"{url} {what}.", remedy) for what, remedy in found), None)
    return None


def _redirect(url: str, request: Request, location: str | None, shown: t.Callable[[str], str | None]) -> Front:
    if not location:
        return Front("redirected", f"{url} redirects to an unnamed address.", _NO_API)
    instance = _instance_at(url, request, location)
    if instance is None or instance == url:
        return Front("redirected", f"{url} redirects to {shown(location)}.", _NO_API)
    return Front("redirected", f"{url} redirects to {shown(instance)}.")


def _instance_at(url: str, request: Request, location: str) -> str | None:
    """What url would have to be for the request to go there at once; None when no url could be that."""
    asked = request.address(url)
    try:
        target = urlsplit(urljoin(asked, location))
        host, port = target.hostname, target.port
    except ValueError:
        return None
    if target.scheme not in _DEFAULT_PORTS or not host:
        return None
    # Some servers redirect every request to the front page.
    if target.path.rstrip("/") not in ("", urlsplit(asked).path.rstrip("/")):
        return None
    host = f"[{host}]" if ":" in host else host
    return f"{target.scheme}://{host}" + ("" if port in (None, _DEFAULT_PORTS[target.scheme]) else f":{port}")
