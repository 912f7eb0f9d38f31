# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plugins as PeerTube describes them."""

from __future__ import annotations

from typing import Any

from simulator.documents import timestamp
from simulator.plugins import PLUGIN, THEME, Plugin, Plugins

HOMEPAGE = "https://plugins.example.com/"


def plugin_document(row: Plugin, plugins: Plugins) -> dict[str, Any]:
    return {
        "name": row.name,
        "type": row.type,
        "version": row.version,
        "latestVersion": row.latest_version,
        "enabled": row.enabled,
        "uninstalled": row.uninstalled,
        "peertubeEngine": ">=1.3.0",
        "description": _description(row.npm_name, plugins),
        "homepage": HOMEPAGE + row.name,
        "settings": row.settings,
        "createdAt": timestamp(row.created),
        "updatedAt": timestamp(row.updated),
    }


def index_document(npm_name: str, plugins: Plugins) -> dict[str, Any]:
    """A plugin as the index lists it."""
    return {
        "npmName": npm_name,
        "name": npm_name.split("-", 2)[2],
        "description": _description(npm_name, plugins),
        "homepage": HOMEPAGE + npm_name,
        "latestVersion": plugins.available[npm_name]["versions"][-1],
        "popularity": 1,
        "official": False,
        "recommended": False,
        "installed": npm_name in plugins.registered,
        "createdAt": timestamp(0),
        "updatedAt": timestamp(0),
    }


def registered(plugins: Plugins) -> dict[str, Any]:
    """`plugin` of the public configuration."""
    running = plugins.running(PLUGIN)
    external = {row.npm_name: plugins.available[row.npm_name].get("external_auth") for row in running}
    internal = {row.npm_name: plugins.available[row.npm_name].get("id_and_pass_auth") for row in running}
    return {
        "registered": [{**_told(row, plugins), "clientScripts": {}} for row in running],
        "registeredExternalAuths": [
            {**_named(row), "authName": name, "authDisplayName": name}
            for row in running
            if (name := external[row.npm_name])
        ],
        "registeredIdAndPassAuths": [
            {**_named(row), "authName": name, "weight": 100} for row in running if (name := internal[row.npm_name])
        ],
    }


def registered_themes(plugins: Plugins) -> list[dict[str, Any]]:
    return [{**_told(row, plugins), "css": ["assets/style.css"], "clientScripts": {}} for row in plugins.running(THEME)]


def _named(row: Plugin) -> dict[str, Any]:
    return {"npmName": row.npm_name, "name": row.name, "version": row.version}


def _told(row: Plugin, plugins: Plugins) -> dict[str, Any]:
    return {**_named(row), "description": _description(row.npm_name, plugins)}


def _description(npm_name: str, plugins: Plugins) -> str:
    return str(plugins.available.get(npm_name, {}).get("description", npm_name))
