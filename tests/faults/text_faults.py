# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Problem documents of the wrong kind, and answers that repeat what they should not."""

from __future__ import annotations

import base64
import json
import typing as t
from urllib.parse import quote, quote_plus

from harness.server import Request, Wire, answer

from .columns import COLUMNS, SECRETS, Column
from .fault import Fault, Play, refused, sending
from .status_faults import of_status

_PROBLEM: t.Final = {"content_type": "application/problem+json; charset=utf-8"}
_ANSI = "\x1b[2J\x1b]8;;http://evil.example\x07\x9b31m\r\n\x00\u202e\u2028fatal: [localhost]: FAILED!"

# Name, whole document.
_NO_DOCUMENTS: t.Final = (
    ("empty", b""),
    ("null", b"null"),
    ("a list", b'[{"code": "invalid_grant"}]'),
    ("a string", b'"invalid_grant"'),
    ("cut", b'{"code": "invalid_gr'),
    ("deep", b'{"code": ' * 100000),
    ("NaN", b'{"code": "invalid_grant", "status": NaN}'),
    ("a name twice", b'{"code": "invalid_grant", "code": "invalid_client"}'),
    ("UTF-16", '{"code": "invalid_grant"}'.encode("utf-16")),
    ("a BOM", b'\xef\xbb\xbf{"code": "invalid_grant"}'),
    ("Latin-1", b'{"code": "invalid_grant", "detail": "\xe9"}'),
    ("five thousand digits", b'{"code": "invalid_grant", "status": ' + b"4" * 5000 + b"}"),
)
_STRANGE_DOCUMENTS: t.Final = (
    ("empty object", {}),
    ("code a list", {"code": ["invalid_grant"]}),
    ("code an object", {"code": {"invalid_grant": 1}}),
    ("code a number", {"code": 1}),
    ("code null", {"code": None}),
    ("code unknown", {"code": "teapot"}),
    ("code in capitals", {"code": "INVALID_GRANT"}),
    ("code with a blank", {"code": "invalid_grant "}),
    ("code of a KiB", {"code": "x" * 1024}),
    ("code a control", {"code": "\x1b[31minvalid_grant"}),
    ("detail a list", {"detail": ["x"]}),
    ("detail an object", {"detail": {"x": "y"}}),
    ("detail a number", {"detail": 10**999}),
    ("detail empty", {"detail": ""}),
    ("detail of ten kilobytes", {"detail": "x" * 10240}),
    ("detail of half a MiB of blanks", {"detail": " " * 524288}),
    ("detail of half a MiB of escapes", {"detail": "\x1b[" * 87381}),
    ("detail with ANSI escapes", {"detail": _ANSI}),
    ("detail with surrogates", {"detail": "x\ud800\udc00\udfffy"}),
    ("status a string", {"status": "teapot"}),
)


def _documents() -> t.Iterator[Fault]:
    for status in (400, 401, 500):
        for name, document in _NO_DOCUMENTS:
            yield of_status(status, f"{status}, problem {name}", sending(answer(status, document, **_PROBLEM)))
        for name, document in _STRANGE_DOCUMENTS:
            play = sending(answer(status, json.dumps(document).encode("ascii"), **_PROBLEM))
            if status == 400:
                yield refused(f"{status}, problem {name}", play, "unexpected_response")
            else:
                yield of_status(status, f"{status}, problem {name}", play)
    for code in ("invalid_grant", "invalid_client", "missing_two_factor", "account_blocked"):
        document = json.dumps({"code": code}).encode("ascii")
        play = sending(answer(400, document, content_type="text/html"))
        yield of_status(400, f"400, {code} in HTML", play)
        play = sending(answer(404, document, **_PROBLEM))
        yield refused(f"404, {code}", play, "unexpected_response")
        play = sending(answer(500, document, **_PROBLEM))
        yield of_status(500, f"500, {code}", play)


_ENCODINGS: t.Final = {
    "plain": str,
    "URL-encoded": lambda secret: quote(secret, safe=""),
    "form-encoded": quote_plus,
    "in Base64": lambda secret: base64.b64encode(secret.encode("utf-8")).decode("ascii"),
    "in Base64 after a name": lambda secret: base64.b64encode(f"root:{secret}".encode()).decode("ascii"),
    "in URL-safe Base64": lambda secret: base64.urlsafe_b64encode(f"ab{secret}?".encode()).decode("ascii"),
    "in capitals": str.upper,
    "after 190 characters": lambda secret: "x" * 190 + secret,
}


def _echoes(column: Column) -> t.Iterator[Fault]:
    for secret in column.holds:
        for name, encode in _ENCODINGS.items():
            text = encode(SECRETS[secret])
            name = f"{secret} repeated {name}"
            more: dict[str, t.Any] = {"columns": (column.name,)}
            problem = json.dumps({"detail": f"You sent {text}, did you not?"}).encode("ascii")
            yield refused(f"{name} in detail", sending(answer(400, problem, **_PROBLEM)), "unexpected_response", **more)
            location = f"Location: https://video.example.org/?q={text}".encode()
            yield refused(f"{name} in Location", sending(answer(302, headers=[location])), "redirected", **more)
            page = answer(404, text.encode("utf-8"), content_type=f"text/{text}")
            yield of_status(404, f"{name} in Content-Type", sending(page), **more)
            wrong = answer(body=text.encode("utf-8"), content_type=f"text/{text}")
            yield of_status(200, f"{name} in a page", sending(wrong), **more)


def _repeating(status: int) -> Play:
    """The whole request, as a proxy that is being debugged would show it."""

    def play(wire: Wire, column: Column, request: Request | None) -> None:
        sent = request or ""
        # Both ends, for a message shows the first 200 characters of a detail.
        body = json.dumps({"detail": sent[-150:] + sent}).encode("ascii")
        wire.send(answer(status, body, **_PROBLEM))

    return play


FAULTS: t.Final = (
    *_documents(),
    *(fault for column in COLUMNS for fault in _echoes(column)),
    refused("the request repeated in a 400", _repeating(400), "unexpected_response"),
    of_status(500, "the request repeated in a 500", _repeating(500)),
)
