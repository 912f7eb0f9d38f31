# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from .._base.errors import PeerTubeError
from .._http.messages import Request
from .answer import Answer
from .lists import read_all
from .sender import Sender

_SERVERS: t.Final = "/server/blocklist/servers"
_ACCOUNTS: t.Final = "/server/blocklist/accounts"
_REMOVE: t.Final = "Remove it from the list."


@dataclasses.dataclass(frozen=True)
class Block:
    """Something that the instance blocks: a host, a name, or name@host.

    subscribed: a list that the instance subscribes to has it (8 and newer). own_host: that of the instance.
    """

    name: str
    subscribed: bool
    own_host: str


def blocked_servers(sender: Sender) -> list[Block]:
    rows = read_all(sender, _SERVERS)
    return [_block(row, host) for row in rows for host in _texts(row, "blockedServer", "host")]


def blocked_accounts(sender: Sender) -> list[Block]:
    """Accounts of the instance itself by their name alone."""
    found = []
    for row in read_all(sender, _ACCOUNTS):
        own = _texts(row, "byAccount", "host")
        for name, host in zip(_texts(row, "blockedAccount", "name"), _texts(row, "blockedAccount", "host")):
            found.append(_block(row, name if [host] == own else f"{name}@{host}"))
    return found


def block_server(sender: Sender, host: str) -> None:
    answer = sender.send(_blocking(_SERVERS, {"host": host}), {"host": f"{host} in servers"}, accept=(409,))
    if answer.status == 409:
        raise answer.error("rejected", f"{host} is the instance itself, which cannot block itself.", remedy=_REMOVE)


def block_account(sender: Sender, name: str) -> None:
    request, names = _blocking(_ACCOUNTS, {"accountName": name}), {"accountName": f"{name} in accounts"}
    answer = sender.send(request, names, accept=(404, 409))
    if answer.status == 409:
        raise answer.error("rejected", f"{name} is the user who is signed in, and cannot block itself.", remedy=_REMOVE)
    if answer.status == 404:
        raise _unknown(answer, name)


def unblock_server(sender: Sender, host: str) -> None:
    sender.send(Request("DELETE", f"{_SERVERS}/{_in_path(host)}"))


def unblock_account(sender: Sender, name: str) -> None:
    sender.send(Request("DELETE", f"{_ACCOUNTS}/{_in_path(name)}"))


def _block(row: t.Mapping[str, t.Any], name: str) -> Block:
    own_host = "".join(_texts(row, "byAccount", "host"))
    return Block(name, row.get("blocklistSubscription") is not None, own_host)


def _texts(row: t.Mapping[str, t.Any], part: str, name: str) -> list[str]:
    """The text within a part of a row, where there is one: what has no name can be neither named nor removed."""
    inner = row.get(part)
    value = inner.get(name) if isinstance(inner, dict) else None
    return [value] if isinstance(value, str) else []


def _blocking(path: str, body: t.Mapping[str, str]) -> Request:
    """It may be sent again: what is blocked stays so (measured on 6.3 and 8.2)."""
    return Request("POST", path, json=body, after_gateway_error=True, after_lost_reply=True)


def _unknown(answer: Answer, name: str) -> PeerTubeError:
    return answer.error(
        "not_found",
        f"The instance knows no account {name}.",
        remedy="Check the name. One of another instance is known once somebody here has looked it up.",
    )


def _in_path(name: str) -> str:
    return urllib.parse.quote(name, safe="@:[]")
