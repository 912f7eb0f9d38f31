# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# How a field is given, compared and shown. A state and what is wanted of it are mappings from the names of fields to
# values. What a mapping of wanted fields does not have is left alone; None is the server's null. In a state, a field
# that is not there and one that is None are the same.
import dataclasses
import typing as t

from . import units

State = t.Mapping[str, t.Any]
Path = t.Tuple[str, ...]

HIDDEN: t.Final = "(hidden)"
HIDDEN_CHANGED: t.Final = "(hidden, changed)"


def same_value(wanted: t.Any, present: t.Any) -> bool:
    """Equality of JSON, in which true is not 1."""
    if isinstance(wanted, bool) or isinstance(present, bool):
        return wanted is present
    if isinstance(wanted, t.Mapping) and isinstance(present, t.Mapping):
        return wanted.keys() == present.keys() and all(same_value(wanted[key], present[key]) for key in wanted)
    if isinstance(wanted, (list, tuple)) and isinstance(present, (list, tuple)):
        return len(wanted) == len(present) and all(map(same_value, wanted, present))
    return bool(wanted == present)


def as_it_is(value: t.Any) -> t.Any:
    return value


@dataclasses.dataclass(frozen=True)
class Field:
    """One field of a resource, by the name of its option.

    parse makes of the option's value what is compared and sent, and may raise PeerTubeError invalid_option; shown makes
    of that what results and diffs show. by_leaf: a tree, of which only the leaves that are given are compared and sent.
    needed: nothing can be created without it. create_only: it says what a new resource gets, and nothing of one that is
    there. nullable: null may be given.
    """

    name: str
    same: t.Callable[[t.Any, t.Any], bool] = same_value
    parse: t.Callable[[t.Any], t.Any] = as_it_is
    shown: t.Callable[[t.Any], t.Any] = as_it_is
    secret: bool = False
    by_leaf: bool = False
    needed: bool = False
    create_only: bool = False
    nullable: bool = False

    def differences(self, wanted: t.Any, present: t.Any) -> t.Iterator[tuple[Path, t.Any, t.Any]]:
        """What is wanted otherwise than it is: path, present value, wanted value."""
        if self.by_leaf:
            yield from self._leaves((self.name,), wanted, present)
        elif not self.same(wanted, present):
            yield (self.name,), present, wanted

    def _leaves(self, path: Path, wanted: t.Any, present: t.Any) -> t.Iterator[tuple[Path, t.Any, t.Any]]:
        if isinstance(wanted, t.Mapping):
            inner = present if isinstance(present, t.Mapping) else {}
            for key, value in wanted.items():
                yield from self._leaves((*path, key), value, inner.get(key))
        elif not self.same(wanted, present):
            yield path, present, wanted

    def display(self, value: t.Any) -> t.Any:
        """A value as it may be seen. Of a secret tree, its keys may."""
        if self.by_leaf and isinstance(value, t.Mapping):
            return {key: self.display(one) for key, one in value.items()}
        if self.secret:
            return HIDDEN
        return None if value is None else self.shown(value)

    def merged(self, present: t.Any, wanted: t.Any) -> t.Any:
        return merge(present, wanted) if self.by_leaf else wanted


def plain(name: str, **flags: t.Any) -> Field:
    """A text, a number, a truth value, or a list that is replaced as a whole: compared as it is."""
    return Field(name, **flags)


def text(name: str, **flags: t.Any) -> Field:
    """A text whose emptiness the server knows as null only: PeerTube refuses the description ""."""
    return Field(name, same=_same_text, parse=_text_or_null, **flags)


def casefold(name: str, **flags: t.Any) -> Field:
    """A text that is the same in any case, as an e-mail address: 8.2 answers 409 to a change of its case alone."""
    return Field(name, same=_same_but_for_case, **flags)


def size(name: str, **flags: t.Any) -> Field:
    """A size in bytes, given and shown as 50GB or unlimited (-1)."""
    return Field(name, parse=lambda value: units.size(name, value), shown=units.size_text, **flags)


def duration(name: str, **flags: t.Any) -> Field:
    """A duration in milliseconds, given and shown as 3 days."""
    return Field(name, parse=lambda value: units.duration(name, value), shown=units.duration_text, **flags)


def secret(name: str, **flags: t.Any) -> Field:
    """A text that is never shown."""
    return Field(name, secret=True, **flags)


def set_of(name: str, each: t.Callable[[t.Any], t.Any] = as_it_is, **flags: t.Any) -> Field:
    """A list whose order and repetitions mean nothing; each makes alike what the server holds for alike."""

    def same(wanted: t.Any, present: t.Any) -> bool:
        return {each(one) for one in wanted or ()} == {each(one) for one in present or ()}

    def parse(values: t.Any) -> list[t.Any]:
        return list(dict.fromkeys(each(one) for one in values))

    return Field(name, same=same, parse=parse, shown=lambda values: sorted(values, key=str), **flags)


def tree(name: str, **flags: t.Any) -> Field:
    """Nested mappings, of which only the leaves that are given are compared and sent."""
    return Field(name, by_leaf=True, **flags)


def given(fields: t.Iterable[Field], options: t.Mapping[str, t.Any], nulls: t.Collection[str] = ()) -> dict[str, t.Any]:
    """What a module's options want, ready to be compared and sent. Raises PeerTubeError invalid_option.

    For ansible-core, an option that was left out and one that is null are both None: nulls names those that the task
    has as null. Where a field is not nullable, that means left out.
    """
    wanted = {}
    for field in fields:
        value = options.get(field.name)
        if value is not None:
            wanted[field.name] = field.parse(value)
        elif field.nullable and field.name in nulls:
            wanted[field.name] = None
    return wanted


def shown(fields: t.Iterable[Field], state: State) -> dict[str, t.Any]:
    """A state as a result returns it: in the shape of the options, no secret in it."""
    return {field.name: field.display(state[field.name]) for field in fields if field.name in state}


def merge(present: t.Any, wanted: t.Any) -> t.Any:
    """A tree with the leaves that are wanted put into it."""
    if not isinstance(wanted, t.Mapping):
        return wanted
    inner = present if isinstance(present, t.Mapping) else {}
    return {**inner, **{key: merge(inner.get(key), value) for key, value in wanted.items()}}


def put(target: dict[str, t.Any], path: Path, value: t.Any) -> None:
    """Set one leaf of a tree."""
    for key in path[:-1]:
        target = target.setdefault(key, {})
    target[path[-1]] = value


def _same_text(wanted: str | None, present: str | None) -> bool:
    return (wanted or None) == (present or None)


def _text_or_null(value: str) -> str | None:
    return value or None


def _same_but_for_case(wanted: str | None, present: str | None) -> bool:
    if wanted is None or present is None:
        return wanted is present
    return wanted.casefold() == present.casefold()
