# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The defaults that are known are those of the servers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._resources.config import without_defaults

TESTS = Path(__file__).resolve().parents[4]


def as_installed(flavour: str) -> Any:
    return json.loads((TESTS / "simulator" / "config" / f"custom-{flavour}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("flavour", "version"), [("6.3", "6.3.0"), ("8.2", "8.2.1"), ("8.2", "8.3.0-rc.1")])
def test_of_a_new_instance_only_the_address_of_its_administrator_is_left(flavour: str, version: str) -> None:
    config = as_installed(flavour)
    assert without_defaults(config, version) == {"admin": config["admin"]}


def test_what_differs_is_left_and_what_is_not_known() -> None:
    config = as_installed("8.2")
    config["instance"]["name"] = 2024
    config["theme"]["customization"]["primaryColor"] = "#ff0000"
    config["future"] = {"thing": None}
    del config["admin"]
    assert without_defaults(config, "8.2.1") == {
        "instance": {"name": 2024},
        "theme": {"customization": {"primaryColor": "#ff0000"}},
        "future": {"thing": None},
    }


def test_of_a_version_in_between_only_what_never_changed_is_a_default() -> None:
    left = without_defaults(as_installed("8.2"), "7.3.0")
    assert "signup" not in left
    assert left["instance"]["description"] == "Welcome to PeerTube!"


def test_a_version_that_is_none_has_the_defaults_of_all() -> None:
    assert "signup" not in without_defaults(as_installed("6.3"), "unknown")
