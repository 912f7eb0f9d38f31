# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import datetime
import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import invalid_option

Spec = t.Mapping[str, t.Mapping[str, t.Any]]

_QUOTES = "Put it in quotes: without them, YAML reads it as something else."
# What a text is not. Not all that is no str: ansible-core before 2.19 has a class of its own for texts from a vault.
_NO_TEXT: tuple[tuple[type | tuple[type, ...], str, str], ...] = (
    (dict, "a dictionary", "Name the one of its members that is meant."),
    ((list, tuple, set), "a list", "Name the one of its items that is meant."),
    (bool, "true or false", _QUOTES),
    ((int, float), "a number", _QUOTES),
    (datetime.date, "a date", _QUOTES),
)


def check_secret_texts(spec: Spec, arguments: t.Mapping[str, t.Any]) -> None:
    """Refuse what is no text where a secret text is wanted, without showing it. Raises PeerTubeError invalid_option.

    ansible-core would send the text of a dictionary, or quote it in its own message.
    """
    for name, option, value in _secrets(spec, arguments):
        if option.get("type", "str") != "str":
            continue
        for kinds, kind, remedy in _NO_TEXT:
            if isinstance(value, kinds):
                raise invalid_option(f"{name} is {kind}, not a text.", remedy)


def occurs_secret(spec: Spec, arguments: t.Mapping[str, t.Any], shown: t.Any) -> bool:
    """Whether the value of any secret option, or a part of it, occurs in what is to be shown."""
    secrets = {str(leaf) for _name, _option, value in _secrets(spec, arguments) for leaf in _leaves(value)} - {""}
    texts = [str(leaf) for leaf in _leaves(shown)]
    return any(secret in text for secret in secrets for text in texts)


def _secrets(
    spec: Spec, arguments: t.Mapping[str, t.Any], path: str = ""
) -> t.Iterator[tuple[str, t.Mapping[str, t.Any], t.Any]]:
    """Each secret option that has a value, also of lists of options: users[2].user_password, its option, its value."""
    for name, option in spec.items():
        for known_as in (name, *option.get("aliases", ())):
            value = arguments.get(known_as)
            if value is None:
                continue
            if option.get("no_log"):
                yield path + known_as, option, value
            elif "options" in option:
                for place, member in _members(value):
                    yield from _secrets(option["options"], member, f"{path}{known_as}{place}.")


def _members(value: t.Any) -> t.Iterator[tuple[str, dict[str, t.Any]]]:
    """The dictionaries of an option with options of its own. What is none will be refused for that."""
    if isinstance(value, dict):
        yield "", value
    elif isinstance(value, (list, tuple)):
        yield from ((f"[{index}]", member) for index, member in enumerate(value) if isinstance(member, dict))


def _leaves(value: t.Any) -> t.Iterator[t.Any]:
    """The texts and numbers within a value. True and false are in everything."""
    if isinstance(value, dict):
        for member in value.values():
            yield from _leaves(member)
    elif isinstance(value, (list, tuple, set)):
        for member in value:
            yield from _leaves(member)
    elif value is not None and not isinstance(value, bool):
        yield value
