# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an instance tells anybody about itself, made from its configuration and what is installed."""

from __future__ import annotations

import copy
from typing import Any, Iterator

from simulator.configuration import document_of, leaves, put_at, value_at
from simulator.documents import Documents
from simulator.picture_sizes import Size
from simulator.pictures import LOGOS
from simulator.plugin_documents import registered, registered_themes
from simulator.plugins import THEME
from simulator.problems import MISSING
from simulator.simulation import Simulation

# The rest of `instance` is for the administrator.
NOT_ABOUT = ("customizations", "defaultClientRoute", "defaultLanguage", "defaultNSFWPolicy", "isNSFW", "serverCountry",
             "social", "support")  # fmt: skip
DEFAULT_LOGOS = {
    "favicon": ("favicon.png", (32, 32)),
    "header-square": ("logo.svg", (34, 34)),
    "header-wide": ("logo.svg", (34, 34)),
}
BUILT_IN_THEMES = {
    "6.3": ("default", "instance-default"),
    "8.2": ("default", "instance-default", "peertube-core-dark-brown", "peertube-core-light-beige"),
}


def about(simulation: Simulation) -> dict[str, Any]:
    instance = simulation.configuration.told(simulation.instance.flavour.name)["instance"]
    told = {name: value for name, value in instance.items() if name not in NOT_ABOUT}
    return {"instance": {**told, **_actor_pictures(simulation)}}


def public(simulation: Simulation) -> dict[str, Any]:
    flavour = simulation.instance.flavour
    custom = simulation.configuration.shown(flavour.name)
    document = {**copy.deepcopy(document_of("public", flavour.name)), "serverVersion": flavour.server_version}
    for path in leaves(document):
        value = value_at(custom, path)
        if value is not MISSING:
            put_at(document, path, value)
    document["instance"].update(_actor_pictures(simulation))
    if flavour.logos:
        document["instance"]["logo"] = [logo for kind in LOGOS for logo in _logos(simulation, kind)]
    document["homepage"]["enabled"] = bool(simulation.homepage.content)
    document["signup"] = _signup(simulation, custom["signup"])
    _tell_transcoding(document["transcoding"], custom["transcoding"], "vod")
    _tell_transcoding(document["live"]["transcoding"], custom["live"]["transcoding"], "live")
    document["webadmin"]["configuration"]["edition"]["allowed"] = simulation.configuration.editable
    document["email"]["enabled"] = simulation.configuration.email
    document["plugin"] = registered(simulation.plugins)
    document["theme"]["registered"] = registered_themes(simulation.plugins)
    if document["theme"]["default"] not in themes(simulation):
        document["theme"]["default"] = "default"
    return document


def themes(simulation: Simulation) -> list[str]:
    """The names that the configuration may give as the default theme."""
    installed = [row.name for row in simulation.plugins.running(THEME)]
    return [*BUILT_IN_THEMES[simulation.instance.flavour.name], *installed]


def _actor_pictures(simulation: Simulation) -> dict[str, Any]:
    documents = Documents(simulation)
    return {f"{kind}s": documents.pictures(kind) for kind in ("avatar", "banner")}


def _logos(simulation: Simulation, kind: str) -> Iterator[dict[str, Any]]:
    """The logos of that kind: uploaded, else the avatars, else PeerTube's own where it has one."""
    address, own = simulation.address, simulation.pictures.of(kind)
    for picture in own or simulation.pictures.of("avatar"):
        yield _logo(f"{address}{picture.path}", picture.size, kind, not own)
    if not own and not simulation.pictures.of("avatar") and kind in DEFAULT_LOGOS:
        name, size = DEFAULT_LOGOS[kind]
        yield _logo(f"{address}/client/assets/images/{name}", size, kind, True)


def _logo(url: str, size: Size | None, kind: str, is_fallback: bool) -> dict[str, Any]:
    width, height = size or (None, None)
    return {"fileUrl": url, "width": width, "height": height, "type": kind, "isFallback": is_fallback}


def _signup(simulation: Simulation, signup: dict[str, Any]) -> dict[str, Any]:
    free = signup["limit"] == -1 or len(simulation.instance.people.users()) < signup["limit"]
    return {
        "allowed": signup["enabled"] is not False and free,
        "allowedForCurrentIP": True,
        **{name: signup[name] for name in ("minimumAge", "requiresApproval", "requiresEmailVerification")},
    }


def _tell_transcoding(told: dict[str, Any], transcoding: dict[str, Any], kind: str) -> None:
    on = transcoding["enabled"]
    told["remoteRunners"]["enabled"] = on and transcoding["remoteRunners"]["enabled"]
    resolutions = [int(name[:-1]) for name, wanted in transcoding["resolutions"].items() if on and wanted is True]
    told["enabledResolutions"] = resolutions
    if kind == "vod":
        told["hls"]["enabled"] = on and transcoding["hls"]["enabled"]
        told["web_videos"]["enabled"] = on and transcoding["webVideos"]["enabled"]
