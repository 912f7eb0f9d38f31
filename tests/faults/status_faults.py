# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every status, every kind of redirect, and every Retry-After."""

from __future__ import annotations

import gzip
import typing as t
from email.utils import formatdate

from harness.server import Request, Wire, answer

from .columns import Column
from .fault import RATE_LIMIT_MAX_WAIT, Fault, Kind, Play, lost, refused, sending

_HTML: t.Final = {"content_type": "text/html; charset=utf-8"}
_PAGE = b"<!doctype html><title>Whatever</title>"
_GATEWAY: t.Final = (502, 503, 504)


def of_status(status: int, name: str, play: Play, **more: t.Any) -> Fault:
    """What DESIGN section 6 says of an answer with this status that is not PeerTube's own."""
    if status not in (200, 429) and not 300 <= status < 400:
        more = {"says": str(status) if status in (401, 407) else f"status {status}", **more}
    if status in _GATEWAY:
        return Fault(name, play, Kind.GATEWAY, "server_error", effect=True, **more)
    if status >= 500:
        return refused(name, play, "server_error", effect=True, **more)
    if status == 429:
        more = {"requests": 1 + RATE_LIMIT_MAX_WAIT, **more}
        return Fault(name, play, Kind.LIMITED, "rate_limited", **more)
    if status in (401, 407):
        return refused(name, play, "proxy_unauthorized", **more)
    if 300 <= status < 400:
        return refused(name, play, "redirected", **more)
    if status == 413:
        return refused(name, play, "rejected", **more)
    if status == 200:
        return refused(name, play, "unexpected_response", effect=True, **more)
    return refused(name, play, "not_peertube", **more)


def _every_status() -> t.Iterator[Fault]:
    # Interim answers, which a final one has to follow.
    for status in (100, *range(102, 200)):
        yield lost(f"status {status}", sending(b"HTTP/1.1 %d Whatever\r\n\r\n" % status, close=True))
    for status in (101, *range(200, 600)):
        # These have no body; everything else is a page of somebody's.
        bare = status < 200 or status in (204, 304)
        content = b"HTTP/1.1 %d Whatever\r\n\r\n" % status if bare else answer(status, _PAGE, **_HTML)
        yield of_status(status, f"status {status}", sending(content, close=status < 200))
    # Allowed by RFC 9110 section 8.6: the length that a 200 would have.
    yield of_status(304, "status 304 with a Content-Length", sending(answer(304, length=b"99"), close=True))
    # So Caddy answers plain HTTP on a port for TLS: of an older HTTP, and without a header.
    caddy = b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
    yield refused("status 400 of a port that speaks TLS", sending(caddy, close=True), "tls")


_TARGETS: t.Final = (
    ("another host", b"https://video.example.org/api/v1/users/token"),
    ("a file", b"file:///etc/passwd"),
    ("a script", b"javascript:alert(1)"),
    ("a telephone", b"tel:+491234"),
    ("a path", b"/elsewhere"),
    ("another host, without a scheme", b"//video.example.org/"),
    ("a query", b"?again=1"),
    ("user info", b"http://admin:admin@127.0.0.1/"),
    ("an address cut off", b"http://[::1"),
    ("a port that is none", b"http://127.0.0.1:99999/"),
    ("a port of words", b"http://127.0.0.1:http/"),
    ("no host", b"http:///"),
    ("a label too long", b"http://" + b"x" * 70 + b".example.org/"),
    ("a host of dots", b"http://..../"),
    ("a host beyond ASCII", "http://b\u00fccher.example/".encode()),
    ("bytes", b"http://\xff\xfe/"),
    ("bad percent signs", b"/%zz%1"),
    ("ANSI escapes", b"http://x/\x1b[2J\x1b]0;owned\x07\x9b31m"),
    ("ten kilobytes", b"http://x/" + b"y" * 10240),
    ("nothing", b""),
    ("blanks", b"   "),
)


