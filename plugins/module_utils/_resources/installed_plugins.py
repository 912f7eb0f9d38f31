# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# All plugins and themes of an instance, in the shape of the options that would install them.
import dataclasses
import re
import typing as t

from .._api import plugins as api
from .._api.sender import Sender
from .._declare.fields import HIDDEN
from .plugin_settings import Registered, same_setting

# PeerTube tells what is a secret only by the kind of its form field, which not every plugin bothers with.
_HIDDEN_FIELD: t.Final = "input-password"
_SECRET_NAME = re.compile(r"secret|passw|token|credential|(?:api|private|access)[-_. ]?key", re.IGNORECASE)
_NO_VALUE: t.Final = "html"
_TIMEOUT: t.Final = 30


@dataclasses.dataclass(frozen=True)
class InstalledPlugin:
    """settings: those that are not the defaults of the plugin. secrets: the names of those that are one."""

    name: str
    version: str
    settings: t.Mapping[str, t.Any] = dataclasses.field(repr=False)
    secrets: frozenset[str]

    def as_given(self, secret: t.Callable[[str], t.Any] = lambda name: HIDDEN) -> dict[str, t.Any]:
        """In the shape of the options; secret says what stands for the value of a secret setting."""
        settings = {name: secret(name) if name in self.secrets else value for name, value in self.settings.items()}
        return {"name": self.name, "version": self.version, **({"settings": settings} if settings else {})}


def installed_plugins(sender: Sender) -> list[InstalledPlugin]:
    plugins = api.Plugins(sender, _TIMEOUT)
    return [
        _described(one, plugins.registered_settings(one.name) if one.settings else ()) for one in plugins.installed()
    ]


def _described(plugin: api.Plugin, registered: Registered) -> InstalledPlugin:
    """What is stored without being registered is left over of another version, and cannot be given."""
    known = {str(one.get("name")): one for one in registered if one.get("type") != _NO_VALUE}
    settings = {
        name: value
        for name, value in sorted(plugin.settings.items())
        if value is not None and name in known and not _is_default(value, known[name].get("default"))
    }
    return InstalledPlugin(
        plugin.name,
        plugin.version,
        settings,
        frozenset(name for name in settings if known[name].get("type") == _HIDDEN_FIELD or _SECRET_NAME.search(name)),
    )


def _is_default(value: t.Any, default: t.Any) -> bool:
    return default is not None and same_setting(default, value)
