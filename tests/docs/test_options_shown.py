# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guides show pieces out of the middle of plays: too short to be run, but not to be wrong."""

from __future__ import annotations

import importlib
import re
import textwrap
from pathlib import Path
from typing import Any, Iterator

import pytest
import yaml
from ansible_collections.peertube.peertube.plugins.module_utils._module.arguments import Environment

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "docsite" / "rst"


def yaml_blocks() -> Iterator[tuple[str, str]]:
    """Every piece of YAML, after the name of its guide and its number there."""
    for guide in sorted(GUIDES.glob("*.rst")):
        found = re.findall(r"^\.\. code-block:: yaml.*\n((?:\n|   .*\n)+)", guide.read_text(), re.MULTILINE)
        for number, block in enumerate(found, 1):
            yield f"{guide.name}, block {number}", textwrap.dedent(block)


BLOCKS = dict(yaml_blocks())


@pytest.mark.parametrize("name", BLOCKS)
def test_a_guide_shows_options_that_exist(name: str) -> None:
    for module, options in uses_of_modules(yaml.safe_load(BLOCKS[name])):
        assert set(options or ()) <= options_of(module)


def test_the_guides_show_how_to_log_in_and_out() -> None:
    shown = {module for block in BLOCKS.values() for module, _options in uses_of_modules(yaml.safe_load(block))}
    assert {"peertube_token", "peertube_logout"} <= shown


def uses_of_modules(value: Any) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Each use of a module of this collection, with its options."""
    if isinstance(value, list):
        for member in value:
            yield from uses_of_modules(member)
    elif isinstance(value, dict):
        for key, member in value.items():
            collection, _dot, module = str(key).rpartition(".")
            if collection == "peertube.peertube":
                yield module, member
            else:
                yield from uses_of_modules(member)


def options_of(module: str) -> set[str]:
    task = importlib.import_module(f"ansible_collections.peertube.peertube.plugins.modules.{module}").MODULE
    return set(task.argument_spec(Environment()))
