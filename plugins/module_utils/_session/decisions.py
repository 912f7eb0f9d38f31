# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

# The two decision tables, without effects: what is known goes in, the next step comes out.

from __future__ import annotations

import dataclasses
import enum


class Verdict(enum.Enum):
    """What the last request of a step said of the session."""

    VALID = "200, and the wanted user"
    OTHER_USER = "200, and another user"
    INVALID_TOKEN = "401 invalid_token"
    INVALID_GRANT = "400 invalid_grant"
    LOST = "no answer that can be used, to a request that may have had its effect"


class Step(enum.Enum):
    """What peertube_token does next."""

    CHECK = "GET /users/me"
    REUSE = "reuse"
    REFRESH = "refresh"
    LOGIN = "login"


@dataclasses.dataclass(frozen=True)
class Known:
    """What is known of a session. Times are in seconds; None is not known."""

    access_token: bool = False
    refresh_token: bool = False
    seconds_left: int | None = None
    refresh_seconds_left: int | None = None
    trusted: bool = False
    answer: Verdict | None = None


def next_step(known: Known, *, force: bool, grant_type: str, min_validity: int) -> Step:
    """The table of peertube_token. The rows that ask the server come here again with its answer."""
    # 1: force, or no session known
    if force or not (known.access_token or known.refresh_token):
        return Step.LOGIN
    if known.answer is None and known.access_token:
        # 2: the access token has less than min_validity left
        expiring = known.seconds_left is not None and known.seconds_left < min_validity
        # 3: the access token, which the server is asked about unless that was done a moment ago
        if not expiring:
            return Step.REUSE if known.trusted else Step.CHECK
    if known.answer is Verdict.VALID:
        return Step.REUSE
    # 4: the refresh token, not known to be expired
    may_refresh = known.refresh_token and known.refresh_seconds_left != 0 and grant_type != "password"
    if may_refresh and known.answer in (None, Verdict.INVALID_TOKEN):
        return Step.REFRESH
    # 5: the credentials
    return Step.LOGIN


class LogoutStep(enum.Enum):
    """What peertube_logout does next."""

    REVOKE = "POST /users/revoke-token"
    REFRESH = "refresh, for a token that can revoke"
    ENDED = "changed"
    UNCHANGED = "unchanged: there was no session to end"


@dataclasses.dataclass(frozen=True)
class Ending:
    """What is known of a session that is to end. revoke and refresh: their answers, None before they were asked."""

    access_token: bool = False
    refresh_token: bool = False
    seconds_left: int | None = None
    revoke: Verdict | None = None
    refresh: Verdict | None = None


def next_logout_step(ending: Ending) -> LogoutStep:
    """The table of peertube_logout."""
    if ending.revoke is Verdict.VALID:
        return LogoutStep.ENDED
    # An access token that has expired cannot revoke, and its refresh token may be alive for weeks (measured on 6.3 and
    # 8.2). So a known expiry saves a request, but is never the reason to believe that a session has ended.
    can_refresh = ending.refresh_token and ending.refresh is None
    expired = ending.seconds_left == 0
    if ending.access_token and ending.revoke is None and not (expired and can_refresh):
        return LogoutStep.REVOKE
    if can_refresh:
        return LogoutStep.REFRESH
    # 401 after an answer that was lost: that one had ended it.
    return LogoutStep.ENDED if ending.revoke is Verdict.LOST else LogoutStep.UNCHANGED
