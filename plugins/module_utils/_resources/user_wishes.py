# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._api.users import ROOT
from .._base.errors import PeerTubeError, invalid_option
from .._declare import fields
from .._declare.fields import State
from .._declare.names import by_name
from .users import ACCOUNT, BLOCKING, CHANGES, ROLES

# What may be said of a user, in peertube_user and for each in peertube_users.
OPTIONS: t.Final[dict[str, dict[str, t.Any]]] = {
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "email": {"type": "str"},
    "user_password": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "choices": ["always", "on_create"], "default": "always", "no_log": False},
    "role": {"type": "str", "choices": ["user", "moderator", "administrator"]},
    "video_quota": {"type": "str"},
    "video_quota_daily": {"type": "str"},
    "bypass_auto_block": {"type": "bool"},
    "email_verified": {"type": "bool"},
    "auth_plugin": {"type": "str"},
    "blocked": {"type": "bool"},
    "block_reason": {"type": "str"},
    "channel_name": {"type": "str"},
}
RULES: t.Final = {"required_by": {"block_reason": ["blocked"]}}
MAY_BE_EMPTY: t.Final = ("auth_plugin", "block_reason")

# PeerTube's own rules, the same on 6.3 and 8.2.
_NAME: t.Final = re.compile(r"[a-z0-9_]+([a-z0-9_.-]+[a-z0-9_]+)?")
_LONGEST_NAME: t.Final = 50
_EMAIL: t.Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_REASON: t.Final = range(3, 251)


@dataclasses.dataclass(frozen=True)
class Wish:
    """What a task wants of one user."""

    name: str
    present: bool
    account: State = dataclasses.field(default_factory=dict)
    changes: State = dataclasses.field(default_factory=dict)
    blocking: State = dataclasses.field(default_factory=dict)
    password: str | None = dataclasses.field(default=None, repr=False)
    update_password: bool = True
    channel_name: str | None = None

    def password_of(self, state: State) -> str | None:
        """The password that a user who is there is to have. A plugin that the user signs in with makes it useless."""
        plugin = self.changes.get("auth_plugin", state.get("auth_plugin"))
        return self.password if self.update_password and plugin is None else None


def wish_of(options: t.Mapping[str, t.Any]) -> Wish:
    """What the options of a user want. Raises PeerTubeError invalid_option."""
    name, when = str(options["name"]), options["update_password"]
    _check_name(name)
    try:
        wish = Wish(
            name,
            present=options["state"] == "present",
            account=fields.given(ACCOUNT, options),
            changes=fields.given(CHANGES, options),
            blocking=_blocking(options),
            password=options.get("user_password"),
            update_password=when == "always",
            channel_name=options.get("channel_name"),
        )
        _check(wish)
    except PeerTubeError as error:
        error.sentence = f"{name}: {error.sentence}"
        raise
    return wish


def wishes_of(entries: t.Iterable[t.Mapping[str, t.Any]]) -> dict[str, Wish]:
    """The same for a list of users, by name."""
    return by_name("users", map(wish_of, entries), lambda wish: str(wish.name))


def _blocking(options: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    wanted = fields.given(BLOCKING, options)
    if wanted.get("blocked") is False:
        if wanted.get("block_reason") is not None:
            raise invalid_option("block_reason is set, and blocked is false.", "Remove block_reason.")
        # It is gone with the block.
        wanted["block_reason"] = None
    return wanted


def _check_name(name: str) -> None:
    if _NAME.fullmatch(name) is None or len(name) > _LONGEST_NAME:
        remedy = (
            "PeerTube allows 1 to 50 of the lower-case letters a to z, digits, underscores, and between those dots and "
            "hyphens."
        )
        raise invalid_option(f"name cannot be {name!r}.", remedy)


def _check(wish: Wish) -> None:
    email, reason = wish.account.get("email"), wish.blocking.get("block_reason")
    if email is not None and _EMAIL.fullmatch(email) is None:
        raise invalid_option(f"email cannot be {email!r}.", "Set it to an address such as ada@example.com.")
    if reason is not None and len(reason) not in _REASON:
        raise invalid_option(f"block_reason has {len(reason)} characters.", "PeerTube allows 3 to 250.")
    if wish.channel_name == wish.name:
        raise invalid_option("channel_name is the same as name.", "PeerTube wants two names: set another channel_name.")
    if wish.name == ROOT:
        _check_root(wish)


def _check_root(wish: Wish) -> None:
    """PeerTube refuses these with nothing but 400 (6.3 and 8.2)."""
    remedy = "Leave that out: root always is an administrator."
    if not wish.present:
        raise invalid_option("This user cannot be deleted.", remedy)
    if wish.account.get("role", ROLES[0]) != ROLES[0]:
        raise invalid_option("The role of this user cannot be changed.", remedy)
    if wish.blocking.get("blocked"):
        raise invalid_option("This user cannot be blocked.", remedy)
