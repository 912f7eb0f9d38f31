# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._api import blocklists as api
from .._api.blocklists import Block
from .._api.sender import Sender
from .._base.errors import invalid_option
from .._declare import hosts
from .._declare.ensure import States
from .._declare.fields import State
from .._declare.plan import NONE, Plan, plan, plan_all

# The two lists, by the names of their options, and what one entry is called.
_WORDS: t.Final = {"servers": "server", "accounts": "account"}
Lists = t.Mapping[str, t.Sequence[str]]


def parsed(given: t.Mapping[str, t.Sequence[str]]) -> dict[str, list[str]]:
    """The lists of a task, as they are compared. Raises PeerTubeError invalid_option."""
    parse = {"servers": hosts.host, "accounts": hosts.account}
    return {option: list(dict.fromkeys(parse[option](option, one) for one in given[option])) for option in given}


class Blocklist:
    """What the instance blocks, of those lists that are wanted: by server bad.example, and account ada@bad.example.

    A state has the spellings in which an entry is there, and whether all of them come from a list that the instance
    subscribes to.
    """

    def __init__(self, sender: Sender, wanted: Lists) -> None:
        self._sender = sender
        self._wanted = wanted
        # It may have been reached by another name than its own, which its lists tell.
        self._own_hosts = {sender.http.connection.host}
        self._check_own_host()

    def read(self) -> States:
        read = {"servers": api.blocked_servers, "accounts": api.blocked_accounts}
        found = {option: read[option](self._sender) for option in self._wanted}
        self._own_hosts |= {block.own_host.lower() for blocks in found.values() for block in blocks}
        self._check_own_host()
        return {key: state for option, blocks in found.items() for key, state in _states(option, blocks).items()}

    def plans(self, states: States, purge: bool, limit: int) -> list[Plan]:
        wanted: dict[str, State | None] = {
            f"{_WORDS[option]} {self._local(name)}": {} for option, names in self._wanted.items() for name in names
        }
        return plan_all([], states, wanted, purge=_removal if purge else None, limit=limit)

    def create(self, plan: Plan) -> None:
        word, _sign, name = plan.key.partition(" ")
        block = api.block_server if word == "server" else api.block_account
        block(self._sender, name)

    def update(self, plan: Plan, present: State) -> None:
        """Nothing of an entry could change."""

    def delete(self, plan: Plan, present: State) -> None:
        unblock = api.unblock_server if plan.key.startswith("server ") else api.unblock_account
        for spelling in present["spellings"]:
            unblock(self._sender, spelling)

    def shown(self, states: States) -> dict[str, list[str]]:
        """The lists in the shape of the options."""
        return {option: _names(option, states) for option in self._wanted}

    def _local(self, name: str) -> str:
        """An account of the instance itself without its host."""
        local, _sign, host = name.partition("@")
        return local if host in self._own_hosts else name

    def _check_own_host(self) -> None:
        for host in self._wanted.get("servers", ()):
            if host in self._own_hosts:
                raise invalid_option(
                    f"servers has {host}, which is the instance itself.", "Remove it: an instance cannot block itself."
                )


def as_given(sender: Sender) -> dict[str, list[str]]:
    """What the instance blocks of its own accord, in the shape of the options."""
    blocks = {"servers": api.blocked_servers(sender), "accounts": api.blocked_accounts(sender)}
    return {
        option: _names(option, {key: state for key, state in _states(option, found).items() if not state["subscribed"]})
        for option, found in blocks.items()
    }


def _states(option: str, blocks: t.Iterable[Block]) -> dict[str, dict[str, t.Any]]:
    states: dict[str, dict[str, t.Any]] = {}
    for block in blocks:
        key = f"{_WORDS[option]} {block.name.lower()}"
        state = states.setdefault(key, {"spellings": [], "subscribed": True})
        state["spellings"].append(block.name)
        state["subscribed"] = state["subscribed"] and block.subscribed
    return states


def _names(option: str, states: States) -> list[str]:
    word = f"{_WORDS[option]} "
    return sorted(key[len(word) :] for key in states if key.startswith(word))


def _removal(key: str, state: State) -> Plan:
    """The purge leaves alone what comes from a list that the instance subscribes to: it would come back."""
    return Plan(key, NONE) if state["subscribed"] else plan([], key, state, {}, present=False)
