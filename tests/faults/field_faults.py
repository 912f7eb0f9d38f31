# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of one member of an answer that is otherwise PeerTube's."""

from __future__ import annotations

import json
import typing as t

from harness.server import answer

from .columns import COLUMNS, Column
from .fault import Fault, answering, garbled

_MISSING = object()
_RAW = "raw JSON stands here"

# Unfit for a token, a client secret and a user's name alike.
_BAD_TEXTS: t.Final = (
    ("missing", _MISSING),
    ("null", None),
    ("a number", 86399),
    ("a boolean", True),
    ("a list", ["x"]),
    ("an object", {"x": "y"}),
    ("empty", ""),
    ("of 1 MiB", "x" * 1024 * 1024),
    ("of 900 KiB", "x" * 900 * 1024),
    ("with CR and LF", "x\r\nX-Injected: 1"),
    ("with LF at its end", "x\n"),
    ("with CR at its start", "\rx"),
    ("with NUL", "x\0y"),
    ("with an ANSI escape", "\x1b[31mx"),
    ("with DEL", "x\x7f"),
    ("with a C1 control", "x\x9b31m"),
    ("with a lone surrogate", "x\ud800"),
    ("with a direction override", "x\u202ey"),
)
_BAD_TOKENS: t.Final = (
    *_BAD_TEXTS,
    ("with a space", "x y"),
    ("beyond ASCII", "tok\u00e9n"),
    ("of 5000 characters", "x" * 5000),
)
_BAD_TYPES: t.Final = (("missing", _MISSING), ("null", None), ("a list", ["Bearer"]), ("MAC", "MAC"), ("empty", ""))
_BAD_LIFETIMES: t.Final = (
    ("missing", _MISSING),
    ("null", None),
    ("0", 0),
    ("-1", -1),
    ("a fraction", 86399.5),
    ("a string", "86399"),
    ("true", True),
    ("a list", [86399]),
    ("of a thousand digits", 10**999),
    ("-10**999", -(10**999)),
    ("1e999", b"1e999"),
    ("1e5", b"1e5"),
    ("NaN", b"NaN"),
    ("Infinity", b"Infinity"),
    ("of five thousand digits", b"9" * 5000),
    ("a century and a half", 150 * 366 * 86400),
)
_BAD_IDS: t.Final = (("missing", _MISSING), ("null", None), ("a string", "1"), ("true", True), ("a fraction", 1.5))
_BAD_SUCCESS: t.Final = (("missing", _MISSING), ("false", False), ("null", None), ("a string", "true"))

_MEMBERS: t.Final = {
    "client_id": _BAD_TOKENS,
    "client_secret": _BAD_TOKENS,
    "access_token": _BAD_TOKENS,
    "refresh_token": _BAD_TOKENS,
    "token_type": _BAD_TYPES,
    "expires_in": _BAD_LIFETIMES,
    "refresh_token_expires_in": _BAD_LIFETIMES,
    "username": _BAD_TEXTS,
    "email": _BAD_TEXTS,
    "id": _BAD_IDS,
    "success": _BAD_SUCCESS,
}


def _with(member: str, value: t.Any) -> t.Callable[[Column], bytes]:
    def make(column: Column) -> bytes:
        changed = {**column.answer, member: _RAW if isinstance(value, bytes) else value}
        if value is _MISSING:
            del changed[member]
        body = json.dumps(changed).encode("ascii")
        return answer(body=body.replace(json.dumps(_RAW).encode("ascii"), value) if isinstance(value, bytes) else body)

    return make


def _faults(column: Column) -> t.Iterator[Fault]:
    for member, values in _MEMBERS.items():
        if member in column.answer:
            for name, value in values:
                says = "no whole token" if (member, name) == ("access_token", "missing") else ""
                play = answering(_with(member, value))
                yield garbled(f"{member} {name}", play, says=says, columns=(column.name,))


FAULTS: t.Final = tuple(fault for column in COLUMNS for fault in _faults(column))
