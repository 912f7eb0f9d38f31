# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._api import follows as api
from .._api.follows import Follow
from .._api.sender import Sender
from .._base.errors import PeerTubeError, invalid_option
from .._declare import hosts
from .._declare.ensure import States
from .._declare.fields import State
from .._declare.plan import CREATE, Plan, plan_all, removal

OPTIONS: t.Final = ("hosts", "handles")

_FIRST_PAUSE: t.Final = 0.5
_LONGEST_PAUSE: t.Final = 4.0
Lists = t.Mapping[str, t.Sequence[str]]


def parsed(given: t.Mapping[str, t.Sequence[str]]) -> dict[str, list[str]]:
    """The lists of a task, as they are compared. Raises PeerTubeError invalid_option."""
    parse = {"hosts": hosts.host, "handles": hosts.handle}
    return {option: list(dict.fromkeys(parse[option](option, one) for one in given[option])) for option in given}


class Follows:
    """Whom the instance follows, by host and by name@host. A state has the state of the follow, and its spelling.

    wait: how many seconds a new follow may take to appear in the list.
    """

    def __init__(self, sender: Sender, wanted: Lists, wait: float) -> None:
        self._sender = sender
        self._wanted = {key for names in wanted.values() for key in map(_key, names)}
        self._managed = tuple(wanted)
        self._wait = wait
        self._awaited: set[str] = set()
        self._check_own_host(sender.http.connection.host)

    def read(self) -> States:
        """Raises PeerTubeError unsupported where somebody is to be followed, and the instance has no HTTPS."""
        found = self._arrived()
        if self._wanted - found.keys():
            self._check_own_address(next(iter(found.values()), None))
        return {key: {"state": one.state, "target": one.target} for key, one in found.items()}

    def plans(self, states: States, purge: bool, limit: int) -> list[Plan]:
        # What is of a list that is not set is not this task's to remove.
        others = [key for key in states if _option(key) not in self._managed]
        wanted: dict[str, State | None] = {key: {} for key in sorted(self._wanted)}
        return plan_all([], states, wanted, purge=removal([]) if purge else None, keep=others, limit=limit)

    def create(self, plan: Plan) -> None:
        self._awaited.add(plan.key)
        follow = api.follow_handle if "@" in plan.key else api.follow_host
        follow(self._sender, plan.key)

    def update(self, plan: Plan, present: State) -> None:
        """Nothing of a follow could change."""

    def delete(self, plan: Plan, present: State) -> None:
        api.unfollow(self._sender, present["target"])

    def never_came(self, plans: t.Sequence[Plan]) -> str | None:
        """What to do about follows that were asked for and did not appear."""
        if all(plan.action != CREATE for plan in plans):
            return None
        return (
            f"PeerTube says nothing of a host that it cannot reach. Check the spelling, and that a PeerTube answers "
            f"there by https; or raise wait, which is {self._wait:g} seconds."
        )

    def _arrived(self) -> dict[str, Follow]:
        """Those who are followed, as soon as all that were asked for are among them, or have had the time to be."""
        clock = self._sender.http.clock
        deadline, pause = clock.monotonic() + self._wait, _FIRST_PAUSE
        while True:
            found = {_key(one.target.lower()): one for one in api.following(self._sender)}
            left = deadline - clock.monotonic()
            if left <= 0 or not self._awaited - found.keys():
                return found
            clock.sleep(min(pause, left))
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _check_own_address(self, follow: Follow | None) -> None:
        address = api.own_address(self._sender) if follow is None else follow.own_address
        scheme, _sign, rest = address.partition("://")
        host = rest.partition("/")[0].lower()
        if scheme != "https":
            shown = self._sender.http.shown(f"{scheme}://{host}")
            raise PeerTubeError(
                "unsupported",
                f"The instance calls itself {shown}, and without HTTPS PeerTube follows nobody.",
                remedy="Set webserver.https in the configuration of its server, once it can be reached by https.",
            )
        self._check_own_host(host)

    def _check_own_host(self, own: str) -> None:
        for key in self._wanted:
            if key.rpartition("@")[2] == own:
                raise invalid_option(f"{_option(key)} has {key}, which is the instance itself.", "Remove it.")


def shown(states: States, managed: t.Iterable[str] = OPTIONS) -> dict[str, list[str]]:
    """Whom the instance follows, in the shape of the options."""
    return {option: sorted(key for key in states if _option(key) == option) for option in managed}


def as_given(sender: Sender) -> dict[str, list[str]]:
    """Whom the instance follows, as the options that would make it so."""
    found = shown(Follows(sender, {}, 0).read())
    return {option: names for option, names in found.items() if names or option == "hosts"}


def _key(target: str) -> str:
    """The name of a follow. The actor peertube of an instance stands for the whole of it."""
    name, at, host = target.rpartition("@")
    return host if at and name == "peertube" else target


def _option(key: str) -> str:
    return "handles" if "@" in key else "hosts"
