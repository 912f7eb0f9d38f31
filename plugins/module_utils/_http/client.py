# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import datetime
import email.utils
import mmap
import random
import typing as t

from .._base.clock import LONG_WAIT, Clock
from .._base.errors import PeerTubeError, missing_library
from .._base.masking import safe_text
from .messages import Connection, Reply, Request, pause_after

if t.TYPE_CHECKING:
    from .transport import Transport

_YEAR_9999: t.Final = 253370764800  # seconds since the epoch

# One byte that a process shares with those that it forks: whether any of them has imported requests.
REQUESTS_IMPORTED: t.Final = mmap.mmap(-1, 1)


class Http:
    """One HTTP conversation with one instance, on one connection."""

    def __init__(
        self,
        connection: Connection,
        secrets: t.Collection[str] = (),
        warn: t.Callable[[str], None] = lambda message: None,
        clock: Clock | None = None,
        say: t.Callable[[str], None] = lambda message: None,
    ) -> None:
        """warn: tell the user with the result. say: tell the user what is happening, at once where that is possible."""
        self.connection = connection
        self._secrets = set(secrets)
        self.clock = clock or Clock()
        self._warn = warn
        self.say = say
        self._transport: Transport | None = None
        self._rate_limit_left: float = connection.rate_limit_max_wait
        self._server_ahead: float | None = None
        self._waited = ""

    def exchange(self, request: Request) -> Reply:
        """Send a request, again where that is safe, and return its answer, whatever its status.

        Raises PeerTubeError: unreachable, timeout, tls, proxy_unauthorized, rate_limited, unexpected_response.
        """
        retries, self._waited = self.connection.retries, ""
        if self._transport is None and self.connection.wait_timeout and not self._has_started_in_time():
            # It was asked often enough. What fails now is for the request to say.
            retries = 0
            self._waited = f" It had not started after {self.connection.wait_timeout} s (wait_timeout)."
        reply = self._exchange(request, retries)
        if "json" in reply.content_type:
            # PeerTube itself says what is the matter.
            self._waited = ""
        return reply

    def server_time(self) -> float | None:
        """Seconds since the epoch by the server's clock, or None before an answer of it that had a Date."""
        return None if self._server_ahead is None else self.clock.now() + self._server_ahead

    def error(
        self, code: str, sentence: str, request: Request, reply: Reply | None = None, **more: t.Any
    ) -> PeerTubeError:
        """An error that names the request, and what was answered to it."""
        status = None if reply is None else reply.status
        url = request.address(self.connection.url)
        detail = self.shown(more.pop("detail", None))
        return PeerTubeError(
            code, sentence + self._waited, status=status, method=request.method, url=url, detail=detail, **more
        )

    def shown(self, text: str | None) -> str | None:
        """Text of the server's, made fit for a message."""
        return safe_text(text, self._secrets)

    def keep_secret(self, *values: str | None) -> None:
        """Never show text of the server's that repeats one of these."""
        self._secrets.update(value for value in values if value)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _exchange(self, request: Request, retries: int) -> Reply:
        failures, repeated = 0, False
        while True:
            try:
                reply = self._send(request)
            except PeerTubeError as error:
                if failures >= retries or not _worth_repeating(request, error):
                    error.sentence += self._waited
                    raise
                repeated = repeated or error.reply_lost
                failures += 1
                self.clock.sleep(_pause(failures))
                continue
            if reply.status == 429:
                self._wait_for_rate_limit(request, reply)
            elif failures < retries and _failed_at_gateway(request, reply):
                repeated = True
                failures += 1
                self.clock.sleep(max(_pause(failures), self._asked_to_wait(reply) or 0))
            else:
                return dataclasses.replace(reply, repeated=repeated)

    def _send(self, request: Request) -> Reply:
        if self._transport is None:
            # Here rather than at the top: importing requests takes longer than the request.
            REQUESTS_IMPORTED[0] = 1
            from .transport import HAS_REQUESTS, Transport

            if not HAS_REQUESTS:
                raise missing_library("requests")
            self._transport = Transport(self.connection)
            if self._transport.sends_in_clear:
                self._warn(
                    f"The password and tokens travel unencrypted to {self.connection.url}: use an https address, "
                    "or a loopback one on the server itself."
                )
        reply = self._transport.send(request)
        date = _moment(reply.headers.get("date"))
        # What no session file may hold says nothing of the server's clock.
        if date is not None and 0 <= date < _YEAR_9999:
            self._server_ahead = date - self.clock.now()
        return reply

    def _wait_for_rate_limit(self, request: Request, reply: Reply) -> None:
        retry_after = _retry_after(reply, self.clock.now())
        # A limiter that does not say for how long is asked again each second; so is one that says "at once".
        seconds = max(1, retry_after or 1)
        if seconds > self._rate_limit_left:
            sentence = f"{self.connection.url} limits how often it may be asked"
            sentence += f" and wants {seconds} s of waiting, more than" if retry_after else ", for longer than"
            sentence += f" rate_limit_max_wait allows ({self.connection.rate_limit_max_wait} s)."
            raise self.error("rate_limited", sentence, request, reply, retry_after=retry_after)
        self._rate_limit_left -= seconds
        self._say_of_wait(f"{self.connection.url} limits how often it may be asked", seconds)
        self.clock.sleep(seconds)

    def _asked_to_wait(self, reply: Reply) -> float | None:
        """Retry-After of a 503; PeerTube also sends the header where it limits nothing."""
        seconds = _retry_after(reply, self.clock.now()) if reply.status == 503 else None
        if seconds is None or seconds > self._rate_limit_left:
            return None
        self._rate_limit_left -= seconds
        self._say_of_wait(f"{self.connection.url} is not available now", seconds)
        return seconds

    def _say_of_wait(self, why: str, seconds: float) -> None:
        if seconds >= LONG_WAIT:
            self.say(f"{why}, and wants {seconds} s of waiting, which rate_limit_max_wait allows.")

    def _has_started_in_time(self) -> bool:
        """Ask until the instance answers, or fails as no waiting would change; at most wait_timeout seconds."""
        ping = Request("GET", "/ping")
        deadline = self.clock.monotonic() + self.connection.wait_timeout
        failures = 0
        while not self._has_started(ping):
            left = deadline - self.clock.monotonic()
            if left <= 0:
                return False
            failures = min(failures + 1, 4)
            self.clock.sleep(min(_pause(failures), left))
        return True

    def _has_started(self, ping: Request) -> bool:
        try:
            reply = self._send(ping)
        except PeerTubeError as error:
            return error.code not in ("unreachable", "timeout")
        return reply.status == 429 or (reply.status == 200 and reply.body.strip() == b"pong")


def _worth_repeating(request: Request, error: PeerTubeError) -> bool:
    if error.code not in ("unreachable", "timeout"):
        return False
    return not error.reply_lost or request.repeatable(request.after_lost_reply)


def _failed_at_gateway(request: Request, reply: Reply) -> bool:
    return reply.status in (502, 503, 504) and request.repeatable(request.after_gateway_error)


def _pause(failures: int) -> float:
    """The jitter keeps many hosts from coming back at the same moment."""
    return pause_after(failures) * random.uniform(0.75, 1.25)


def _retry_after(reply: Reply, now: float) -> int | None:
    """Seconds of a Retry-After, which may be a number or a date (RFC 9110 section 10.2.3); None when it is neither."""
    value = reply.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return int(value[:9])
    moment = _moment(value)
    return None if moment is None else max(0, int(moment - (_moment(reply.headers.get("date")) or now)))


def _moment(http_date: str | None) -> float | None:
    """Seconds since the epoch of an HTTP-date, None when it is not one."""
    try:
        moment = email.utils.parsedate_to_datetime(http_date or "")
        # The oldest form of the three names no time zone and means UTC (RFC 9110 section 5.6.7).
        return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
