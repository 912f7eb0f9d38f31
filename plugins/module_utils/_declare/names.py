# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import difflib
import typing as t

from .._base.errors import PeerTubeError, invalid_option

_SHOWN: t.Final = 10


def respelled(option: str, given: t.Mapping[t.Any, t.Any], known: t.Collection[str]) -> dict[str, t.Any]:
    """The same with each key as it is known: short_description and shortDescription are one.

    Raises PeerTubeError invalid_option for a key that is not known, or that is there in two spellings.
    """
    result: dict[str, t.Any] = {}
    for key, value in given.items():
        name = spelling(key, known)
        if name is None:
            raise unknown_key(option, key, known)
        if name in result:
            raise invalid_option(f"{option} has {name} in two spellings.", "Remove one of them.")
        result[name] = value
    return result


def spelling(given: object, known: t.Collection[str]) -> str | None:
    """The known name that is meant: the same, or the same but for snake_case and camelCase."""
    if given in known:
        return str(given)
    alike = [name for name in known if _folded(name) == _folded(given)]
    # Where two names differ in nothing else, each has to be written as it is.
    return alike[0] if len(alike) == 1 else None


def unknown_key(option: str, given: object, known: t.Collection[str]) -> PeerTubeError:
    """That an option has a key which is not known, with the nearest one that is."""
    near = nearest(given, known)
    names = sorted(known)
    if near is not None:
        remedy = f"Did you mean {near}?"
    elif names:
        remedy = f"Use one of {listed(names)}."
    else:
        remedy = "Remove it."
    return invalid_option(f"{option} has the unknown key {given}.", remedy)


def nearest(given: object, known: t.Collection[str]) -> str | None:
    """The known name that is most like a mistyped one; None when none is like it."""
    names = {_folded(name): name for name in sorted(known, reverse=True)}
    found = difflib.get_close_matches(_folded(given), list(names), n=1)
    return names[found[0]] if found else None


def by_name(
    option: str, entries: t.Iterable[t.Any], name_of: t.Callable[[t.Any], str] = lambda entry: str(entry["name"])
) -> dict[str, t.Any]:
    """The entries of a list option by their names.

    Raises PeerTubeError invalid_option for a name that is there twice.
    """
    result: dict[str, t.Any] = {}
    for entry in entries:
        name = name_of(entry)
        if name in result:
            raise invalid_option(f"{option} has {name} twice.", "Remove one of them.")
        result[name] = entry
    return result


def listed(names: t.Sequence[str], limit: int = _SHOWN) -> str:
    """Names for a message: all of a few, the first of many."""
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit} more"


def _folded(name: object) -> str:
    return str(name).replace("_", "").casefold()
