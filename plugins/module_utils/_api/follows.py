# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from .._http.messages import Request
from .lists import read_all
from .sender import Sender

_FOLLOWING: t.Final = "/server/following"
# As what an instance follows, and is followed.
_INSTANCE: t.Final = "peertube"


@dataclasses.dataclass(frozen=True)
class Follow:
    """An instance that this one follows, as its host; or an account or channel, as name@host.

    state: accepted, pending or rejected. own_address: that of this instance.
    """

    target: str
    state: str
    own_address: str


def following(sender: Sender) -> list[Follow]:
    found = [_follow(row) for row in read_all(sender, _FOLLOWING)]
    return [follow for follow in found if follow is not None]


def follow_host(sender: Sender, host: str) -> None:
    """PeerTube asks the host later: one that cannot be reached never appears among those followed."""
    sender.send(_asking({"hosts": [host], "handles": []}), {"hosts": f"{host} in hosts"})


def follow_handle(sender: Sender, handle: str) -> None:
    """To PeerTube, whatever has an @ is one."""
    sender.send(_asking({"hosts": [], "handles": [handle]}))


def unfollow(sender: Sender, target: str) -> None:
    sender.send(Request("DELETE", f"{_FOLLOWING}/{urllib.parse.quote(target, safe='@:[]')}"))


def own_address(sender: Sender) -> str:
    """The address by which the instance calls itself, whatever that is by which it is reached."""
    answer = sender.send(Request("GET", f"/accounts/{_INSTANCE}"))
    address = answer.expect_object().get("url")
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        raise answer.unexpected("without the address of the instance")
    return address


def _asking(body: t.Mapping[str, t.Any]) -> Request:
    """It may be sent again: who is followed stays so."""
    return Request("POST", _FOLLOWING, json=body, after_gateway_error=True, after_lost_reply=True)


def _follow(row: t.Mapping[str, t.Any]) -> Follow | None:
    """None for a row that does not say who is followed."""
    follower, followed = row.get("follower"), row.get("following")
    if not isinstance(follower, dict) or not isinstance(followed, dict):
        return None
    name, host = followed.get("name"), followed.get("host")
    if not isinstance(name, str) or not isinstance(host, str):
        return None
    return Follow(host if name == _INSTANCE else f"{name}@{host}", str(row.get("state")), str(follower.get("url")))