def _redirects() -> t.Iterator[Fault]:
    for status in (301, 302, 303, 307, 308):
        yield refused(f"{status} to itself", _to_itself(status), "redirected")
        yield refused(f"{status} to nowhere", sending(answer(status)), "redirected")
    for status in (302, 308):
        for name, target in _TARGETS:
            page = answer(status, _PAGE, headers=[b"Location: " + target], **_HTML)
            says = "https://video.example.org" if name == "another host" else ""
            yield refused(f"{status} to {name}", sending(page), "redirected", says=says)
    elsewhere = [b"Location: https://video.example.org/"]
    bomb = answer(302, gzip.compress(b"\0" * 64 * 1024 * 1024), headers=[*elsewhere, b"Content-Encoding: gzip"])
    yield refused(
        "302 with gzip that inflates a thousandfold", sending(bomb), "unexpected_response", effect=True, heavy=True
    )
    yield refused("302 with an endless body", _endless_redirect, "unexpected_response", effect=True, heavy=True)
    two = answer(302, headers=[*elsewhere, b"Location: http://two.example.org/"])
    yield refused("302 to two places", sending(two), "redirected")


def _to_itself(status: int) -> Play:
    def play(wire: Wire, column: Column, request: Request | None) -> None:
        wire.send(answer(status, headers=[b"Location: " + column.path.encode("ascii")]))

    return play


def _endless_redirect(wire: Wire, column: Column, request: Request | None) -> None:
    wire.send(b"HTTP/1.1 302 Found\r\nLocation: https://video.example.org/\r\n\r\n")
    wire.send_endlessly(b"x")
    wire.close()


# Value, and how many requests make up RATE_LIMIT_MAX_WAIT seconds: one that says nothing is asked again each second.
_RETRY_AFTER: t.Final = (
    ("1", 1 + RATE_LIMIT_MAX_WAIT),
    ("2", 2),
    ("3", 2),
    ("4", 1),
    ("0", 1 + RATE_LIMIT_MAX_WAIT),
    ("-5", 1 + RATE_LIMIT_MAX_WAIT),
    ("+3", 1 + RATE_LIMIT_MAX_WAIT),
    ("1.5", 1 + RATE_LIMIT_MAX_WAIT),
    ("1e9", 1 + RATE_LIMIT_MAX_WAIT),
    ("soon", 1 + RATE_LIMIT_MAX_WAIT),
    ("", 1 + RATE_LIMIT_MAX_WAIT),
    ("\u00b2", 1 + RATE_LIMIT_MAX_WAIT),
    ("NaN", 1 + RATE_LIMIT_MAX_WAIT),
    ("2, 3", 1 + RATE_LIMIT_MAX_WAIT),
    ("999999999999", 1),
    ("9" * 5000, 1),
    (formatdate(0, usegmt=True), 1 + RATE_LIMIT_MAX_WAIT),
    (formatdate(4102444800, usegmt=True), 1),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 1),
    ("Mon, 01 Jan 0001 00:00:00 GMT", 1 + RATE_LIMIT_MAX_WAIT),
    ("Mon, 01 Jan 99999 00:00:00 GMT", 1 + RATE_LIMIT_MAX_WAIT),
    ("Mon, 99 Foo 2030 99:99:99", 1 + RATE_LIMIT_MAX_WAIT),
)


def _limits() -> t.Iterator[Fault]:
    for value, requests in _RETRY_AFTER:
        headers = [b"Retry-After: " + value.encode("latin-1")]
        limited = answer(429, b"Too many requests", headers=headers, content_type="text/html")
        yield of_status(429, f"429, Retry-After {value[:40]!r}", sending(limited), requests=requests)
        busy = answer(503, _PAGE, headers=headers, **_HTML)
        yield of_status(503, f"503, Retry-After {value[:40]!r}", sending(busy))
    # On any other status it counts for nothing: PeerTube sends it where it limited nothing.
    for status in (400, 404, 500, 502):
        waiting = answer(status, _PAGE, headers=[b"Retry-After: 3"], **_HTML)
        yield of_status(status, f"{status}, Retry-After 3", sending(waiting))


FAULTS: t.Final = (*_every_status(), *_redirects(), *_limits())
