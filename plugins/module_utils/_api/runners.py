# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t

from .._http.messages import Request
from .lists import read_all
from .sender import Sender
from .values import is_token, plain_int

_RUNNERS: t.Final = "/runners"
_TOKENS: t.Final = "/runners/registration-tokens"


@dataclasses.dataclass(frozen=True)
class RegistrationToken:
    """What a runner registers itself with, and how many did."""

    id: int
    value: str = dataclasses.field(repr=False)
    runners: int


def registration_tokens(sender: Sender) -> list[RegistrationToken]:
    """The newest first."""
    rows = read_all(sender, _TOKENS, sort="-createdAt")
    tokens = [_token(row) for row in rows]
    sender.http.keep_secret(*(token.value for token in tokens if token is not None))
    return sorted((token for token in tokens if token is not None), key=lambda token: -token.id)


def generate_token(sender: Sender) -> None:
    """The answer does not hold the new token (measured on 6.3 and 8.2)."""
    sender.send(Request("POST", f"{_TOKENS}/generate"))


def delete_token(sender: Sender, number: int) -> None:
    """All runners that registered with it are deleted too (measured on 6.3 and 8.2)."""
    sender.send(Request("DELETE", f"{_TOKENS}/{number}"))


def runners(sender: Sender) -> list[dict[str, t.Any]]:
    rows = read_all(sender, _RUNNERS)
    return [row for row in rows if plain_int(row.get("id")) and isinstance(row.get("name"), str)]


def delete_runner(sender: Sender, number: int) -> None:
    sender.send(Request("DELETE", f"{_RUNNERS}/{number}"))


def _token(row: t.Mapping[str, t.Any]) -> RegistrationToken | None:
    number, value, count = (row.get(name) for name in ("id", "registrationToken", "registeredRunnersCount"))
    if not plain_int(number) or not is_token(value):
        return None
    return RegistrationToken(number, value, count if plain_int(count) else 0)
