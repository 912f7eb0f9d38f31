# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who lives on the instance: users, their channels, and those who asked to come in. No HTTP."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from simulator import accounts

UNLIMITED = -1
PLUGIN_AUTH = "peertube-plugin-simulated-auth"


@dataclass
class Account:
    id: int
    username: str
    email: str
    password: str = accounts.PASSWORD
    role: int = accounts.USER
    blocked: bool = False
    blocked_reason: str | None = None
    email_verified: bool | None = None
    # A registration is not a user yet: no password is ever compared with it.
    registration: str | None = None
    two_factor_seed: str | None = None
    external: bool = False
    external_auth_token: str | None = None
    plugin_auth: str | None = None
    video_quota: int = UNLIMITED
    video_quota_daily: int = UNLIMITED
    admin_flags: int = 0
    display_name: str = ""
    description: str | None = None
    last_login: float | None = None
    created: float = 0
    updated: float = 0

    def is_called(self, name: str) -> bool:
        return name.lower() in (self.username.lower(), self.email.lower())

    @property
    def passes_limits(self) -> bool:
        return self.role in (accounts.ADMINISTRATOR, accounts.MODERATOR)

    @property
    def from_plugin(self) -> bool:
        return self.external or self.plugin_auth is not None


@dataclass
class Channel:
    id: int
    name: str
    owner: Account
    display_name: str
    description: str | None = None
    support: str | None = None
    created: float = 0
    updated: float = 0

    def picture(self, kind: str) -> str:
        """The name under which its avatar or banner is kept."""
        return f"channel-{kind}-{self.id}"


@dataclass
class Registration:
    id: int
    account: Account
    reason: str = ""
    response: str | None = None
    created: float = 0
    updated: float = 0


class People:
    def __init__(self) -> None:
        self.accounts: list[Account] = []
        self.channels: list[Channel] = []
        self.registrations: list[Registration] = []
        # Names of users and channels are one space, and stay taken when their bearer is gone.
        self.taken: set[str] = set()
        self._last_ids: defaultdict[type, int] = defaultdict(int)

    def users(self) -> list[Account]:
        return [account for account in self.accounts if account.registration is None]

    def user(self, wanted: int) -> Account | None:
        return next((account for account in self.users() if account.id == wanted), None)

    def find(self, name: str) -> Account | None:
        return next((account for account in self.accounts if account.is_called(name)), None)

    def channel(self, name: str) -> Channel | None:
        return next((channel for channel in self.channels if channel.name == name), None)

    def channels_of(self, account: Account) -> list[Channel]:
        return [channel for channel in self.channels if channel.owner is account]

    def add(self, username: str, now: float) -> Account:
        """Somebody new, whom settle() gives what belongs to a user."""
        account = Account(
            id=self._next_id(Account), username=username, email=f"{username}@example.com", created=now, updated=now
        )
        account.display_name = username
        self.taken.add(username)
        self.accounts.append(account)
        return account

    def settle(self, account: Account, channel_name: str | None = None, reason: str = "") -> None:
        """A user has a channel, and who is none yet has asked to become one."""
        if account.registration is None and not self.channels_of(account):
            name = channel_name or self._free(f"{account.username}_channel")
            self.open_channel(account, account.created, name=name, display_name=f"Main {account.username} channel")
        if account.registration is not None and all(one.account is not account for one in self.registrations):
            asked = Registration(self._next_id(Registration), account, reason)
            asked.created = asked.updated = account.created
            self.registrations.append(asked)

    def open_channel(self, owner: Account, now: float, **fields: Any) -> Channel:
        channel = Channel(id=self._next_id(Channel), owner=owner, created=now, updated=now, **fields)
        self.taken.add(channel.name)
        self.channels.append(channel)
        return channel

    def remove(self, account: Account) -> None:
        self.accounts.remove(account)
        self.channels = [channel for channel in self.channels if channel.owner is not account]

    def _free(self, name: str) -> str:
        number, free = 0, name
        while free in self.taken:
            number += 1
            free = f"{name}_{number}"
        return free

    def _next_id(self, kind: type) -> int:
        self._last_ids[kind] += 1
        return self._last_ids[kind]
