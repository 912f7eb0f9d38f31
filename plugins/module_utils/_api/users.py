# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t

from .._http.messages import Request
from .answer import Answer
from .lists import pages
from .sender import Sender
from .values import is_name, plain_int, same_name

ROOT: t.Final = "root"


@dataclasses.dataclass(frozen=True)
class ListedUser:
    """A user, as GET /users lists them. role: 0 administrator, 1 moderator, 2 user. Quotas are bytes, -1 unlimited."""

    id: int
    name: str
    email: str
    role: int
    video_quota: int
    video_quota_daily: int
    admin_flags: int
    email_verified: bool | None
    plugin_auth: str | None
    blocked: bool
    blocked_reason: str | None


class UsersApi:
    """What administrators ask of PeerTube about users. Every method may raise PeerTubeError.

    names: the options, by the names of PeerTube's fields.
    """

    def __init__(self, sender: Sender, names: t.Mapping[str, str]) -> None:
        self.sender = sender
        self._names = names
        self._own_name: str | None = None

    def every_one(self) -> t.Iterator[ListedUser]:
        for answer, objects in pages(self.sender, "/users"):
            for one in objects:
                yield _user(answer, one)

    def named(self, name: str) -> ListedUser | None:
        return next((user for user in self._found(name) if user.name == name), None)

    def with_email(self, email: str) -> ListedUser | None:
        """The first whose address is this one, in any case."""
        return next((user for user in self._found(email) if same_name(email, user.email)), None)

    def own_name(self) -> str:
        """Of the user who is signed in, who is asked for once."""
        if self._own_name is None:
            answer = self.sender.send(Request("GET", "/users/me"))
            name = answer.expect_object().get("username")
            if not is_name(name):
                raise answer.unexpected("that describes no user")
            self._own_name = name
        return self._own_name

    def create(self, fields: t.Mapping[str, t.Any]) -> int:
        """The id of the new user."""
        answer = self.sender.send(Request("POST", "/users", json=dict(fields)), self._names)
        user = answer.expect_object().get("user")
        number = user.get("id") if isinstance(user, dict) else None
        if not plain_int(number):
            raise answer.unexpected("that describes no user")
        return number

    def update(self, number: int, fields: t.Mapping[str, t.Any]) -> None:
        self.sender.send(Request("PUT", f"/users/{number}", json=dict(fields)), self._names)

    def change_own_password(self, current: str, wanted: str) -> None:
        """The way that keeps the session (measured on 6.3 and 8.2)."""
        fields = {"currentPassword": current, "password": wanted}
        answer = self.sender.send(Request("PUT", "/users/me", json=fields), self._names, accept=(401,))
        if answer.status == 401:
            raise answer.error(
                "rejected",
                "The instance does not accept password as the current one of the user who is signed in.",
                remedy="Set password to the one that this user has now.",
            )

    def block(self, number: int, reason: str | None) -> None:
        """Also of who is blocked: a reason that was given before is gone."""
        fields = {} if reason is None else {"reason": reason}
        self.sender.send(Request("POST", f"/users/{number}/block", json=fields), self._names)

    def unblock(self, number: int) -> None:
        self.sender.send(Request("POST", f"/users/{number}/unblock"))

    def delete(self, number: int) -> None:
        self.sender.send(Request("DELETE", f"/users/{number}"))

    def _found(self, text: str) -> t.Iterator[ListedUser]:
        """Who has a text as a part of their name or address; _ and % in it stand for anything (6.3 and 8.2)."""
        for answer, objects in pages(self.sender, "/users", {"search": text}):
            for one in objects:
                yield _user(answer, one)


def _user(answer: Answer, one: t.Mapping[str, t.Any]) -> ListedUser:
    value: t.Callable[[str], t.Any] = one.get
    user = ListedUser(
        id=value("id"),
        name=value("username"),
        email=value("email"),
        role=_number_of(value("role")),
        video_quota=value("videoQuota"),
        video_quota_daily=value("videoQuotaDaily"),
        admin_flags=value("adminFlags"),
        email_verified=value("emailVerified"),
        plugin_auth=value("pluginAuth"),
        blocked=value("blocked"),
        blocked_reason=value("blockedReason"),
    )
    if not _is_whole(user):
        raise answer.unexpected("with a user that PeerTube would not describe so")
    return user


def _number_of(role: t.Any) -> t.Any:
    return role.get("id") if isinstance(role, dict) else None


def _is_whole(user: ListedUser) -> bool:
    numbers = (user.id, user.role, user.video_quota, user.video_quota_daily, user.admin_flags)
    texts = (user.plugin_auth, user.blocked_reason)
    return (
        is_name(user.name)
        and is_name(user.email)
        and all(plain_int(number) for number in numbers)
        and user.role in (0, 1, 2)
        and isinstance(user.blocked, bool)
        and (user.email_verified is None or isinstance(user.email_verified, bool))
        and all(text is None or isinstance(text, str) for text in texts)
    )
