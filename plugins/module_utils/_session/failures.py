# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import json
import typing as t

from .._base import strict_json
from .._base.clock import REMEMBERED_FOR
from .._base.errors import REMEDIES, PeerTubeError

_MOST: t.Final = 8
_FORMAT: t.Final = 1

# What everybody meets who goes the same way to the instance, whatever the credentials.
ON_THE_WAY: t.Final = frozenset(
    {
        "unreachable",
        "timeout",
        "tls",
        "redirected",
        "not_peertube",
        "unexpected_response",
        "host_forbidden",
        "invalid_client",
        "proxy_unauthorized",
        "rate_limited",
        "server_error",
    }
)
# What the instance says of credentials.
REFUSALS: t.Final = frozenset(
    {
        "invalid_grant",
        "missing_two_factor",
        "invalid_two_factor",
        "account_blocked",
        "email_not_verified",
        "account_waiting_for_approval",
        "account_approval_rejected",
        "too_long_password",
    }
)
_NOT_AGAIN: t.Final = "The same credentials are not sent again for a minute after they were refused."
_TEXTS: t.Final = ("code", "sentence", "remedy")
_TEXTS_OR_NONE: t.Final = ("method", "url", "detail")
_NUMBERS_OR_NONE: t.Final = ("status", "retry_after")
_ERROR: t.Final = (*_TEXTS, *_TEXTS_OR_NONE, *_NUMBERS_OR_NONE, "reply_lost")


@dataclasses.dataclass(frozen=True)
class Failure:
    """What failed for one task with a session file, as the others may see it. It holds no secret.

    way: a digest of what was tried, and how. credentials: their fingerprint, None where it would have failed with any.
    session: a digest of the one in the file. lasting: whether the same credentials would be refused in a minute, too.
    """

    number: str
    at: float
    way: str
    credentials: str | None
    session: str
    lasting: bool
    error: t.Mapping[str, t.Any]

    def raised(self, again: bool) -> PeerTubeError:
        """The error, whole. again: of credentials that this task did not wait for, but would have sent once more."""
        fields = dict(self.error)
        if again:
            fields["remedy"] = f"{fields['remedy']} {_NOT_AGAIN}"
        return PeerTubeError(fields.pop("code"), fields.pop("sentence"), **fields)


@dataclasses.dataclass(frozen=True)
class Note:
    """What failed lately, the newest first, and the salt of the fingerprints in it."""

    salt: str
    failures: tuple[Failure, ...] = ()

    def with_failure(self, failure: Failure) -> Note:
        return dataclasses.replace(self, failures=(failure, *self.failures)[:_MOST])


@dataclasses.dataclass(frozen=True)
class Attempt:
    """One task that is about to send its first request. seen: the numbers of the failures when it began to wait."""

    way: str
    session: str
    seen: frozenset[str]
    now: float

    def shares(self, failure: Failure) -> bool:
        """Whether this one waited while that one failed in what this one would do next."""
        return failure.number not in self.seen and failure.way == self.way

    def repeats(self, failure: Failure, logging_in: bool) -> bool:
        """Whether this one would send again what was refused a moment ago: now, or when its session has been asked."""
        recent = 0 <= self.now - failure.at < REMEMBERED_FOR
        return failure.lasting and recent and (logging_in or failure.session == self.session)


def error_fields(error: PeerTubeError) -> dict[str, t.Any]:
    return {name: getattr(error, name) for name in _ERROR}


def dump(note: Note) -> bytes:
    document = {"format": _FORMAT, **dataclasses.asdict(note)}
    return json.dumps(document, indent=2).encode("ascii") + b"\n"


def load(content: bytes) -> Note | None:
    """The note that dump wrote; None for anything else."""
    try:
        document = strict_json.parse(content)
        if document.pop("format") != _FORMAT:
            return None
        failures = tuple(Failure(**failure) for failure in document.pop("failures"))
        note = Note(**document, failures=failures)
        bytes.fromhex(note.salt)
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
    return note if all(map(_is_whole, failures)) else None


def _is_whole(failure: Failure) -> bool:
    error = failure.error
    return (
        all(isinstance(text, str) for text in (failure.number, failure.way, failure.session))
        and isinstance(failure.credentials, (str, type(None)))
        and type(failure.at) in (int, float)
        and isinstance(failure.lasting, bool)
        and isinstance(error, dict)
        and set(error) == set(_ERROR)
        and all(isinstance(error[name], str) for name in _TEXTS)
        and all(isinstance(error[name], (str, type(None))) for name in _TEXTS_OR_NONE)
        and all(type(error[name]) in (int, type(None)) for name in _NUMBERS_OR_NONE)
        and isinstance(error["reply_lost"], bool)
        and error["code"] in REMEDIES
    )
