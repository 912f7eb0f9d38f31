# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an instance tells anybody about itself, made from its configuration and what is installed."""

from __future__ import annotations

import copy
from typing import Any

from simulator.configuration import document_of, leaves, put_at, value_at
from simulator.problems import MISSING
from simulator.simulation import Simulation

# The rest of `instance` is for the administrator.
NOT_ABOUT = ("customizations", "defaultClientRoute", "defaultLanguage", "defaultNSFWPolicy", "isNSFW", "serverCountry",
             "social", "support")  # fmt: skip
BUILT_IN_THEMES = {
    "6.3": ("default", "instance-default"),
    "8.2": ("default", "instance-default", "peertube-core-dark-brown", "peertube-core-light-beige"),
}


def about(simulation: Simulation) -> dict[str, Any]:
    shown = simulation.configuration.shown(simulation.instance.flavour.name)["instance"]
    told = {name: value for name, value in shown.items() if name not in NOT_ABOUT}
    return {"instance": {**told, "banners": [], "avatars": []}}


def public(simulation: Simulation) -> dict[str, Any]:
    flavour = simulation.instance.flavour
    custom = simulation.configuration.shown(flavour.name)
    document = {**copy.deepcopy(document_of("public", flavour.name)), "serverVersion": flavour.server_version}
    for path in leaves(document):
        value = value_at(custom, path)
        if value is not MISSING:
            put_at(document, path, value)
    document["signup"] = _signup(simulation, custom["signup"])
    _tell_transcoding(document["transcoding"], custom["transcoding"], "vod")
    _tell_transcoding(document["live"]["transcoding"], custom["live"]["transcoding"], "live")
    document["webadmin"]["configuration"]["edition"]["allowed"] = simulation.configuration.editable
    document["email"]["enabled"] = simulation.configuration.email
    if document["theme"]["default"] not in themes(simulation):
        document["theme"]["default"] = "default"
    return document


def themes(simulation: Simulation) -> list[str]:
    """The names that the configuration may give as the default theme."""
    return list(BUILT_IN_THEMES[simulation.instance.flavour.name])


def _signup(simulation: Simulation, signup: dict[str, Any]) -> dict[str, Any]:
    free = signup["limit"] == -1 or len(simulation.instance.users()) < signup["limit"]
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
