# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import typing as t

with contextlib.suppress(ImportError):  # client.py has reported it before anything here is called
    import urllib3

if t.TYPE_CHECKING:
    import requests


class UnexpectedAnswer(Exception):
    """The answer is none that PeerTube would give; the text says what came instead and is our own."""


def read_body(response: requests.Response, limit: int) -> bytes:
    """The body, as it was sent and as long as it was said to be."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnexpectedAnswer("a compressed answer, which was not asked for")
    body = bytearray()
    while len(body) <= limit:
        chunk = response.raw.read(65536, decode_content=False)
        if not chunk:
            break
        body += chunk
    else:
        raise UnexpectedAnswer(f"an answer of more than {limit / 1024**2:g} MiB")
    # Before urllib3 2, a body that was cut off looks like a shorter one.
    if len(body) < _announced_length(response):
        raise urllib3.exceptions.ProtocolError("the answer was cut off")
    return bytes(body)


def _announced_length(response: requests.Response) -> int:
    """How many bytes the body has, as far as its head says so."""
    length = response.headers.get("Content-Length", "")
    # These have none, and may say how long it would be (RFC 9110 section 8.6).
    if response.status_code < 200 or response.status_code in (204, 304) or response.request.method == "HEAD":
        return 0
    return int(length[:10]) if length.isascii() and length.isdigit() else 0
