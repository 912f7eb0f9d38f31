# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._api import runners as api
from .._api.sender import Sender
from .._base.errors import PeerTubeError
from .._declare import fields
from .._declare.ensure import States
from .._declare.fields import HIDDEN, HIDDEN_CHANGED, State
from .._declare.plan import CREATE, Plan, plan

ROTATE: t.Final = "rotate"

_FIELDS: t.Final = (fields.secret("registration_token"), fields.plain("registered_runners"))
_NEW: t.Final = ""


class RunnerTokens:
    """The registration tokens for runners, the newest first. They have no names but their ids.

    A new one has no name yet: it is planned as the only one of its kind.
    """

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        # The one to rotate is the newest of before. Who waited while somebody else did it has nothing left to do.
        self._first: str | None = None
        self._has_read = False

    def read(self) -> States:
        states = {
            f"token {token.id}": {
                "registration_token": token.value,
                "registered_runners": token.runners,
                "id": token.id,
            }
            for token in api.registration_tokens(self._sender)
        }
        if not self._has_read:
            self._first, self._has_read = next(iter(states), None), True
        return states

    def create(self, plan: Plan) -> None:
        api.generate_token(self._sender)

    def update(self, plan: Plan, present: State) -> None:
        api.generate_token(self._sender)

    def delete(self, plan: Plan, present: State) -> None:
        api.delete_token(self._sender, present["id"])

    def present(self, states: States, rotate: bool, force: bool) -> list[Plan]:
        """The plans for one to be there, with rotate another than there was."""
        newest = next(iter(states), None)
        if newest is None:
            return [Plan(_NEW, CREATE, after={"registration_token": HIDDEN})]
        if not rotate or self._first is None:
            return []
        plans = []
        if newest == self._first:
            change = {"registration_token": HIDDEN_CHANGED}
            plans.append(Plan(_NEW, ROTATE, before={"registration_token": HIDDEN}, after=change))
        if self._first in states and (force or not states[self._first]["registered_runners"]):
            plans.append(plan(_FIELDS, self._first, states[self._first], {}, present=False))
        return plans

    def absent(self, states: States, force: bool) -> list[Plan]:
        """The plans for none to be there. Raises PeerTubeError conflict while runners hang on one, unless forced."""
        count = sum(state["registered_runners"] for state in states.values())
        if count and not force:
            runners = "1 runner has" if count == 1 else f"{count} runners have"
            raise PeerTubeError(
                "conflict",
                f"{runners} registered with what is to be deleted, and would be deleted with it.",
                remedy="Remove them with peertube_runner first, or set force to have them deleted.",
            )
        return [plan(_FIELDS, key, state, {}, present=False) for key, state in states.items()]

    def kept(self, states: States) -> int:
        """How many runners hang on the token that was replaced, which therefore stays."""
        first = next(iter(states), None)
        old = states.get(self._first or "", {}) if first != self._first else {}
        return int(old.get("registered_runners", 0))


def newest(states: States) -> State | None:
    return next(iter(states.values()), None)


def as_given(sender: Sender) -> str:
    """Whether there is a token, as the option state that would make it so."""
    return "present" if api.registration_tokens(sender) else "absent"
