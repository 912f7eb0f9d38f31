# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of connections and of HTTP framing."""

from __future__ import annotations

import gzip
import typing as t

from harness.server import Request, Wire, answer

from .columns import Column
from .fault import Fault, Kind, Play, answering, garbled, harmless, lost, refused, sending, silent

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_CHUNKED = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def _nothing(wire: Wire, column: Column, request: Request | None) -> None:
    pass


def _reset(wire: Wire, column: Column, request: Request | None) -> None:
    wire.reset()


def _reset_unread(wire: Wire, column: Column, request: Request | None) -> None:
    # Earlier, the client could see it as a refused connection.
    wire.await_request()
    wire.reset()


def _reset_while_reading(wire: Wire, column: Column, request: Request | None) -> None:
    wire.read_some()
    wire.reset()


def _hang_up(wire: Wire, column: Column, request: Request | None) -> None:
    wire.close()


def _silence(wire: Wire, column: Column, request: Request | None) -> None:
    wire.await_hangup()


def _then_silence(make: t.Callable[[Column], bytes]) -> Play:
    def play(wire: Wire, column: Column, request: Request | None) -> None:
        wire.send(make(column))
        wire.await_hangup()

    return play


def _then_reset(make: t.Callable[[Column], bytes]) -> Play:
    def play(wire: Wire, column: Column, request: Request | None) -> None:
        wire.send(make(column))
        wire.reset()

    return play


def _slowly(make: t.Callable[[Column], bytes], pause: float) -> Play:
    def play(wire: Wire, column: Column, request: Request | None) -> None:
        wire.send_slowly(make(column), pause)

    return play


def _endlessly(start: bytes, again: bytes) -> Play:
    def play(wire: Wire, column: Column, request: Request | None) -> None:
        wire.send(start)
        wire.send_endlessly(again)
        wire.close()

    return play


def _good(column: Column) -> bytes:
    return column.reply()


def _half(column: Column) -> bytes:
    return _good(column)[:-9]


def _length(value: bytes) -> Play:
    return answering(lambda column: column.reply(length=value), close=True)


def _chunks(framed: t.Callable[[bytes], bytes]) -> Play:
    # Hanging up after a whole answer would be another fault: the next request may be on its way.
    return answering(lambda column: _CHUNKED + framed(column.body))


def _broken_chunks(framed: t.Callable[[bytes], bytes]) -> Play:
    return answering(lambda column: _CHUNKED + framed(column.body), close=True)


def _in_one_chunk(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(body), body)


def _bytewise(wire: Wire, column: Column, request: Request | None) -> None:
    for byte in _good(column):
        wire.send(bytes([byte]))


_BREAKS: t.Final = (
    Fault("refused", _nothing, Kind.NOT_CONNECTED, "unreachable", says="connection refused", listens=False, requests=0),
    lost("reset before the request was read", _reset_unread, reads=False),
    lost("reset during the request", _reset_while_reading, reads=False),
    lost("reset after the request", _reset, says="broke off"),
    lost("hung up before the request", _hang_up, reads=False),
    lost("hung up after the request", _hang_up),
    lost("reset within the status line", _then_reset(lambda column: b"HTTP/1.1 20")),
    lost("reset within the headers", _then_reset(lambda column: _HEAD[:-9])),
    lost("reset within the body", _then_reset(_half)),
    silent("silence", _silence, says="0.15 s"),
    silent("silence before the request", _silence, reads=False),
    silent("silence after the status line", _then_silence(lambda column: b"HTTP/1.1 200 OK\r\n")),
    silent("silence within the body", _then_silence(_half)),
    silent("silence within a chunk", _then_silence(lambda column: _CHUNKED + b"ff\r\n{")),
    silent("one byte now and then", _slowly(_good, 0.05)),
    silent("an interim answer now and then", _slowly(lambda column: b"HTTP/1.1 100 Continue\r\n\r\n" * 9, 0.05)),
    silent("endless interim answers", _endlessly(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99), heavy=True),
    harmless("one byte at a time", _bytewise),
)

