# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# The names of other instances, and of what lives there. PeerTube takes bad.example and BAD.example for two hosts
# (measured on 6.3 and 8.2), which to the network are one: in lower case they are the same.
import re

from .._base.errors import PeerTubeError, invalid_option

_LABEL = r"[^\W_](?:[^\W_]|-)*"
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])(?::[0-9]{{1,5}})?")
_NAME = re.compile(r"[\w.-]+", re.ASCII)
_LONGEST = 300


def host(option: str, value: str) -> str:
    """A host, with its port where that is not the usual one. Raises PeerTubeError invalid_option."""
    name = value.lower()
    if len(name) > _LONGEST or _HOST.fullmatch(name) is None:
        raise _not_read(option, value, "Name a host as in video.example.com, without https:// and without a path.")
    return name


def handle(option: str, value: str) -> str:
    """An account or channel of another instance, as name@host. Raises PeerTubeError invalid_option."""
    name, at, where = value.lower().partition("@")
    if not at or _NAME.fullmatch(name) is None or len(value) > _LONGEST or _HOST.fullmatch(where) is None:
        raise _not_read(option, value, "Write it as in news@video.example.com.")
    return f"{name}@{where}"


def account(option: str, value: str) -> str:
    """An account, whose host is left out where it lives on the instance. Raises PeerTubeError invalid_option."""
    if "@" not in value and _NAME.fullmatch(value) is not None:
        return value.lower()
    try:
        return handle(option, value)
    except PeerTubeError:
        remedy = "Write it as in ada, or ada@video.example.com where it lives on another instance."
        raise _not_read(option, value, remedy) from None


def _not_read(option: str, value: str, remedy: str) -> PeerTubeError:
    return invalid_option(f"{option} has {value!r}.", remedy)
