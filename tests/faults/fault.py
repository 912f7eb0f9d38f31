# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a fault is, and what DESIGN says of it: the error, and how often the request is sent."""

from __future__ import annotations

import dataclasses
import enum
import typing as t

from .columns import COLUMNS, Column

if t.TYPE_CHECKING:
    from harness.server import Request, Wire

# What a script gets: the connection, the column, and the request that it answers. None: nothing was read yet.
Play = t.Callable[["Wire", Column, t.Optional["Request"]], None]

PATIENCE = 20.0  # for faults that must be noticed by something else than the clock
RETRIES = 2
RATE_LIMIT_MAX_WAIT = 3
_ALL = tuple(column.name for column in COLUMNS)


class Kind(enum.Enum):
    """The rows of the retry table of DESIGN section 5."""

    HARMLESS = "odd, and yet an answer"
    NOT_CONNECTED = "no connection made"
    LIMITED = "429"
    GATEWAY = "502, 503, 504"
    LOST = "connection lost or timed out after sending"
    FINAL = "any other status, and answers that PeerTube would not give"


@dataclasses.dataclass(frozen=True)
class Fault:
    """One way to misbehave.

    effect: the server may have done what was asked, so that a refresh counts as lost.
    codes: of columns that differ from the rest. requests: how often it is asked, where that is not the table's number.
    says: a part of the message, where the code is the fault's own.
    heavy: memory is measured. listens: is there a server at all? reads: does it read the request before it plays?
    """

    name: str
    play: Play
    kind: Kind
    code: str | None
    effect: bool = False
    codes: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    columns: tuple[str, ...] = _ALL
    requests: int | None = None
    timeout: float = PATIENCE
    says: str = ""
    heavy: bool = False
    listens: bool = True
    reads: bool = True

    def expected_code(self, column: Column) -> str | None:
        if column.name in self.codes:
            return self.codes[column.name]
        # Nothing but the password helps after a lost refresh, and the task of that column has none.
        return "session_ended" if self.effect and column.name == "refresh" else self.code

    def expected_requests(self, column: Column) -> int:
        if self.requests is not None:
            return self.requests
        again = {
            Kind.NOT_CONNECTED: True,
            Kind.LOST: column.after_lost_reply,
            Kind.GATEWAY: column.after_gateway_error,
        }
        return 1 + (RETRIES if again.get(self.kind, False) else 0)


def harmless(name: str, play: Play, **more: t.Any) -> Fault:
    return Fault(name, play, Kind.HARMLESS, None, **more)


def lost(name: str, play: Play, code: str = "unreachable", **more: t.Any) -> Fault:
    return Fault(name, play, Kind.LOST, code, effect=True, **more)


def silent(name: str, play: Play, **more: t.Any) -> Fault:
    return lost(name, play, "timeout", timeout=0.15, **more)


def garbled(name: str, play: Play, **more: t.Any) -> Fault:
    """A 200 that PeerTube would not give."""
    return Fault(name, play, Kind.FINAL, "unexpected_response", effect=True, **more)


def refused(name: str, play: Play, code: str, **more: t.Any) -> Fault:
    return Fault(name, play, Kind.FINAL, code, **more)


def sending(content: bytes, close: bool = False) -> Play:
    """Send these bytes, and hang up where the client could not know otherwise that this was all."""

    def play(wire: Wire, column: Column, request: Request | None) -> None:
        wire.send(content)
        if close:
            wire.close()

    return play


def answering(make: t.Callable[[Column], bytes], close: bool = False) -> Play:
    """The same, with bytes that depend on what PeerTube would answer."""

    def play(wire: Wire, column: Column, request: Request | None) -> None:
        sending(make(column), close)(wire, column, request)

    return play
