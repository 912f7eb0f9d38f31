# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of the body of a 200, which is JSON of PeerTube's or should be."""

from __future__ import annotations

import gzip
import typing as t

from harness.server import answer

from .columns import COLUMNS, Column
from .fault import Fault, answering, garbled, harmless


def _body(change: t.Callable[[bytes], bytes]) -> t.Callable[[Column], bytes]:
    return lambda column: answer(body=change(column.body))


def _with_member(member: bytes) -> t.Callable[[bytes], bytes]:
    """The good answer, with one member more in front."""
    return lambda body: b"{" + member + b", " + body[1:]


# Name, and what becomes of the good body.
_NOT_JSON: t.Final = (
    ("empty", lambda body: b""),
    ("blank", lambda body: b" \r\n\t"),
    ("null", lambda body: b"null"),
    ("true", lambda body: b"true"),
    ("a number", lambda body: b"86399"),
    ("a number of a thousand digits", lambda body: b"9" * 1000),
    ("a number of a hundred thousand digits", lambda body: b"9" * 100000),
    ("a fraction of a hundred thousand digits", lambda body: b"0." + b"9" * 100000),
    ("a string", lambda body: b'"' + body.replace(b'"', b"'") + b'"'),
    ("a list of one", lambda body: b"[" + body + b"]"),
    ("twice", lambda body: body * 2),
    ("followed by something", lambda body: body + b"x"),
    ("followed by NUL", lambda body: body + b"\0"),
    ("only the last byte", lambda body: body[-1:]),
    ("deep lists", lambda body: b"[" * 100000),
    ("deep and whole lists", lambda body: b"[" * 100000 + b"]" * 100000),
    ("deep objects", lambda body: b'{"a":' * 100000),
    ("deep in a member", _with_member(b'"x": ' + b"[" * 100000 + b"]" * 100000)),
    ("with NaN", _with_member(b'"x": NaN')),
    ("with Infinity", _with_member(b'"x": Infinity')),
    ("with -Infinity", _with_member(b'"x": [-Infinity]')),
    ("with a hexadecimal number", _with_member(b'"x": 0xff')),
    ("with a number of five thousand digits", _with_member(b'"x": ' + b"9" * 5000)),
    ("with a name twice", _with_member(b'"x": 1, "x": 1')),
    ("with a name twice, inside", _with_member(b'"x": {"y": 1, "y": 2}')),
    ("with a tab in a string", _with_member(b'"x": "\t"')),
    ("with NUL in a string", _with_member(b'"x": "\0"')),
    ("with an escape that is none", _with_member(b'"x": "\\x41"')),
    ("with a comma too many", lambda body: body[:-1] + b",}"),
    ("with a comment", lambda body: b"// PeerTube\n" + body),
    ("in single quotes", lambda body: body.replace(b'"', b"'")),
    ("as a script", lambda body: b"callback(" + body + b");"),
    ("with a BOM", lambda body: b"\xef\xbb\xbf" + body),
    ("in UTF-16", lambda body: body.decode("ascii").encode("utf-16")),
    ("in UTF-16 without a BOM", lambda body: body.decode("ascii").encode("utf-16-le")),
    ("in UTF-32", lambda body: body.decode("ascii").encode("utf-32")),
    ("in UTF-7", lambda body: body.replace(b"{", b"+AHs-")),
    ("in EBCDIC", lambda body: body.decode("ascii").encode("cp500")),
    ("with Latin-1", _with_member(b'"x": "\xe9"')),
    ("with a raw surrogate", _with_member(b'"x": "\xed\xa0\x80"')),
    ("with overlong UTF-8", _with_member(b'"x": "\xc0\xaf"')),
    ("compressed in secret", gzip.compress),
    ("HTML", lambda body: b"<!doctype html><title>Welcome</title>"),
    ("of another product", lambda body: b'{"status": "ok", "message": "Welcome"}'),
    ("an empty object", lambda body: b"{}"),
)

_STILL_JSON: t.Final = (
    ("with blanks around", lambda body: b"\r\n\t " + body + b" \n"),
    ("with a member more", _with_member(b'"x": {"y": [null, true, 1.5, "z"]}')),
    ("with a number of a thousand digits", _with_member(b'"x": ' + b"9" * 1000)),
    ("with 1e999", _with_member(b'"x": 1e999')),
    ("with a lone surrogate elsewhere", _with_member(b'"x": "\\ud800"')),
    ("with half a MiB elsewhere", _with_member(b'"x": "' + b"y" * 512 * 1024 + b'"')),
)

_CONTENT_TYPES: t.Final = (
    ("HTML by its type", "text/html; charset=utf-8"),
    ("text by its type", "text/plain"),
    ("a problem by its type", "application/problem+json"),
    ("without a type", None),
    ("with an empty type", ""),
    ("with two types", "application/json\r\nContent-Type: text/html"),
    ("with a type of ten kilobytes", "x" * 10240),
    ("with ANSI escapes in its type", "\x1b[2J\x1b]0;owned\x07text/\x9b31mhtml"),
    ("with bytes in its type", "te\u202ext/h\u0442ml"),
)


def _cuts(column: Column) -> t.Iterator[Fault]:
    for length in range(1, len(column.body)):
        cut = column.body[:length]
        play = answering(lambda _, cut=cut: answer(body=cut))  # type: ignore[misc]
        yield garbled(f"cut after {length}", play, says="no whole JSON", columns=(column.name,))


def _typed(content_type: str | None) -> t.Callable[[Column], bytes]:
    return lambda column: column.reply(content_type=content_type)


FAULTS: t.Final = (
    *(garbled(f"body {name}", answering(_body(change))) for name, change in _NOT_JSON),
    *(harmless(f"body {name}", answering(_body(change))) for name, change in _STILL_JSON),
    *(garbled(f"body {name}", answering(_typed(content_type))) for name, content_type in _CONTENT_TYPES),
    harmless("body with a type in capitals", answering(_typed("APPLICATION/JSON"))),
    harmless("body with another charset", answering(_typed("application/json; charset=koi8-r"))),
    *(fault for column in COLUMNS for fault in _cuts(column)),
)