_HEADS: t.Final = (
    lost("hung up within the headers", sending(_HEAD, close=True)),
    lost("status line only", sending(b"HTTP/1.1 200 OK\r\n", close=True)),
    lost("headers only", answering(lambda column: column.reply()[: -len(column.body)], close=True)),
    lost("another protocol", sending(b"SSH-2.0-OpenSSH_9.6\r\n", close=True), says="not HTTP"),
    refused("a TLS alert", sending(b"\x15\x03\x03\x00\x02\x02\x28", close=True), "tls", effect=True),
    lost("empty lines", sending(b"\r\n" * 9, close=True)),
    lost("HTTP of an unknown version", sending(b"HTTP/9.7 200 OK\r\n\r\n", close=True)),
    lost("a status of words", sending(b"HTTP/1.1 fine OK\r\n\r\n", close=True)),
    lost("status 0", sending(b"HTTP/1.1 0 OK\r\n\r\n", close=True)),
    lost("status -200", sending(b"HTTP/1.1 -200 OK\r\n\r\n", close=True)),
    lost("status 1000", sending(b"HTTP/1.1 1000 OK\r\n\r\n", close=True)),
    lost("a status of 5000 digits", sending(b"HTTP/1.1 " + b"2" * 5000 + b" OK\r\n\r\n", close=True)),
    lost("an endless status line", _endlessly(b"HTTP/1.1 200 ", b"x"), heavy=True),
    lost("an endless header", _endlessly(_HEAD + b"X-Long: ", b"x"), heavy=True),
    lost("endless headers", _endlessly(_HEAD, b"X-Another: 1\r\n"), heavy=True),
    harmless("HTTP/1.0", answering(lambda column: _good(column).replace(b"HTTP/1.1", b"HTTP/1.0"), close=True)),
    harmless("an interim answer first", answering(lambda column: b"HTTP/1.1 100 Continue\r\n\r\n" + _good(column))),
    harmless("no reason phrase", answering(lambda column: _good(column).replace(b" Whatever", b""))),
    harmless("line feeds alone", answering(lambda column: _good(column).replace(b"\r\n", b"\n"))),
    harmless("a folded header", answering(lambda column: column.reply(headers=[b"X-Folded: a\r\n b"]))),
    harmless(
        "a header without a colon",
        answering(lambda column: column.reply().replace(b"\r\n\r\n", b"\r\nnone\r\n\r\n", 1)),
    ),
    harmless("a header in bytes", answering(lambda column: column.reply(headers=[b"X-Odd: \xff\xfe\x1b[31m"]))),
    harmless(
        "interim answers before the final one",
        answering(
            lambda column: (
                b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + _good(column)
            )
        ),
    ),
    harmless("an odd Date", answering(lambda column: column.reply(headers=[b"Date: Mon, 99 Foo 99999 99:99"]))),
    harmless("a Date of digits", answering(lambda column: column.reply(headers=[b"Date: " + b"9" * 5000]))),
    *(
        harmless(f"a Date of {name}", answering(lambda column, date=date: column.reply(headers=[b"Date: " + date])))
        for name, date in (
            ("1969", b"Wed, 31 Dec 1969 00:00:00 GMT"),
            ("the last second", b"Fri, 31 Dec 9999 23:59:59 GMT"),
            ("the year 10000 in UTC", b"Fri, 31 Dec 9999 23:59:59 -1200"),
        )
    ),
    harmless(
        "a Date of the year 1",
        answering(lambda column: column.reply(headers=[b"Date: Mon, 01 Jan 0001 00:00:00 -0000"])),
    ),
    harmless(
        "an odd cookie",
        answering(lambda column: column.reply(headers=[b"Set-Cookie: a=b; expires=Wed, 09-Feb-999999 00:00:00 GMT"])),
    ),
    harmless(
        "a cookie of digits",
        answering(
            lambda column: column.reply(
                headers=[b"Set-Cookie: a=b; expires=Wed, 09-Feb-" + b"9" * 5000 + b" 00:00:00 GMT"]
            )
        ),
    ),
)

