# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What PeerTube asks of a configuration that is PUT."""

from __future__ import annotations

import functools
import json
import re
from typing import Any, Callable

from simulator.configuration import DOCUMENTS, document_of, leaves, value_at
from simulator.problems import MISSING, Denied, Failure, Invalid

NSFW_POLICIES = {"6.3": ("do_not_list", "blur", "display"), "8.2": ("do_not_list", "warn", "blur", "display")}
LICENCES = tuple("123456789")
SORTS = ("-publishedAt", "-originallyPublishedAt", "name", "-trending", "-hot", "-likes", "-views")
ALGORITHM_OF_SORT = {"-trending": "most-viewed", "-hot": "hot", "-likes": "most-liked"}

Rule = Callable[[Any], bool]


def check(wanted: dict[str, Any], flavour: str, themes: list[str], email: bool) -> None:
    """Refuse what PeerTube refuses: single leaves by name, combinations with 400 alone."""
    rules = _rules(flavour, themes)
    values = {path: value_at(wanted, path) for path in rules}
    wrong = {path: value for path, value in values.items() if not rules[path](value)}
    if wrong:
        raise Invalid(wrong)
    if _contradicts_itself(wanted, email) or (flavour != "6.3" and _contradicts_itself_since_8(wanted)):
        raise Denied(400)


def _rules(flavour: str, themes: list[str]) -> dict[str, Rule]:
    document, optional = document_of("custom", flavour), _optional(flavour)
    required = {path: _by_type(value_at(document, path)) for path in leaves(document)}
    required.update(
        {
            "admin.email": lambda value: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", _text(value))),
            "defaults.player.theme": lambda value: value in ("galaxy", "lucide"),
            "defaults.publish.commentsPolicy": lambda value: value is None or _text(value) in ("1", "2", "3"),
            "defaults.publish.licence": lambda value: value in (MISSING, None) or _text(value) in LICENCES,
            "defaults.publish.privacy": lambda value: _text(value) in ("1", "2", "3", "4", "5"),
            "export.users.exportExpiration": _exists,
            "export.users.maxUserVideoQuota": _exists,
            "import.videos.concurrency": lambda value: _is_integer(value, 0),
            "instance.defaultNSFWPolicy": lambda value: value in NSFW_POLICIES[flavour],
            "theme.default": lambda value: value in themes,
            "transcoding.concurrency": lambda value: _is_integer(value, 1),
            "trending.videos.algorithms.enabled": _exists,
            "user.videoQuota": lambda value: _is_integer(value, -1),
            "user.videoQuotaDaily": lambda value: _is_integer(value, -1),
        }
    )
    for path in ("live.dvr.maxWindow", "live.maxInstanceLives", "live.maxUserLives", "live.transcoding.fps.max",
                 "transcoding.fps.max"):  # fmt: skip
        required[path] = lambda value: value is None or _is_integer(value)
    if flavour != "6.3":
        required["instance.languages"] = lambda value: _all(value, lambda one: isinstance(one, str))
        required["instance.categories"] = lambda value: _all(value, _is_integer)
    return {
        path: rule
        for path, rule in required.items()
        if path not in optional and value_at(document, path) is not MISSING
    }


@functools.lru_cache(maxsize=None)
def _optional(flavour: str) -> frozenset[str]:
    """The leaves that a PUT may leave out."""
    return frozenset(json.loads((DOCUMENTS / f"optional-{flavour}.json").read_text(encoding="utf-8")))


def _by_type(default: Any) -> Rule:
    if isinstance(default, bool):
        return lambda value: _text(value) in ("true", "false", "1", "0")
    return _is_integer if isinstance(default, int) else _exists


def _exists(value: Any) -> bool:
    return value is not MISSING


def _is_integer(value: Any, least: int | None = None) -> bool:
    text = _text(value)
    return bool(re.fullmatch(r"[+-]?\d+", text)) and (least is None or int(text) >= least)


def _all(value: Any, rule: Rule) -> bool:
    return isinstance(value, list) and all(rule(one) for one in value)


def _text(value: Any) -> str:
    """A value as PeerTube's validators see it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is MISSING or value is None else str(value)


def _contradicts_itself(wanted: dict[str, Any], email: bool) -> bool:
    transcoding, live, videos = wanted["transcoding"], wanted["live"], wanted["import"]["videos"]
    no_transcoding = transcoding["enabled"] is False
    return (
        (not email and wanted["signup"]["requiresEmailVerification"] is True)
        or (not no_transcoding and transcoding["webVideos"]["enabled"] is transcoding["hls"]["enabled"] is False)
        or (wanted["import"]["videoChannelSynchronization"]["enabled"] and not videos["http"]["enabled"])
        or (live["enabled"] is not False and live["allowReplay"] is True and no_transcoding)
        or (wanted["videoStudio"]["enabled"] is True and no_transcoding)
    )


def _contradicts_itself_since_8(wanted: dict[str, Any]) -> bool:
    if value_at(wanted, "client.browseVideos") is MISSING:
        raise Failure("TypeError")
    search, algorithms = wanted["search"], wanted["trending"]["videos"]["algorithms"]["enabled"]
    sort = value_at(wanted, "client.browseVideos.defaultSort")
    needed = ALGORITHM_OF_SORT.get(sort) if isinstance(sort, str) else None
    return (
        (search["searchIndex"]["enabled"] is True and search["remoteUri"]["users"] is False)
        or sort not in SORTS
        or (needed is not None and needed not in algorithms)
        or value_at(wanted, "client.browseVideos.defaultScope") not in ("local", "federated")
    )
