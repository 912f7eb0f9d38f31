# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# What the role asks of its one variable before anything is sent: by the options of the modules that get its parts.
import importlib
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.peertube.peertube.plugins.module_utils._declare.names import listed, nearest
from ansible_collections.peertube.peertube.plugins.plugin_utils._duplicates import duplicates

Spec = t.Mapping[str, t.Mapping[str, t.Any]]
Problems = t.Iterator[str]

NAME: t.Final = "peertube_instance"
PARTS: t.Final = (
    "config",
    "plugins",
    "homepage",
    "images",
    "users",
    "channels",
    "follows",
    "blocklist",
    "watched_words",
    "runner_token",
)


def problems(instance: t.Any, text: str = "") -> list[str]:
    """Everything that does not fit, a sentence each. text: of the file that it is from."""
    found = list(duplicates(text))
    if not isinstance(instance, dict):
        return [*found, *_no("mapping", NAME, instance, f"Its keys are {', '.join(PARTS)}.")]
    found += _unknown(NAME, instance, PARTS)
    for part, value in instance.items():
        if part in PARTS:
            found += _PARTS[part](part, value) if value is not None else _no("value", part, value)
    return found


def _config(part: str, value: t.Any) -> Problems:
    """Which options there are, only the instance knows: they are checked when it is read, before it is changed."""
    if not isinstance(value, dict):
        yield from _no("mapping", part, value)


def _plugins(part: str, value: t.Any) -> Problems:
    return _entries(part, value, options_of("peertube_plugin"))


def _homepage(part: str, value: t.Any) -> Problems:
    return _text_or_options(part, value, _only(options_of("peertube_homepage"), "src", "state"))


def _images(part: str, value: t.Any) -> Problems:
    options = options_of("peertube_image")
    targets = [target for target in options["target"]["choices"] if not target.startswith("channel-")]
    yield from _mapping(part, value, targets)
    for target in targets:
        if isinstance(value, dict) and target in value:
            yield from _text_or_options(
                f"{part}.{target}", value[target], {"state": {"type": "str", "choices": ["absent"]}}
            )


def _users(part: str, value: t.Any) -> Problems:
    options = options_of("peertube_users")
    if not isinstance(value, dict):
        yield from _entries(part, value, options["users"]["options"])
        return
    others = {name: option for name, option in options.items() if name != "users"}
    yield from _unknown(part, value, options)
    yield from _options(part, {name: one for name, one in value.items() if name in others}, others)
    yield from _entries(f"{part}.users", value.get("users"), options["users"]["options"])


def _channels(part: str, value: t.Any) -> Problems:
    return _entries(part, value, options_of("peertube_channel"))


def _follows(part: str, value: t.Any) -> Problems:
    return _options(part, value, options_of("peertube_follows"))


def _blocklist(part: str, value: t.Any) -> Problems:
    return _options(part, value, options_of("peertube_blocklist"))


def _watched_words(part: str, value: t.Any) -> Problems:
    # A list of that name would be no mapping.
    if isinstance(value, dict) and isinstance(value.get("lists"), dict):
        yield from _options(part, value, options_of("peertube_watched_words"))
    elif not isinstance(value, dict):
        yield from _no("mapping", part, value)
    else:
        for name, words in value.items():
            yield from (
                _texts(f"{part}.{name}", words) if isinstance(words, list) else _no("list", f"{part}.{name}", words)
            )


def _runner_token(part: str, value: t.Any) -> Problems:
    return _type(part, value, options_of("peertube_runner_token")["state"])


_PARTS: t.Final[dict[str, t.Callable[[str, t.Any], t.Iterable[str]]]] = {
    "config": _config,
    "plugins": _plugins,
    "homepage": _homepage,
    "images": _images,
    "users": _users,
    "channels": _channels,
    "follows": _follows,
    "blocklist": _blocklist,
    "watched_words": _watched_words,
    "runner_token": _runner_token,
}


def options_of(module: str) -> dict[str, dict[str, t.Any]]:
    """The options of a module's own."""
    found = importlib.import_module(f"ansible_collections.peertube.peertube.plugins.modules.{module}")
    return dict(found.OPTIONS)


def _only(options: Spec, *names: str) -> Spec:
    return {name: options[name] for name in names}


def _entries(where: str, value: t.Any, options: Spec) -> Problems:
    if not isinstance(value, list):
        yield from _no("list", where, value)
        return
    for number, entry in enumerate(value, 1):
        name = entry.get("name") if isinstance(entry, dict) else None
        yield from _options(f"{where}, {name}" if name else f"{where}, number {number}", entry, options)


def _options(where: str, value: t.Any, options: Spec) -> Problems:
    """What ansible-core would say of these options, all of it, and with a path."""
    yield from _mapping(where, value, options)
    if isinstance(value, dict):
        known = {name: one for name, one in value.items() if name in options}
        for name, one in known.items():
            if one is None and options[name].get("required"):
                yield from _no("value", f"{where}: {name}", one)
            yield from _meant_as_texts(f"{where}: {name}", one, options[name])
        for message in ArgumentSpecValidator(dict(options)).validate(known).error_messages:
            yield f"{where}: {message[:1].upper()}{message[1:].rstrip('.')}."


def _text_or_options(where: str, value: t.Any, options: Spec) -> Problems:
    if isinstance(value, (bool, int, float)):
        yield from _no("text", where, value)
    elif not isinstance(value, str):
        yield from _options(where, value, options)


def _type(where: str, value: t.Any, option: t.Mapping[str, t.Any]) -> Problems:
    for message in ArgumentSpecValidator({where: dict(option)}).validate({where: value}).error_messages:
        yield f"{message[:1].upper()}{message[1:].rstrip('.')}."


def _mapping(where: str, value: t.Any, known: t.Collection[str]) -> Problems:
    if isinstance(value, dict):
        yield from _unknown(where, value, known)
    else:
        yield from _no("mapping", where, value)


def _meant_as_texts(where: str, value: t.Any, option: t.Mapping[str, t.Any]) -> Problems:
    """What ansible-core would take for a text, and YAML did not: yes is then True, and a name 010 is 8."""
    if option.get("elements") == "str" and isinstance(value, list):
        yield from _texts(where, value)
    elif option.get("type", "str") == "str":
        number = where.endswith(": name") and isinstance(value, (int, float))
        yield from _no("text", where, value) if number or isinstance(value, bool) else ()


def _texts(where: str, values: list[t.Any]) -> Problems:
    for number, value in enumerate(values, 1):
        if isinstance(value, bool):
            yield from _no("text", f"{where}, number {number}", value)


_REMEDIES: t.Final = {
    "mapping": "Write each of its keys with a value.",
    "list": "Begin each entry with a hyphen.",
    "text": "Put it in quotes.",
}


def _no(wanted: str, where: str, value: t.Any, remedy: str = "") -> Problems:
    if value is None:
        yield f"{where} is empty. {remedy or 'Give it a value, or leave it out.'}"
    else:
        yield f"{where} is no {wanted}, but {_kind(value)}. {remedy or _REMEDIES[wanted]}"


def _kind(value: t.Any) -> str:
    """What YAML made of it."""
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list"}
    return kinds.get(type(value), "a mapping")


def _unknown(where: str, value: t.Mapping[t.Any, t.Any], known: t.Collection[str]) -> Problems:
    for key in value:
        if key not in known:
            near = nearest(key, known)
            remedy = f"Did you mean {near}?" if near else f"Use one of {listed(sorted(known), 30)}."
            yield f"{where} has the unknown key {key}. {remedy}"