_LENGTHS: t.Final = (
    harmless("no Content-Length", answering(lambda column: _HEAD + b"\r\n" + column.body, close=True)),
    lost("Content-Length too large", _length(b"4096")),
    lost("Content-Length of 19 digits", _length(b"9" * 19)),
    garbled("Content-Length too small", _length(b"9")),
    garbled("Content-Length 0", _length(b"0")),
    harmless("Content-Length negative", _length(b"-1")),
    harmless("Content-Length in words", _length(b"some")),
    harmless("Content-Length with a superscript", _length(b"\xb2")),
    lost("Content-Length of 5000 digits", _length(b"9" * 5000)),
    lost(
        "two Content-Length that differ",
        answering(lambda column: column.reply(headers=[b"Content-Length: 3"]), close=True),
    ),
    harmless("two answers", answering(lambda column: _good(column) * 2)),
    harmless("an answer and something else", answering(lambda column: _good(column) + b"\x00garbage\r\n\r\n")),
    garbled("an endless body", _endlessly(_HEAD + b"\r\n", b"x"), says="more than 1 MiB", heavy=True),
    garbled("an endless body of blanks", _endlessly(_HEAD + b"\r\n", b" "), heavy=True),
    garbled(
        "a body of 64 MiB, as announced", _endlessly(_HEAD + b"Content-Length: 67108864\r\n\r\n", b"x"), heavy=True
    ),
    harmless(
        "one MiB of blanks before the JSON", answering(lambda column: answer(body=column.body.rjust(1024 * 1024)))
    ),
    garbled("one byte more than a MiB", answering(lambda column: answer(body=column.body.rjust(1024 * 1024 + 1)))),
)

_BOMB = gzip.compress(b"\0" * (64 * 1024 * 1024))

_ENCODINGS: t.Final = (
    harmless("chunked", _chunks(lambda body: _in_one_chunk(body) + b"0\r\n\r\n")),
    harmless(
        "chunks of one byte", _chunks(lambda body: b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n")
    ),
    harmless(
        "chunked, with extensions and trailers", _chunks(lambda body: _in_one_chunk(body) + b"0;a=b\r\nX: y\r\n\r\n")
    ),
    lost("chunked, broken off within a chunk", _broken_chunks(lambda body: _in_one_chunk(body)[:-9])),
    lost("chunked, broken off between chunks", _broken_chunks(_in_one_chunk)),
    lost("chunked, nothing follows", _broken_chunks(lambda body: b"")),
    lost("a chunk size in words", _broken_chunks(lambda body: b"some\r\n" + body + b"\r\n0\r\n\r\n")),
    lost("a chunk size that is missing", _broken_chunks(lambda body: b"\r\n" + body + b"\r\n0\r\n\r\n")),
    lost("a chunk size that is too large", _broken_chunks(lambda body: b"ffff\r\n" + body + b"\r\n0\r\n\r\n")),
    lost("a chunk size of -5", _broken_chunks(lambda body: b"-5\r\n" + body + b"\r\n0\r\n\r\n")),
    lost("an endless chunk size", _endlessly(_CHUNKED, b"1"), heavy=True),
    garbled("an endless chunk", _endlessly(_CHUNKED + b"ffffffffffff\r\n", b"x"), heavy=True),
    garbled("endless chunks", _endlessly(_CHUNKED, b"100\r\n" + b"x" * 256 + b"\r\n"), heavy=True),
    lost("a chunk of size -1 that never ends", _endlessly(_CHUNKED + b"-1\r\n", b"x"), heavy=True),
    garbled(
        "gzip that was not asked for",
        answering(lambda column: answer(body=gzip.compress(column.body), headers=[b"Content-Encoding: gzip"])),
    ),
    garbled(
        "gzip that inflates a thousandfold",
        sending(answer(body=_BOMB, headers=[b"Content-Encoding: gzip"])),
        heavy=True,
    ),
    garbled(
        "gzip in gzip",
        sending(answer(body=gzip.compress(_BOMB), headers=[b"Content-Encoding: gzip, gzip"])),
        heavy=True,
    ),
    garbled("gzip that is none", answering(lambda column: column.reply(headers=[b"Content-Encoding: gzip"]))),
    garbled("deflate", answering(lambda column: column.reply(headers=[b"Content-Encoding: deflate"]))),
    garbled("an unknown encoding", answering(lambda column: column.reply(headers=[b"Content-Encoding: rot13"]))),
    harmless(
        "an encoding by name only",
        answering(lambda column: column.reply(headers=[b"Content-Encoding: Identity"])),
    ),
    harmless(
        "chunked and a Content-Length",
        answering(
            lambda column: (
                _HEAD
                + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                + _in_one_chunk(column.body)
                + b"0\r\n\r\n"
            ),
        ),
    ),
)

FAULTS: t.Final = (*_BREAKS, *_HEADS, *_LENGTHS, *_ENCODINGS)
