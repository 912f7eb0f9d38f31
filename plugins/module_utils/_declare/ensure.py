# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# The effects of plans. What was read decides, what is read afterwards is believed.
import collections
import contextlib
import dataclasses
import typing as t

from .._base.errors import PeerTubeError
from .._base.masking import safe_text
from .fields import State
from .names import listed
from .plan import CREATE, DELETE, NONE, UPDATE, Plan

States = t.Mapping[str, State]
# What is to be done, from what was read. It must come to rest: nothing is due any more once it has been done.
Decide = t.Callable[[States], t.Iterable[Plan]]

# Writes of one plan whose answers were lost, before that is the error.
_ATTEMPTS: t.Final = 2


class Resource(t.Protocol):
    """What can be read and written at an instance: one or many, by name.

    A write returns the new state where the answer holds it whole, and None where it has to be read again.
    """

    def read(self) -> States: ...

    def create(self, plan: Plan) -> State | None: ...

    def update(self, plan: Plan, present: State) -> State | None:
        """Also for a module's own actions. present is empty where nothing is there."""

    def delete(self, plan: Plan, present: State) -> None: ...


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What was done, or in check mode would be; and the states afterwards, in check mode those to be expected."""

    changed: bool
    plans: tuple[Plan, ...]
    states: States = dataclasses.field(repr=False)

    @property
    def action(self) -> str:
        """One word for all: that of the one resource, or of all where it is the same for all."""
        if not self.plans:
            return NONE
        one = len({plan.key for plan in self.plans}) == 1 or len({plan.action for plan in self.plans}) == 1
        return self.plans[0].action if one else UPDATE

    @property
    def actions(self) -> dict[str, list[str]]:
        """The names by what was done."""
        names: dict[str, list[str]] = {}
        for plan in self.plans:
            names.setdefault(plan.action, []).append(plan.key)
        return names


def ensure(
    resource: Resource,
    decide: Decide,
    check_mode: bool,
    turn: t.ContextManager[t.Any] | None = None,
    remedy: t.Callable[[t.Sequence[Plan]], str | None] | None = None,
) -> Outcome:
    """Read, decide, and unless in check mode do what is due and look whether it took.

    turn is held while writing, and makes others wait; what was read before it is read again. remedy may say why plans
    did not take. Raises PeerTubeError, not_applied where the instance has other values than were written.
    """
    states = resource.read()
    due = _due(decide(states))
    if check_mode or not due:
        return Outcome(bool(due), tuple(due), _expected(states, due))
    with contextlib.nullcontext() if turn is None else turn:
        writing = _Writing(resource, decide, states if turn is None else resource.read())
        writing.write_all()
        writing.check(remedy)
    return Outcome(bool(writing.done), tuple(writing.done), writing.states)


class _Writing:
    """Plans on their way. done: those that had an effect."""

    def __init__(self, resource: Resource, decide: Decide, states: States) -> None:
        self.states = dict(states)
        self.done: list[Plan] = []
        self._resource = resource
        self._decide = decide
        self._queue = _due(decide(states))
        self._known = True
        self._lost: t.Counter[str] = collections.Counter()

    def write_all(self) -> None:
        while self._queue:
            plan = self._queue[0]
            try:
                state = self._write(plan)
            except PeerTubeError as error:
                self._look_again(plan, error)
            else:
                self._did(plan, state)

    def check(self, remedy: t.Callable[[t.Sequence[Plan]], str | None] | None) -> None:
        """Believe what is read back. Raises PeerTubeError not_applied."""
        if not self._known:
            self._read()
        written = {plan.key for plan in self.done}
        wrong = [plan for plan in _due(self._decide(self.states)) if plan.key in written]
        if wrong:
            error = _not_applied(wrong, remedy(wrong) if remedy else None)
            error.changed = True
            raise error

    def _write(self, plan: Plan) -> State | None:
        present = self.states.get(plan.key, {})
        if plan.action == CREATE:
            return self._resource.create(plan)
        if plan.action == DELETE:
            self._resource.delete(plan, present)
            return None
        return self._resource.update(plan, present)

    def _did(self, plan: Plan, state: State | None) -> None:
        self._queue.pop(0)
        self.done.append(plan)
        if state is None:
            self._known = False
        else:
            self.states[plan.key] = state

    def _look_again(self, plan: Plan, error: PeerTubeError) -> None:
        """What is there now decides where a write may have had its effect, or somebody else's was faster."""
        if plan.action == DELETE and error.code == "not_found":
            self._queue.pop(0)
            self.states.pop(plan.key, None)
            return
        taken = plan.action == CREATE and error.code == "conflict"
        if not (taken or error.reply_lost):
            raise self._with_progress(error)
        self._lost[plan.key] += 1
        self._read(perhaps=plan)
        done = {(one.key, one.action) for one in self.done}
        self._queue = [one for one in _due(self._decide(self.states)) if (one.key, one.action) not in done]
        if not any((one.key, one.action) == (plan.key, plan.action) for one in self._queue):
            self.done += [] if taken else [plan]
        elif taken or self._lost[plan.key] >= _ATTEMPTS:
            raise self._with_progress(error)

    def _read(self, perhaps: Plan | None = None) -> None:
        try:
            self.states = dict(self._resource.read())
        except PeerTubeError as error:
            raise self._with_progress(error, perhaps) from None
        self._known = True

    def _with_progress(self, error: PeerTubeError, perhaps: Plan | None = None) -> PeerTubeError:
        """The same error, which also says how far things came where there was more than one to do."""
        error.changed = error.changed or bool(self.done) or perhaps is not None
        if len(self.done) + len(self._queue) > 1:
            groups = {
                "Done before": self.done,
                "Perhaps done": [] if perhaps is None else [perhaps],
                "Not done": [plan for plan in self._queue if plan is not perhaps],
            }
            told = [f"{title}: {listed([_named(plan) for plan in plans])}." for title, plans in groups.items() if plans]
            error.sentence = " ".join([error.sentence, *told])
        return error


def _due(plans: t.Iterable[Plan]) -> list[Plan]:
    return [plan for plan in plans if plan.due]


def _expected(states: States, due: t.Iterable[Plan]) -> States:
    expected = dict(states)
    for plan in due:
        if plan.action == DELETE:
            expected.pop(plan.key, None)
        elif plan.expected is not None:
            # Two plans for one resource each know of their own fields only.
            changes = {name: plan.expected[name] for name in plan.send}
            expected[plan.key] = {**expected.get(plan.key, {}), **changes}
    return expected


def _not_applied(wrong: t.Sequence[Plan], remedy: str | None) -> PeerTubeError:
    what = listed([_left(plan) for plan in wrong])
    sentence = f"The instance accepted what was sent, and read again it is not as wanted: {what}."
    return PeerTubeError("not_applied", sentence, remedy=remedy)


def _left(plan: Plan) -> str:
    """What is still to be done according to a plan that was made after the writes."""
    key = safe_text(plan.key, ()) or ""
    if plan.action in (CREATE, DELETE):
        return f"{key or 'it'} is {'not there' if plan.action == CREATE else 'still there'}"
    names = listed(plan.names or tuple(plan.send) or (plan.action,))
    return f"{names} of {key}" if key else names


def _named(plan: Plan) -> str:
    return f"{plan.action} {safe_text(plan.key, ()) or ''}".strip()
