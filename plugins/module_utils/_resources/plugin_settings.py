# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# PeerTube keeps whatever settings it is given for a plugin (6.3 and 8.2). What a plugin understands is in what its code
# registered, and that is what they are held against here. No value is ever part of a message: any may be a secret.
import typing as t

from .._base.errors import PeerTubeError, invalid_option
from .._declare.fields import same_value
from .._declare.names import listed, unknown_key

Settings = t.Mapping[str, t.Any]
Registered = t.Sequence[t.Mapping[str, t.Any]]

_TEXTS: t.Final = ("input", "input-textarea", "input-password", "markdown-text", "markdown-enhanced")
_WORDS: t.Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def check_plain(settings: Settings) -> None:
    """What no plugin can have is refused before anything is sent. Raises PeerTubeError invalid_option."""
    for name, value in settings.items():
        if isinstance(value, (dict, list)):
            what = "a list" if isinstance(value, list) else "a mapping"
            raise _wrong(name, f"is {what}", "Set it to a text, a number or a truth value.")


def same_setting(wanted: t.Any, present: t.Any) -> bool:
    """Whether a value as it was given stands for the one that is kept.

    That a setting is a text or a truth value is known only after one more request.
    """
    if isinstance(present, bool) and isinstance(wanted, str):
        return _WORDS.get(wanted.casefold()) is present
    if isinstance(present, str) and isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        return str(wanted) == present
    return same_value(wanted, present)


def checked(plugin: str, wanted: Settings, registered: Registered) -> dict[str, t.Any]:
    """The settings as the plugin takes them; None goes back to its default. Raises PeerTubeError invalid_option."""
    known = {str(one["name"]): one for one in registered if one.get("name") is not None}
    return {name: _checked(plugin, name, value, known) for name, value in wanted.items()}


def with_defaults(stored: Settings, names: t.Iterable[str], registered: Registered) -> dict[str, t.Any]:
    """What those settings are for the plugin: one that was never stored has its default."""
    defaults = {str(one.get("name")): one.get("default") for one in registered}
    return {**{name: defaults[name] for name in names if defaults.get(name) is not None}, **stored}


def _checked(plugin: str, name: str, value: t.Any, known: t.Mapping[str, t.Mapping[str, t.Any]]) -> t.Any:
    if not known:
        raise invalid_option(
            f"{plugin} has no settings.",
            "Remove settings; if it has some, the log of the server says why it does not run.",
        )
    if name not in known:
        raise unknown_key("settings", name, known)
    kind = known[name].get("type")
    if kind == "html":
        raise _wrong(name, "is a text that the plugin shows", "Remove it.")
    if value is None:
        return None
    if kind == "input-checkbox":
        return _truth(name, value)
    if kind == "select":
        return _choice(name, value, known[name].get("options"))
    return _text(name, value) if kind in _TEXTS else value


def _truth(name: str, value: t.Any) -> bool:
    if isinstance(value, bool):
        return value
    # Before ansible-core 2.19, what a template makes of a truth value is a text.
    truth = _WORDS.get(value.casefold()) if isinstance(value, str) else None
    if truth is None:
        raise _wrong(name, "is neither true nor false", "It is a box to tick: set it to true or false.")
    return truth


def _choice(name: str, value: t.Any, options: t.Any) -> t.Any:
    choices = [one.get("value") for one in options or () if isinstance(one, dict)]
    for choice in choices:
        if same_setting(value, choice):
            return choice
    raise _wrong(name, "is none of its choices", f"Use one of {listed([str(choice) for choice in choices])}.")


def _text(name: str, value: t.Any) -> str:
    if isinstance(value, bool):
        raise _wrong(name, "is a truth value, and the plugin wants a text", "Put it in quotes, or correct it.")
    return str(value)


def _wrong(name: str, what: str, remedy: str) -> PeerTubeError:
    return invalid_option(f"settings.{name} {what}.", remedy)
