# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# An instance as somebody would write it down: without what goes without saying, and without secrets.
import dataclasses
import re
import typing as t

from .._api.sender import Sender
from .config import without_defaults
from .installed_plugins import InstalledPlugin, installed_plugins
from .instance import read
from .instance_file import Template
from .instance_pictures import InstancePictures

_PREFIX: t.Final = "peertube_secret_"
# What a user has who was created without saying more.
_OF_ANY_USER: t.Final = {"bypass_auto_block": False, "blocked": False}


@dataclasses.dataclass(frozen=True)
class Export:
    """instance: in the shape of the role's variable, but for the pictures. variables: what each is for, by its name.

    pictures: by target, the ending of a file and the bytes. read_at: seconds since the epoch.
    """

    url: str
    version: str
    read_at: float
    instance: dict[str, t.Any]
    variables: t.Mapping[str, str]
    pictures: t.Mapping[str, tuple[str, bytes]]
    warnings: tuple[str, ...]


def read_export(sender: Sender, parts: t.Sequence[str], with_defaults: bool) -> Export:
    """Everything that is written, in memory. Raises PeerTubeError."""
    pictures = InstancePictures(sender)
    found = read(sender, [part for part in parts if part not in ("plugins", "images")])
    variables: dict[str, str] = {}
    if "plugins" in parts:
        found["plugins"] = [_with_variables(one, variables) for one in installed_plugins(sender)]
    contents, warnings = pictures.contents() if "images" in parts else ({}, ())
    told = found if with_defaults else _what_is_not_default(found, pictures.version)
    return Export(
        url=sender.http.connection.url,
        version=pictures.version,
        read_at=sender.http.clock.now(),
        instance={part: _without_null(told[part]) for part in parts if part in told},
        variables=variables,
        pictures=contents,
        warnings=warnings,
    )


def _what_is_not_default(found: t.Mapping[str, t.Any], version: str) -> dict[str, t.Any]:
    told = dict(found)
    if "config" in told:
        told["config"] = without_defaults(told["config"], version)
    if "users" in told:
        told["users"] = [
            {name: value for name, value in user.items() if _OF_ANY_USER.get(name) is not value}
            for user in told["users"]
        ]
    for part in ("follows", "blocklist"):
        if part in told:
            told[part] = {name: entries for name, entries in told[part].items() if entries}
    return {part: value for part, value in told.items() if value}


def _without_null(value: t.Any) -> t.Any:
    """Of what has a name: null would be left alone when it is applied. A configuration may have it."""
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return [{name: member for name, member in one.items() if member is not None} for one in value]
    return value


def _with_variables(plugin: InstalledPlugin, variables: dict[str, str]) -> dict[str, t.Any]:
    def variable(setting: str) -> Template:
        short = plugin.name.split("-", 2)[2]
        name = _PREFIX + re.sub(r"\W", "_", f"{short}_{setting}", flags=re.ASCII).lower()
        while name in variables:
            name += "_"
        variables[name] = f"the setting {setting} of {plugin.name}"
        return Template(f"{{{{ {name} }}}}")

    return plugin.as_given(variable)
