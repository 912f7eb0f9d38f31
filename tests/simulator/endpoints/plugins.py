# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plugins and themes: install, update, uninstall, their settings, and what the index has."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from aiohttp import web

from simulator.bearer import administrator
from simulator.forms import fields_of
from simulator.pages import in_order, page
from simulator.plugin_documents import index_document, plugin_document
from simulator.plugins import CannotInstall, Plugin, Plugins
from simulator.problems import MISSING, Denied, Invalid, documented
from simulator.simulation import SIMULATION

routes = web.RouteTableDef()

NAME = re.compile(r"peertube-(plugin|theme)-[a-z\-._0-9]{1,199}")
VERSION = re.compile(r"\d+\.\d+\.\d+(-(rc|alpha|beta)\.\d+)?")


@routes.get("/plugins")
@documented("getPlugins")
async def plugin_list(request: web.Request) -> web.StreamResponse:
    plugins, query = _plugins(request), request.query
    uninstalled, kind = query.get("uninstalled", "false"), query.get("pluginType")
    if uninstalled not in ("true", "false"):
        raise Invalid({"uninstalled": uninstalled}, location="query")
    if kind not in (None, "1", "2"):
        raise Invalid({"pluginType": kind}, location="query")
    if query.get("sort", "name").lstrip("-") not in ("name", "createdAt", "updatedAt"):
        raise Invalid({"sort": query["sort"]}, location="query")
    found = [
        row for row in plugins.rows if row.uninstalled is (uninstalled == "true") and kind in (None, f"{row.type}")
    ]
    return web.json_response(page(found, query, in_order, lambda row: plugin_document(row, plugins)))


@routes.get("/plugins/available")
@documented("getAvailablePlugins")
async def available(request: web.Request) -> web.StreamResponse:
    plugins, query = _plugins(request), request.query
    if not plugins.index:
        raise Denied(503)
    kind = {"1": "peertube-plugin-", "2": "peertube-theme-"}.get(query.get("pluginType", ""), "peertube-")
    names = [
        name for name in sorted(plugins.available) if name.startswith(kind) and query.get("search", "").lower() in name
    ]
    return web.json_response(page(names, query, lambda name, field: name, lambda name: index_document(name, plugins)))


@routes.post("/plugins/install")
@documented("addPlugin")
async def install(request: web.Request) -> web.StreamResponse:
    plugins = _plugins(request)
    name, version = await _wanted(request)
    return await _installed(request, plugins, plugins.install(name, version, _now(request)))


@routes.post("/plugins/update")
@documented("updatePlugin")
async def update(request: web.Request) -> web.StreamResponse:
    plugins = _plugins(request)
    name, _version = await _wanted(request)
    return await _installed(request, plugins, plugins.update(name, _now(request)))


@routes.post("/plugins/uninstall")
@documented("uninstallPlugin")
async def uninstall(request: web.Request) -> web.StreamResponse:
    plugins, name = _plugins(request), (await fields_of(request)).get("npmName", MISSING)
    if not _is_name(name):
        raise Invalid({"npmName": name})
    plugins.uninstall(name, _now(request))
    return web.Response(status=204)


@routes.get("/plugins/{name}")
async def plugin(request: web.Request) -> web.StreamResponse:
    plugins = _plugins(request)
    return web.json_response(plugin_document(_existing(request, plugins), plugins))


@routes.get("/plugins/{name}/registered-settings")
async def registered_settings(request: web.Request) -> web.StreamResponse:
    plugins = _plugins(request)
    row = _existing(request, plugins)
    return web.json_response({"registeredSettings": plugins.registered_settings(row.npm_name)})


@routes.get("/plugins/{name}/public-settings")
async def public_settings(request: web.Request) -> web.StreamResponse:
    plugins = request.app[SIMULATION].plugins
    row = _existing(request, plugins)
    settings, public = row.settings or {}, {}
    for one in plugins.registered_settings(row.npm_name):
        if one.get("private") is False and settings.get(one["name"], one.get("default")) is not None:
            public[one["name"]] = settings.get(one["name"], one.get("default"))
    return web.json_response({"publicSettings": public})


@routes.put("/plugins/{name}/settings")
async def put_settings(request: web.Request) -> web.StreamResponse:
    plugins, sent = _plugins(request), await fields_of(request)
    if "settings" not in sent:
        raise Invalid({"settings": MISSING})
    plugins.set_settings(_existing(request, plugins), sent["settings"], _now(request))
    return web.Response(status=204)


def _plugins(request: web.Request) -> Plugins:
    administrator(request)
    return request.app[SIMULATION].plugins


def _now(request: web.Request) -> float:
    return request.app[SIMULATION].instance.clock.now()


async def _wanted(request: web.Request) -> tuple[str, str | None]:
    """The name and version to install."""
    sent = await fields_of(request)
    name, version, path = (sent.get(field) for field in ("npmName", "pluginVersion", "path"))
    wrong: dict[str, Any] = {}
    if name is not None and not _is_name(name):
        wrong["npmName"] = name
    if version is not None and not VERSION.fullmatch(str(version)):
        wrong["pluginVersion"] = version
    if path is not None and not (isinstance(path, str) and path.startswith("/") and ".." not in path):
        wrong["path"] = path
    if wrong:
        raise Invalid(wrong)
    if (not name and not path) or (version and not name):
        raise Denied(400)
    if path:
        # PeerTube takes the name from that of the folder.
        folder = PurePosixPath(path).name
        return folder, _plugins(request).on_disk(folder)
    return str(name), version


async def _installed(request: web.Request, plugins: Plugins, under_way: Any) -> web.StreamResponse:
    try:
        row = await under_way
    except CannotInstall:
        raise Denied(400) from None
    return web.json_response(plugin_document(row, plugins))


def _existing(request: web.Request, plugins: Plugins) -> Plugin:
    name = request.match_info["name"]
    if not _is_name(name):
        raise Invalid({"npmName": name}, location="params")
    row = plugins.find(name)
    if row is None:
        raise Denied(404)
    return row


def _is_name(name: Any) -> bool:
    return isinstance(name, str) and NAME.fullmatch(name) is not None
