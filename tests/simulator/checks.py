# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What PeerTube takes in a field, and the refusal that names the fields it does not take."""

from __future__ import annotations

import re
from typing import Any, Callable, Mapping

from aiohttp import web

from simulator.forms import fields_of
from simulator.problems import MISSING, Invalid
from simulator.state import Instance

Check = Callable[[Any], bool]


def text(shortest: int, longest: int, pattern: str = r"(?s:.*)") -> Check:
    compiled = re.compile(pattern)

    def check(value: Any) -> bool:
        return isinstance(value, str) and shortest <= len(value) <= longest and bool(compiled.fullmatch(value))

    return check


def nullable(check: Check) -> Check:
    return lambda value: value is None or check(value)


def one_of(*allowed: Any) -> Check:
    return lambda value: not isinstance(value, bool) and value in allowed


def list_of(check: Check, shortest: int = 0, longest: int = 1000) -> Check:
    return lambda value: (
        isinstance(value, list) and shortest <= len(value) <= longest and all(check(one) for one in value)
    )


def whole_number(smallest: int) -> Check:
    # PeerTube makes a text of the value and looks whether that is a number.
    return lambda value: re.fullmatch(r"-?\d+", str(value)) is not None and int(value) >= smallest


def flag(value: Any) -> bool:
    return isinstance(value, bool)


def password(instance: Instance) -> Check:
    shortest = instance.flavour.shortest_password
    return lambda value: isinstance(value, str) and len(value) >= shortest and not instance.is_too_long(value)


user_name = text(1, 50, r"[a-z0-9_]+([a-z0-9_.-]+[a-z0-9_]+)?")
channel_name = text(1, 50, r"[a-z0-9._-]+")
email = text(3, 400, r"[^@\s]+@[^@\s]+\.[^@\s.]+")
# PeerTube looks for no more.
handle = text(1, 1000, r"(?s:.*@.*)")


_LABEL = r"[^\W_](?:(?:[^\W_]|-)*[^\W_])?"
_ADDRESS = r"\d+(?:\.\d+){3}|\[[0-9A-Fa-f:.]+\]"


def host(webserver: str) -> Check:
    """PeerTube wants a dot in the name of a host, unless it is known by no better name itself."""
    is_public = webserver.partition(":")[0] not in ("localhost", "127.0.0.1")
    name = rf"(?:{_LABEL}\.)+[^\W\d_]{{2,}}" if is_public else rf"{_LABEL}(?:\.{_LABEL})*"
    compiled = re.compile(rf"(?:{_ADDRESS}|{name})(?::(\d{{1,5}}))?")

    def check(value: Any) -> bool:
        found = compiled.fullmatch(value) if isinstance(value, str) else None
        return found is not None and 0 < int(found.group(1) or 80) < 65536

    return check


async def checked(
    request: web.Request, required: Mapping[str, Check], optional: Mapping[str, Check] | None = None
) -> dict[str, Any]:
    """The fields of the body that PeerTube knows; it ignores the others."""
    sent, known = await fields_of(request), {**required, **(optional or {})}
    wrong = {name: sent[name] for name, check in known.items() if name in sent and not check(sent[name])}
    wrong.update({name: MISSING for name in required if name not in sent})
    if wrong:
        raise Invalid(wrong)
    return {name: value for name, value in sent.items() if name in known}
