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


def problems(instance: t.Any) -> list[str]:
    """Everything that does not fit, a sentence each."""
    if not isinstance(instance, dict):
        return [f"{NAME} is no mapping. Its keys are {', '.join(PARTS)}."]
    found = list(_unknown(NAME, instance, PARTS))
    for part, value in instance.items():
        if part in PARTS:
            found += _PARTS[part](part, value)
    return found


def _config(part: str, value: t.Any) -> Problems:
    """Which options there are, only the instance knows: they are checked when it is read, before it is changed."""
    if not isinstance(value, dict):
        yield f"{part} is no mapping."


def _plugins(part: str, value: t.Any) -> Problems:
    return _entries(part, value, options_of("peertube_plugin"))


def _homepage(part: str, value: t.Any) -> Problems:
    if not isinstance(value, str):
        yield from _options(part, value, _only(options_of("peertube_homepage"), "src", "state"))


def _images(part: str, value: t.Any) -> Problems:
    options = options_of("peertube_image")
    targets = [target for target in options["target"]["choices"] if not target.startswith("channel-")]
    yield from _mapping(part, value, targets)
    for target in targets:
        if isinstance(value, dict) and not isinstance(value.get(target, ""), str):
            yield from _options(f"{part}.{target}", value[target], {"state": {"type": "str", "choices": ["absent"]}})


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
        yield f"{part} is no mapping."
    else:
        yield from (f"{part}.{name} is no list." for name, words in value.items() if not isinstance(words, list))


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
        yield f"{where} is no list."
        return
    for number, entry in enumerate(value, 1):
        name = entry.get("name") if isinstance(entry, dict) else None
        yield from _options(f"{where}, {name}" if name else f"{where}, number {number}", entry, options)


def _options(where: str, value: t.Any, options: Spec) -> Problems:
    """What ansible-core would say of these options, all of it, and with a path."""
    yield from _mapping(where, value, options)
    if isinstance(value, dict):
        known = {name: one for name, one in value.items() if name in options}
        for message in ArgumentSpecValidator(dict(options)).validate(known).error_messages:
            yield f"{where}: {message[:1].upper()}{message[1:].rstrip('.')}."


def _type(where: str, value: t.Any, option: t.Mapping[str, t.Any]) -> Problems:
    for message in ArgumentSpecValidator({where: dict(option)}).validate({where: value}).error_messages:
        yield f"{message[:1].upper()}{message[1:].rstrip('.')}."


def _mapping(where: str, value: t.Any, known: t.Collection[str]) -> Problems:
    if isinstance(value, dict):
        yield from _unknown(where, value, known)
    else:
        yield f"{where} is no mapping."


def _unknown(where: str, value: t.Mapping[t.Any, t.Any], known: t.Collection[str]) -> Problems:
    for key in value:
        if key not in known:
            near = nearest(key, known)
            remedy = f"Did you mean {near}?" if near else f"Use one of {listed(sorted(known), 30)}."
            yield f"{where} has the unknown key {key}. {remedy}"
