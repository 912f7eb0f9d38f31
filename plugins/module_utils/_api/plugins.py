# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._base.errors import invalid_option
from .._base.threads import told
from .._http.messages import Request
from .answer import Answer
from .lists import pages
from .sender import Sender

PREFIXES: t.Final = {"plugin": "peertube-plugin-", "theme": "peertube-theme-"}
_KINDS: t.Final = {1: "plugin", 2: "theme"}
# PeerTube's own checks (6.3 and 8.2), which answer 400 to anything else.
_NAME = re.compile(r"peertube-(plugin|theme)-[a-z0-9._-]+")
_LONGEST_NAME: t.Final = 214
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(-(alpha|beta|rc)\.[0-9]+)?")
_NAMES: t.Final = {"npmName": "name", "pluginVersion": "version", "path": "path"}
_INDEX_PAGE: t.Final = 100


@dataclasses.dataclass(frozen=True)
class Plugin:
    """A plugin or theme as the instance knows it; one that was uninstalled is still known, with its settings."""

    name: str
    version: str
    installed: bool
    settings: t.Mapping[str, t.Any] = dataclasses.field(repr=False)


class Plugins:
    """PeerTube's plugins and themes.

    timeout: seconds for what makes the server fetch something. say: tells the user at once what takes long.
    """

    def __init__(self, sender: Sender, timeout: float, say: t.Callable[[str], None] | None = None) -> None:
        self.http = sender.http
        self._sender = sender
        self._timeout = timeout
        self.say = say

    def plugin(self, name: str) -> Plugin | None:
        """What there is of that name, also when it was uninstalled; None when it never was there."""
        answer = self._sender.send(Request("GET", f"/plugins/{name}"), names=_NAMES, accept=(404,))
        return None if answer.status == 404 else self._described(answer, answer.expect_object())

    def installed(self) -> list[Plugin]:
        """All that are installed, by name."""
        pages_of_rows = pages(self._sender, "/plugins", {"uninstalled": False}, sort="name")
        found = [self._described(answer, row) for answer, rows in pages_of_rows for row in rows]
        return sorted((one for one in found if one.installed), key=lambda one: one.name)

    def registered_settings(self, name: str) -> list[dict[str, t.Any]]:
        """The settings that the code of the plugin registered; none when it does not run."""
        answer = self._sender.send(Request("GET", f"/plugins/{name}/registered-settings"), names=_NAMES)
        settings = answer.expect_object().get("registeredSettings")
        if not isinstance(settings, list) or not all(isinstance(one, dict) for one in settings):
            raise answer.unexpected("that lists no settings")
        return settings

    def latest_version(self, name: str) -> str:
        """The newest version that fits this server, as the plugin index says, which only the server asks."""
        query = {"search": name, "count": _INDEX_PAGE}
        request = Request(
            "GET",
            "/plugins/available",
            query=query,
            timeout=self._timeout,
            after_gateway_error=False,
            limit=8 * 1024**2,
        )
        answer = self._sender.send(request, accept=(400, 503))
        if answer.status != 200:
            raise answer.error(
                "server_error",
                "The instance cannot ask the plugin index which version is the latest.",
                remedy="Set version, or see plugins.index in the configuration of the server and its log.",
                detail=answer.problem.detail if answer.problem else None,
            )
        versions = {one.get("npmName"): one.get("latestVersion") for one in _rows(answer)}
        latest = versions.get(name)
        if not is_version(latest):
            sentence = f"The plugin index has no version of {name} for this server."
            raise answer.error("not_found", sentence, remedy="Check name, or set version.")
        return str(latest)

    def install(self, name: str, version: str | None = None, path: str | None = None) -> Plugin:
        """Raises PeerTubeError; where it says that the reply was lost, the server may still be at it."""
        # PeerTube wants no name and no version where it has a path.
        wanted = {"path": path} if path else {"npmName": name, **({"pluginVersion": version} if version else {})}
        with told(self.say, f"{name} is still being installed"):
            answer = self._sender.send(self._post("install", wanted), names=_NAMES)
        return self._described(answer, answer.expect_object())

    def uninstall(self, name: str) -> None:
        # 204 also for what is not installed: to send it twice does no harm.
        request = self._post("uninstall", {"npmName": name})
        request = dataclasses.replace(request, after_lost_reply=True, after_gateway_error=True)
        with told(self.say, f"{name} is still being uninstalled"):
            self._sender.send(request, names=_NAMES)

    def set_settings(self, name: str, settings: t.Mapping[str, t.Any]) -> None:
        """All of them: those that are left out fall back to their defaults."""
        self._sender.send(
            Request(
                "PUT",
                f"/plugins/{name}/settings",
                json={"settings": dict(settings)},
                after_lost_reply=True,
                after_gateway_error=True,
            )
        )

    def _post(self, action: str, fields: t.Mapping[str, t.Any]) -> Request:
        return Request("POST", f"/plugins/{action}", json=dict(fields), timeout=self._timeout)

    def _described(self, answer: Answer, found: t.Mapping[str, t.Any]) -> Plugin:
        name, kind, settings = found.get("name"), found.get("type"), found.get("settings")
        version, uninstalled, enabled = (found.get(field) for field in ("version", "uninstalled", "enabled"))
        if not (
            isinstance(name, str)
            and kind in _KINDS
            and isinstance(version, str)
            and isinstance(uninstalled, bool)
            and (settings is None or isinstance(settings, dict))
        ):
            raise answer.unexpected("that describes no plugin")
        settings = settings or {}
        self.http.keep_secret(*(value for value in settings.values() if isinstance(value, str)))
        return Plugin(PREFIXES[_KINDS[kind]] + name, version, not uninstalled and enabled is not False, settings)


def full_name(name: str, kind: str | None) -> str:
    """The name that PeerTube wants, from that or a short one. Raises PeerTubeError invalid_option."""
    full = name
    if kind is not None and not any(name.startswith(prefix) for prefix in PREFIXES.values()):
        full = PREFIXES[kind] + name
    if _NAME.fullmatch(full) is None or len(full) > _LONGEST_NAME:
        remedy = "Set it to the name of its npm package, peertube-plugin-... or peertube-theme-..., in small letters"
        remedy += ", or to the rest of that name together with kind."
        raise invalid_option(f"name {name!r} is not that of a plugin or theme.", remedy)
    if kind is not None and not full.startswith(PREFIXES[kind]):
        raise invalid_option(f"kind is {kind}, and {name} is none.", "Leave out kind, or correct one of them.")
    return full


def is_theme(name: str) -> bool:
    return name.startswith(PREFIXES["theme"])


def is_version(value: object) -> bool:
    return isinstance(value, str) and _VERSION.fullmatch(value) is not None


def is_newer(version: str, other: str) -> bool:
    """Whether one version comes after another. What is no version comes before all that are."""
    return _order(version) > _order(other)


def _order(version: str) -> tuple[t.Any, ...]:
    if not is_version(version):
        return ((),)
    numbers, _dash, prerelease = version.partition("-")
    stage, _dot, number = prerelease.partition(".")
    # A release comes after all that led to it.
    return tuple(map(int, numbers.split("."))), not prerelease, stage, int(number or 0)


def _rows(answer: Answer) -> list[dict[str, t.Any]]:
    rows = answer.expect_object().get("data")
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise answer.unexpected("that is no list")
    return rows
