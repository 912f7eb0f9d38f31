# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from .._api import plugins as api
from .._base.errors import PeerTubeError
from .._base.threads import told
from .._declare import fields
from .._declare.ensure import States
from .._declare.fields import State
from .._declare.plan import Plan, plan
from .plugin_settings import Registered, checked, same_setting, with_defaults

FIELDS: t.Final = (
    fields.plain("version"),
    fields.tree("settings", same=same_setting, secret=True),
)
_REMEDY: t.Final = "Check that it exists and fits this PeerTube; the log of the server says why it failed."
_INDEX_REMEDY: t.Final = "Set version: without it, the instance asks the plugin index, which it may not reach."
_PATH_REMEDY: t.Final = "Check the folder on the server; its log says why it failed."
_PAUSE: t.Final = 2


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What a task wants of a plugin or theme. newest: version is the latest one, and a newer one may stay."""

    name: str
    present: bool = True
    version: str | None = None
    path: str | None = None
    settings: t.Mapping[str, t.Any] | None = dataclasses.field(default=None, repr=False)
    replaced: bool = False
    newest: bool = False

    def plans(self, states: States) -> list[Plan]:
        state = states.get(self.name)
        return [plan(FIELDS, self.name, state, self.fields(state), self.present)]

    def fields(self, state: State | None) -> dict[str, t.Any]:
        """What is compared with a state, as far as that tells what the settings are to the plugin."""
        wanted: dict[str, t.Any] = {}
        if self.version is not None and not (self.newest and state and api.is_newer(state["version"], self.version)):
            wanted["version"] = self.version
        if self.settings is not None and state is not None:
            wanted["settings"] = self._settings(state)
        elif self.settings:
            wanted["settings"] = {name: value for name, value in self.settings.items() if value is not None}
        return wanted

    def changes_version(self, state: State) -> bool:
        return "version" in plan(FIELDS, self.name, state, self.fields(state)).send

    def changes_settings(self, state: State) -> bool:
        return "settings" in plan(FIELDS, self.name, state, self.fields(state)).send

    def _settings(self, state: State) -> dict[str, t.Any]:
        settings = dict(self.settings or {})
        if "registered" in state:
            settings = checked(self.name, settings, state["registered"])
        others = state["stored"] if self.replaced else {}
        return {**dict.fromkeys(others), **settings}


class Plugins:
    """The one plugin or theme that is wanted. Its state has the settings as the plugin sees them, and as stored."""

    def __init__(self, plugins: api.Plugins, wanted: Wanted, timeout: float) -> None:
        self._api = plugins
        self._wanted = wanted
        self._timeout = timeout
        self._clock = plugins.http.clock
        # The version that was uninstalled to make room for another.
        self._old: str | None = None

    def read(self) -> States:
        found = self._api.plugin(self._wanted.name)
        return {self._wanted.name: self._state(found)} if found is not None and found.installed else {}

    def create(self, plan: Plan) -> None:
        self._set(self._state(self._install()))

    def update(self, plan: Plan, present: State) -> None:
        """Another version is uninstalled first: to install over it would register its code twice (6.3 and 8.2)."""
        if "version" not in plan.send:
            self._set(present)
            return
        self._old = present["version"]
        self._api.uninstall(self._wanted.name)
        self.create(plan)

    def delete(self, plan: Plan, present: State) -> None:
        self._api.uninstall(self._wanted.name)

    def _state(self, found: api.Plugin) -> State:
        """What is there, and what it registered where that is needed to tell whether settings differ."""
        state = {"version": found.version, "settings": found.settings, "stored": found.settings}
        if not self._wanted.present or self._wanted.changes_version(state) or not self._wanted.changes_settings(state):
            return state
        registered: Registered = self._api.registered_settings(found.name)
        wanted = (self._wanted.settings or {}).items()
        settings = with_defaults(found.settings, [name for name, value in wanted if value is not None], registered)
        return {**state, "settings": settings, "registered": registered}

    def _set(self, state: State) -> None:
        """Settings are replaced as a whole by PeerTube. None of them means that its default is wanted."""
        try:
            if "registered" in state and self._wanted.changes_settings(state):
                settings = {**state["stored"], **self._wanted.fields(state)["settings"]}
                kept = {name: value for name, value in settings.items() if value is not None}
                self._api.set_settings(self._wanted.name, kept)
        except PeerTubeError as error:
            if error.code == "invalid_option":
                error.sentence += (
                    f" {self._wanted.name} {state['version']} is installed, its settings are as they were."
                )
                error.changed = True
            raise

    def _install(self) -> api.Plugin:
        try:
            return self._api.install(self._wanted.name, self._wanted.version, self._wanted.path)
        except PeerTubeError as error:
            with told(self._api.say, f"{self._wanted.name} is still being waited for"):
                there = self._awaited(_goes_on(error)) if error.reply_lost else None
            if there is None:
                raise self._failed(error) from None
            return there

    def _awaited(self, goes_on: bool) -> api.Plugin | None:
        """What is there in the end: of two installs at the same time one is lost, so none is sent again."""
        deadline = self._clock.monotonic() + (self._timeout if goes_on else 0)
        while True:
            with contextlib.suppress(PeerTubeError):
                found = self._api.plugin(self._wanted.name)
                if found is not None and found.installed:
                    return found
            left = deadline - self._clock.monotonic()
            if left <= 0:
                return None
            self._clock.sleep(min(_PAUSE, left))

    def _failed(self, error: PeerTubeError) -> PeerTubeError:
        """Why it was not installed, and what is there in its place."""
        name, version = self._wanted.name, self._wanted.version
        goes_on = error.reply_lost and _goes_on(error)
        if error.code == "rejected":
            error.sentence = f"The instance could not install {name} {version or ''}".rstrip() + "."
            error.remedy = _PATH_REMEDY if self._wanted.path else _REMEDY if version else _INDEX_REMEDY
        elif goes_on:
            error.sentence += f" {name} is not there {self._timeout:g} s later."
            error.remedy = "Run the task again later, and raise timeout: the server may still be at work."
        if self._old is not None:
            error.changed = goes_on or not self._put_back(self._old)
            left = "is not installed any more" if error.changed else "was put back"
            error.sentence += f" {name} {self._old} {left}; its settings are kept."
        error.reply_lost = False
        return error

    def _put_back(self, version: str) -> bool:
        try:
            self._api.install(self._wanted.name, version)
        except PeerTubeError:
            return False
        return True


def remedy_of(wanted: Wanted) -> str | None:
    """What to do where something else is installed than was wanted."""
    return "Set version to the one in the folder at path, or leave it out." if wanted.path else None


def _goes_on(lost: PeerTubeError) -> bool:
    """Whether the server may still be working at a request whose answer was lost."""
    return lost.status is None or lost.status in (502, 503, 504)
