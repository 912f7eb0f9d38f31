# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses

from .._api.values import OAuthClient, Token, User, same_name


@dataclasses.dataclass(frozen=True)
class Session:
    """A session at an instance: its token, whose it is as far as that is known, and when the instance last said so.

    renewing: a refresh was sent of which no answer has been seen. It may have replaced the token by an unknown one.
    replaced: the session that this one replaces, until that is known to have ended.
    """

    token: Token
    username: str | None = None
    email: str | None = None
    client: OAuthClient | None = None
    checked_at: float | None = None
    renewing: bool = False
    replaced: Session | None = None

    def belongs_to(self, name: str | None) -> bool:
        """Whether this is known to be the session of the wanted user; any user will do where none is wanted."""
        return name is None or same_name(name, self.username) or same_name(name, self.email)

    def may_belong_to(self, name: str) -> bool:
        """Whether that is so as far as names tell: a name and an address may be those of one account."""
        return self.username is None or self.belongs_to(name) or "@" in name + self.username

    def without(self, access_token: bool = False, refresh_token: bool = False) -> Session:
        """The same without a token that has turned out to be no longer good."""
        token = dataclasses.replace(
            self.token,
            access_token=None if access_token else self.token.access_token,
            refresh_token=None if refresh_token else self.token.refresh_token,
        )
        return dataclasses.replace(self, token=token)

    def confirmed(self, user: User, now: float) -> Session:
        return dataclasses.replace(self, username=user.username, email=user.email, checked_at=now, renewing=False)
