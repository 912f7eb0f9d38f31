# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import typing as t

from .._api.sender import Sender
from .._api.users import ListedUser, UsersApi
from .._base.errors import PeerTubeError
from .._declare import fields
from .._declare.ensure import States
from .._declare.fields import State
from .._declare.plan import Plan

BLOCK: t.Final = "block"
UNBLOCK: t.Final = "unblock"

# By PeerTube's number of each.
ROLES: t.Final = ("administrator", "moderator", "user")
_BYPASS_AUTO_BLOCK: t.Final = 1

# What a new user gets at once; what only a change can set; and what is asked for apart.
ACCOUNT: t.Final = (
    fields.casefold("email", needed=True),
    fields.plain("role"),
    fields.size("video_quota"),
    fields.size("video_quota_daily"),
    fields.plain("bypass_auto_block"),
)
CHANGES: t.Final = (fields.plain("email_verified"), fields.text("auth_plugin"))
BLOCKING: t.Final = (fields.plain("blocked"), fields.text("block_reason"))
SHOWN: t.Final = (*ACCOUNT, *CHANGES, *BLOCKING)

_SENT_AS: t.Final = {
    "email": "email",
    "user_password": "password",
    "role": "role",
    "video_quota": "videoQuota",
    "video_quota_daily": "videoQuotaDaily",
    "bypass_auto_block": "adminFlags",
    "channel_name": "channelName",
    "email_verified": "emailVerified",
    "auth_plugin": "pluginAuth",
}
_OPTIONS: t.Final = {
    **{sent: option for option, sent in _SENT_AS.items()},
    "username": "name",
    "reason": "block_reason",
}

_ROLE_REMEDY: t.Final = "Sign in as an administrator: a moderator may only manage those with the role user."
# Measured; the minimum of 8.2 is a setting of its configuration file.
_LENGTH_REMEDY: t.Final = (
    "Set another one: PeerTube takes 6 to 255 characters on 6.3, and on 8.2 8 to 50 unless "
    "user.password_constraints.min_length of its configuration says otherwise."
)


class Users:
    """The users of an instance, or only the one of a name.

    to_verify: whose password is to be verified, and which it should be, once it is known who there is.
    current_password: that of the user who is signed in, where it is known.
    """

    def __init__(
        self,
        api: UsersApi,
        only: str | None,
        to_verify: t.Callable[[States], t.Mapping[str, str]],
        is_password_of: t.Callable[[str, str], bool],
        current_password: str | None,
    ) -> None:
        self._api = api
        self._only = only
        self._to_verify = to_verify
        self._is_password_of = is_password_of
        self._current_password = current_password
        self._created: dict[str, int] = {}
        # Those that are known to be right. PeerTube shows none.
        self._passwords: dict[str, str] = {}

    def read(self) -> States:
        with _about():
            states = {user.name: _state(user) for user in self._listed()}
        for name, password in self._to_verify(states).items():
            if self._passwords.get(name) != password:
                with _about(name):
                    if self._is_password_of(name, password):
                        self._passwords[name] = password
        for name in states.keys() & self._passwords.keys():
            states[name]["user_password"] = self._passwords[name]
        return states

    def create(self, plan: Plan) -> None:
        try:
            with _about(plan.key):
                self._created[plan.key] = self._api.create({"username": plan.key, **_sent(plan.send)})
        except PeerTubeError as error:
            if error.code == "conflict" and not self._has_explained(error, plan):
                _explain_taken_name(error, plan)
            raise
        self._passwords[plan.key] = plan.send["user_password"]

    def update(self, plan: Plan, present: State) -> None:
        number = present["id"] if present else self._created[plan.key]
        with _about(plan.key):
            if plan.action == BLOCK:
                self._api.block(number, plan.send.get("block_reason"))
            elif plan.action == UNBLOCK:
                self._api.unblock(number)
            else:
                self._change(number, plan)

    def delete(self, plan: Plan, present: State) -> None:
        with _about(plan.key):
            self._api.delete(present["id"])

    def _change(self, number: int, plan: Plan) -> None:
        send = dict(plan.send)
        if "user_password" in send and plan.key == self._api.own_name():
            self._api.change_own_password(self._current_password or "", send.pop("user_password"))
        if send:
            try:
                self._api.update(number, _sent(send))
            except PeerTubeError as error:
                if error.code == "conflict":
                    self._has_explained(error, plan)
                raise
        if "user_password" in plan.send:
            self._passwords[plan.key] = plan.send["user_password"]

    def _listed(self) -> t.Iterable[ListedUser]:
        if self._only is None:
            return self._api.every_one()
        found = self._api.named(self._only)
        return [] if found is None else [found]

    def _has_explained(self, error: PeerTubeError, plan: Plan) -> bool:
        """Whether it is the e-mail address that stands against it: PeerTube says so only in a text for people."""
        email = plan.send.get("email")
        other = None if email is None else self._api.with_email(email)
        if other is None or other.name == plan.key:
            return False
        error.sentence = f"The e-mail address {email} is that of the user {other.name}."
        error.remedy = "Set another email: PeerTube gives an address to one user only."
        return True


def shown(name: str, state: State | None) -> dict[str, t.Any] | None:
    """A user as a result shows it: in the shape of the options."""
    return None if state is None else {"name": name, **fields.shown(SHOWN, state)}


def every_user(sender: Sender) -> list[dict[str, t.Any]]:
    """All users, as the option users of peertube_users takes them; what is not set is left out."""
    users = [shown(user.name, _state(user)) or {} for user in users_api(sender).every_one()]
    return [{name: value for name, value in user.items() if value is not None} for user in users]


def users_api(sender: Sender) -> UsersApi:
    return UsersApi(sender, _OPTIONS)


def _state(user: ListedUser) -> dict[str, t.Any]:
    """A user by the names of the options, and the id that writes need."""
    return {
        "id": user.id,
        "email": user.email,
        "role": ROLES[user.role],
        "video_quota": user.video_quota,
        "video_quota_daily": user.video_quota_daily,
        "bypass_auto_block": bool(user.admin_flags & _BYPASS_AUTO_BLOCK),
        "email_verified": user.email_verified,
        "auth_plugin": user.plugin_auth,
        "blocked": user.blocked,
        "block_reason": user.blocked_reason,
    }


def _sent(send: State) -> dict[str, t.Any]:
    """What was planned, by PeerTube's names and in its numbers."""
    fields_sent = {_SENT_AS[name]: value for name, value in send.items()}
    if "role" in send:
        fields_sent["role"] = ROLES.index(send["role"])
    if "bypass_auto_block" in send:
        fields_sent["adminFlags"] = _BYPASS_AUTO_BLOCK if send["bypass_auto_block"] else 0
    return fields_sent


@contextlib.contextmanager
def _about(name: str = "") -> t.Iterator[None]:
    """Let an error say whom it is about, and what helps with users."""
    try:
        yield
    except PeerTubeError as error:
        if name:
            error.sentence = f"{name}: {error.sentence}"
        if error.code == "forbidden":
            error.remedy = _ROLE_REMEDY
        if error.code == "rejected" and "user_password" in error.sentence:
            error.remedy = _LENGTH_REMEDY
        raise


def _explain_taken_name(error: PeerTubeError, plan: Plan) -> None:
    what = "its name or channel_name" if "channel_name" in plan.send else "its name"
    error.sentence = (
        f"{plan.key} cannot be created: {what} is taken, by a channel or by a user who was deleted, for PeerTube never "
        "gives a name again."
    )
    error.remedy = "Use another name. A user who may come back is better blocked than deleted: set blocked to true."
