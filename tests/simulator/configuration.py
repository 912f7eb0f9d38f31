# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The instance's configuration: its defaults, what was PUT, what the server's environment says. No HTTP."""

from __future__ import annotations

import copy
import functools
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

from simulator.problems import MISSING, Failure
from simulator.units import parse_bytes, parse_duration

DOCUMENTS = Path(__file__).parent / "config"
DURATIONS = ("export.users.exportExpiration", "live.maxDuration")
SIZES = ("export.users.maxUserVideoQuota", "user.videoQuota", "user.videoQuotaDaily")
LISTS = ("instance.categories", "instance.languages")
# Names that are the same in PeerTube's configuration file.
KEPT_NAME = re.compile(r"\d{3,4}p|0p|p2p")
NUMBER = re.compile(r"[+-]?(\d*\.)?\d+")


@dataclass
class Configuration:
    # Names as PeerTube's configuration file spells them, unknown ones too.
    stored: dict[str, Any] = field(default_factory=dict)
    # By the path of the leaf, in the API's spelling.
    environment: dict[str, Any] = field(default_factory=dict)
    editable: bool = True
    # Whether there is an SMTP server.
    email: bool = False
    # An unreadable value that was PUT makes every later reading fail, with this code.
    broken: str | None = None

    def shown(self, flavour: str) -> dict[str, Any]:
        if self.broken:
            raise Failure(self.broken)
        return self.told(flavour)

    def told(self, flavour: str) -> dict[str, Any]:
        """The same, but for what is told even while an unreadable value is there."""
        document = copy.deepcopy(document_of("custom", flavour))
        for path in leaves(document):
            value = self.environment.get(path, value_at(self.stored, in_file(path)))
            if value is not MISSING:
                put_at(document, path, _as_read(path, value, flavour))
        return document

    def replace(self, wanted: dict[str, Any], flavour: str) -> dict[str, Any]:
        # PeerTube reads it before it writes: to log what changes.
        self.shown(flavour)
        before, self.stored = self.stored, as_written(wanted)
        try:
            return self.shown(flavour)
        except Failure as error:
            self.broken, self.stored = error.code, before
            raise

    def forget(self) -> None:
        self.stored = {}

    def restart(self) -> None:
        """Start the server again, after somebody has repaired its file."""
        self.broken = None

    def reset(self) -> None:
        self.stored, self.environment = {}, {}
        self.editable, self.email, self.broken = True, False, None

    def put_leaf(self, path: str, value: Any) -> None:
        put_at(self.stored, in_file(path), as_written(value))


@functools.lru_cache(maxsize=None)
def document_of(kind: str, flavour: str) -> dict[str, Any]:
    """The document of a fresh instance: `custom` or `public`. Not to be changed."""
    fields: dict[str, Any] = json.loads((DOCUMENTS / f"{kind}-{flavour}.json").read_text(encoding="utf-8"))
    return fields


def leaves(document: dict[str, Any], above: str = "") -> Iterator[str]:
    for name, value in list(document.items()):
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{name}.")
        else:
            yield above + name


def value_at(document: Any, path: str) -> Any:
    for name in path.split("."):
        if not isinstance(document, dict) or name not in document:
            return MISSING
        document = document[name]
    return document


def put_at(document: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for name in above:
        document = document.setdefault(name, {})
    document[last] = value


def in_file(path: str) -> str:
    """A path or name of the API as PeerTube's configuration file spells it."""
    return ".".join(_snake_case(name) for name in path.split("."))


def as_written(value: Any) -> Any:
    """What PeerTube makes of a body: names in snake case, texts that look like numbers integers."""
    if isinstance(value, dict):
        return {_snake_case(name): as_written(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_written(one) for one in value]
    if isinstance(value, bool) or not NUMBER.fullmatch(str(value)):
        return value
    # JavaScript's parseInt, which finds nothing in ".5"; JSON has null for that.
    whole = re.match(r"[+-]?\d+", str(value))
    return int(whole.group()) if whole else None


def _snake_case(name: str) -> str:
    if KEPT_NAME.fullmatch(name):
        return name
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _as_read(path: str, value: Any, flavour: str) -> Any:
    if path in LISTS and value is None:
        return []
    if path in DURATIONS:
        return parse_duration(value, unknown_units=flavour == "6.3")
    return parse_bytes(value) if path in SIZES else value
