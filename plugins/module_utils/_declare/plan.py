# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# What is to be done, made from what was read and what is wanted, and from nothing else: check mode, diffs and writes
# all go by it.
import dataclasses
import typing as t

from .._base.errors import PeerTubeError, invalid_option
from .._base.masking import safe_text
from .fields import HIDDEN_CHANGED, Field, State, merge, put, shown
from .names import listed

NONE: t.Final = "none"
CREATE: t.Final = "create"
UPDATE: t.Final = "update"
DELETE: t.Final = "delete"


@dataclasses.dataclass(frozen=True)
class Plan:
    """What is to be done with the resource of a name; one of which an instance has only one has the name "".

    action: create, update, delete, none, or a module's own. before and after: the fields that differ, as they may be
    seen. send: the same fields as they are to be sent, secrets and all. expected: the state it leads to. names: the
    fields that differ, in a tree with their path.
    """

    key: str
    action: str
    before: State = dataclasses.field(default_factory=dict)
    after: State = dataclasses.field(default_factory=dict)
    send: State = dataclasses.field(default_factory=dict, repr=False)
    expected: State | None = dataclasses.field(default=None, repr=False)
    names: tuple[str, ...] = ()

    @property
    def due(self) -> bool:
        return self.action != NONE


def plan(fields: t.Sequence[Field], key: str, state: State | None, wanted: State, present: bool = True) -> Plan:
    """What makes of a state (None: it is not there) one that is as wanted, or is gone where it is not to be present.

    Raises PeerTubeError invalid_option where a new resource needs a field that was not given.
    """
    if state is None:
        return _creation(fields, key, wanted) if present else Plan(key, NONE)
    if not present:
        return Plan(key, DELETE, before=_without_null(shown(fields, state)))
    return _change(fields, key, state, wanted)


def plan_all(
    fields: t.Sequence[Field],
    states: t.Mapping[str, State],
    wanted: t.Mapping[str, State | None],
    purge: t.Callable[[str, State], Plan] | None = None,
    keep: t.Collection[str] = (),
    limit: int | None = None,
    limit_option: str = "purge_limit",
) -> list[Plan]:
    """The plans for resources by name, in the order in which they are wanted; None: not to be there.

    purge makes the plan for each other one that is there, but for those to keep, which come last, and are nothing or
    all: more of them than the limit raise PeerTubeError invalid_option.
    """
    plans = [plan(fields, key, states.get(key), one or {}, one is not None) for key, one in wanted.items()]
    if purge is None:
        return plans
    # Names that differ by case only are mostly one to PeerTube: the doubt is in favour of what is there.
    kept = {key.casefold() for key in (*wanted, *keep)}
    purged = [purge(key, state) for key, state in states.items() if key.casefold() not in kept]
    purged = [one for one in purged if one.due]
    if limit is not None and len(purged) > limit:
        raise _over_limit(purged, limit, limit_option)
    return plans + purged


def removal(fields: t.Sequence[Field]) -> t.Callable[[str, State], Plan]:
    """The purge that deletes."""
    return lambda key, state: plan(fields, key, state, {}, present=False)


def _creation(fields: t.Sequence[Field], key: str, wanted: State) -> Plan:
    missing = [field.name for field in fields if field.needed and wanted.get(field.name) is None]
    if missing:
        what = f"{key} does not exist" if key else "There is none"
        verb = "is" if len(missing) == 1 else "are"
        raise invalid_option(
            f"{what} yet, and {listed(missing)} {verb} not set.", "Set what a new one needs, or check the name."
        )
    send = {field.name: wanted[field.name] for field in fields if field.name in wanted}
    after = _without_null(shown(fields, send))
    return Plan(key, CREATE, after=after, send=send, expected=send, names=tuple(send))


def _change(fields: t.Sequence[Field], key: str, state: State, wanted: State) -> Plan:
    before: dict[str, t.Any] = {}
    after: dict[str, t.Any] = {}
    send: dict[str, t.Any] = {}
    names: list[str] = []
    expected = dict(state)
    for field in fields:
        if field.create_only or field.name not in wanted:
            continue
        for path, old, new in field.differences(wanted[field.name], state.get(field.name)):
            put(before, path, field.display(old))
            put(after, path, HIDDEN_CHANGED if field.secret else field.display(new))
            put(send, path, new)
            names.append(".".join(map(str, path)))
        if field.name in send:
            new = send[field.name]
            expected[field.name] = merge(state.get(field.name), new) if field.by_leaf else new
    if not names:
        return Plan(key, NONE)
    return Plan(key, UPDATE, before, after, send, expected, tuple(names))


def _without_null(values: State) -> State:
    return {name: value for name, value in values.items() if value is not None}


def _over_limit(purged: t.Sequence[Plan], limit: int, limit_option: str) -> PeerTubeError:
    actions = " and ".join(sorted({one.action for one in purged}))
    names = listed([safe_text(one.key, ()) or "" for one in purged], 30)
    return invalid_option(
        f"{len(purged)} would go ({actions}), and {limit_option} is {limit}: {names}.",
        f"Name those that are to stay, or set {limit_option} to {len(purged)}.",
    )
