# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import datetime
import math
import re
import typing as t

if t.TYPE_CHECKING:
    from typing import TypeGuard

# RFC 6749 appendix A.12 allows visible ASCII and space; a space cannot be in a Bearer header (RFC 6750 section 2.1).
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")


def is_token(value: object) -> TypeGuard[str]:
    """Whether a value can be sent as a Bearer token or a client secret without changing the request around it."""
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def is_name(value: object) -> TypeGuard[str]:
    """Whether a value can be the name or the e-mail address of a user (up to 400 characters), and be shown."""
    return isinstance(value, str) and 0 < len(value) <= 400 and value.isprintable()


@dataclasses.dataclass(frozen=True)
class OAuthClient:
    """The client pair that an instance hands to everybody who wants to log in."""

    client_id: str
    client_secret: str


@dataclasses.dataclass(frozen=True)
class Credentials:
    """What opens a session: the password, or in its place a token of an authentication plugin."""

    username: str
    password: str | None = None
    external_auth_token: str | None = None
    otp: str | None = None
    otp_secret: str | None = None


@dataclasses.dataclass(frozen=True)
class Token:
    """A token pair. Moments are seconds since the epoch by this machine's clock; None is not known."""

    access_token: str | None
    refresh_token: str | None
    token_type: str = "Bearer"
    issued_at: float | None = None
    expires_at: float | None = None
    refresh_token_expires_at: float | None = None

    # The moment of issue by the instance's own clock, which no one sets here.
    server_issued_at: float | None = None

    def seconds_left(self, now: float, server_now: float | None = None) -> int | None:
        """By the instance's own clock where that is known, now and from the issue; else by this machine's."""
        return self._left(self.expires_at, now, server_now)

    def refresh_seconds_left(self, now: float) -> int | None:
        return self._left(self.refresh_token_expires_at, now, None)

    def has_ended(self, server_now: float | None) -> bool:
        """Whether neither of the two can be good any more, whatever this machine's clock says of it."""
        timed = server_now is not None and self.server_issued_at is not None and self.issued_at is not None
        pairs = ((self.access_token, self.expires_at), (self.refresh_token, self.refresh_token_expires_at))
        return all(token is None or (timed and self._left(moment, 0, server_now) == 0) for token, moment in pairs)

    def shares_with(self, other: Token) -> bool:
        """Whether both are of one session as it is now: once renewed, it has neither of its old tokens."""
        access = self.access_token is not None and self.access_token == other.access_token
        return access or (self.refresh_token is not None and self.refresh_token == other.refresh_token)

    def _left(self, expires_at: float | None, now: float, server_now: float | None) -> int | None:
        if expires_at is None:
            return None
        if server_now is not None and self.server_issued_at is not None and self.issued_at is not None:
            passed = max(0.0, server_now - self.server_issued_at)
            return max(0, math.ceil(expires_at - self.issued_at - passed))
        # A clock that was set back since must not make the token live longer than the instance said.
        reference = now if self.issued_at is None else max(now, self.issued_at)
        return max(0, math.ceil(expires_at - reference))


@dataclasses.dataclass(frozen=True)
class User:
    """An account, as GET /users/me describes it."""

    id: int
    username: str
    email: str
    role: str | None = None
    video_quota: int | None = None
    video_quota_daily: int | None = None

    def is_called(self, name: str) -> bool:
        """PeerTube takes the username or the e-mail address for a login, both in any case (measured on 6.3 and 8.2)."""
        return same_name(name, self.username) or same_name(name, self.email)


def bearer(access_token: str) -> dict[str, str]:
    """The header that signs a request (RFC 6750 section 2.1)."""
    return {"Authorization": f"Bearer {access_token}"}


def same_name(one: str, other: str | None) -> bool:
    return other is not None and one.casefold() == other.casefold()


def iso8601(moment: float | None) -> str | None:
    """A moment as Ansible results show it: ISO 8601, UTC, whole seconds."""
    if moment is None:
        return None
    utc = datetime.datetime.fromtimestamp(int(moment), datetime.timezone.utc)
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")


def plain_int(value: object) -> TypeGuard[int]:
    """JSON knows no difference between true and 1 that Python's isinstance would notice."""
    return isinstance(value, int) and not isinstance(value, bool)
