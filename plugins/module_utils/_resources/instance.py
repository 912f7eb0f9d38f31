# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# A whole instance, in the shape of the role's variable.
import typing as t

from .._api.config import read_config
from .._api.sender import Sender
from . import blocklists, channels, follows, homepage, instance_pictures, runner_tokens, watched_words
from .installed_plugins import installed_plugins
from .users import every_user

ALL: t.Final = "all"


def _plugins(sender: Sender) -> list[dict[str, t.Any]]:
    return [one.as_given() for one in installed_plugins(sender)]


# In the order in which the variable is written.
READERS: t.Final[t.Mapping[str, t.Callable[[Sender], t.Any]]] = {
    "config": read_config,
    "plugins": _plugins,
    "homepage": homepage.as_given,
    "images": instance_pictures.addresses,
    "users": every_user,
    "channels": channels.as_given,
    "follows": follows.as_given,
    "blocklist": blocklists.as_given,
    "watched_words": watched_words.as_given,
    "runner_token": runner_tokens.as_given,
}
OPTIONS: t.Final[dict[str, t.Any]] = {
    "gather_subset": {"type": "list", "elements": "str", "choices": [ALL, *READERS], "default": [ALL]}
}


def parts_of(subset: t.Collection[str]) -> list[str]:
    return [part for part in READERS if ALL in subset or part in subset]


def read(sender: Sender, parts: t.Iterable[str]) -> dict[str, t.Any]:
    return {part: READERS[part](sender) for part in parts}
