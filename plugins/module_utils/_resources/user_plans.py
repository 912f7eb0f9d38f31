# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t

from .._api.sender import Sender
from .._api.users import ROOT
from .._base.errors import PeerTubeError, invalid_option
from .._declare import fields
from .._declare.ensure import Outcome, States, ensure
from .._declare.fields import State
from .._declare.plan import DELETE, UPDATE, Plan, plan, plan_all, removal
from .._session.password_check import PasswordCheck
from .user_wishes import Wish
from .users import ACCOUNT, BLOCK, BLOCKING, CHANGES, ROLES, SHOWN, UNBLOCK, Users, users_api

_NEW: t.Final = (*ACCOUNT, fields.secret("user_password", needed=True), fields.plain("channel_name"))
_THERE: t.Final = (*ACCOUNT, fields.secret("user_password"), *CHANGES)
# What PeerTube makes of a user whom nothing was said of.
_AT_FIRST: t.Final = {"email_verified": None, "auth_plugin": None, "blocked": False, "block_reason": None}


@dataclasses.dataclass(frozen=True)
class Purge:
    """What becomes of users whom nobody wants: nothing, or they are blocked or deleted, but for those to keep."""

    how: str = "none"
    keep: tuple[str, ...] = ()
    limit: int = 0


def ensure_users(
    sender: Sender,
    wishes: t.Mapping[str, Wish],
    *,
    only: str | None,
    purge: Purge,
    current_password: str | None,
    warn: t.Callable[[str], None],
    check_mode: bool,
) -> Outcome:
    """Users as they are wanted, of all that there are or of the one named only. Raises PeerTubeError: any code."""
    api = users_api(sender)
    plans = UserPlans(wishes, purge, api.own_name, current_password is not None)
    users = Users(api, only, plans.to_verify, PasswordCheck(sender, warn).is_password_of, current_password)
    return ensure(users, plans, check_mode)


class UserPlans:
    """Decides what is to be done about users. own_name: of the user who is signed in, asked for where it matters."""

    def __init__(
        self,
        wishes: t.Mapping[str, Wish],
        purge: Purge,
        own_name: t.Callable[[], str],
        knows_current_password: bool,
    ) -> None:
        self._wishes = wishes
        self._purge = purge
        self._own_name = own_name
        self._knows_current_password = knows_current_password

    def __call__(self, states: States) -> list[Plan]:
        """Raises PeerTubeError invalid_option for what must not be done."""
        plans = [one for wish in self._wishes.values() for one in plans_of(wish, states.get(wish.name))]
        self._check_own(plans, states)
        return plans + self._purged(states)

    def to_verify(self, states: States) -> dict[str, str]:
        """The passwords to verify; raises what is wrong with the wishes before that begins."""
        self._purged(states)
        there = [(wish, states[wish.name]) for wish in self._wishes.values() if wish.present and wish.name in states]
        # Who signs in with a plugin has none to verify.
        wanted = {wish.name: wish.password_of(state) for wish, state in there if state["auth_plugin"] is None}
        return {name: password for name, password in wanted.items() if password is not None}

    def _purged(self, states: States) -> list[Plan]:
        keep = {*self._wishes, *self._purge.keep, ROOT}
        if self._purge.how == "none" or not states.keys() - keep:
            return []
        keep.add(self._own_name())
        purge = _block if self._purge.how == BLOCK else removal(SHOWN)
        return plan_all((), states, {}, purge, keep, self._purge.limit)

    def _check_own(self, plans: t.Iterable[Plan], states: States) -> None:
        for one in plans:
            if one.key in states and _hurts_its_own(one) and one.key == self._own_name():
                self._refuse(one)

    def _refuse(self, one: Plan) -> None:
        if one.action == DELETE:
            raise _own(one, "cannot be deleted by their own session", "Sign in as another administrator.")
        if one.action == BLOCK:
            raise _own(one, "cannot be blocked by their own session", "Sign in as another administrator.")
        if "role" in one.send:
            raise _own(one, "cannot change their own role", "Sign in as another administrator.")
        if not self._knows_current_password:
            raise _own(
                one,
                "can change their own password only with the current one",
                "Set password to the current one, beside user_password, which is the new one.",
            )


def plans_of(wish: Wish, state: State | None) -> list[Plan]:
    """What is to be done about one user who is in a state, or is not there. An update and a block are two things."""
    if not wish.present:
        return [plan(SHOWN, wish.name, state, {}, present=False)]
    if state is None:
        return [_creation(wish), plan(CHANGES, wish.name, _AT_FIRST, wish.changes), _blocking(wish, _AT_FIRST)]
    password = wish.password_of(state)
    wanted = {**wish.account, **wish.changes, **({} if password is None else {"user_password": password})}
    return [plan(_THERE, wish.name, state, wanted), _blocking(wish, state)]


def _creation(wish: Wish) -> Plan:
    wanted = {
        "role": ROLES[-1],
        **wish.account,
        **({} if wish.password is None else {"user_password": wish.password}),
        **({} if wish.channel_name is None else {"channel_name": wish.channel_name}),
    }
    return plan(_NEW, wish.name, None, wanted)


def _blocking(wish: Wish, state: State) -> Plan:
    differing = plan(BLOCKING, wish.name, state, wish.blocking)
    if not differing.due:
        return differing
    return dataclasses.replace(differing, action=BLOCK if wish.blocking["blocked"] else UNBLOCK)


def _block(name: str, state: State) -> Plan:
    return _blocking(Wish(name, True, blocking={"blocked": True}), state)


def _hurts_its_own(one: Plan) -> bool:
    return one.action in (DELETE, BLOCK) or (one.action == UPDATE and bool(one.send.keys() & {"role", "user_password"}))


def _own(one: Plan, what: str, remedy: str) -> PeerTubeError:
    return invalid_option(f"{one.key} is signed in, and {what}.", remedy)
