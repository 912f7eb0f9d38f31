# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing that belongs to a module or a lookup is forgotten."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.peertube.peertube.plugins.module_utils._module import arguments
from ansible_collections.peertube.peertube.plugins.module_utils._module.arguments import Environment

CHECKOUT = Path(__file__).resolve().parents[2]
TARGETS = CHECKOUT / "tests" / "integration" / "targets"
PLUGINS = "ansible_collections.peertube.peertube.plugins"

MODULES = sorted(path.stem for path in (CHECKOUT / "plugins" / "modules").glob("[!_]*.py"))
LOOKUPS = sorted(path.stem for path in (CHECKOUT / "plugins" / "lookup").glob("[!_]*.py"))
DOCUMENTED = [f"modules.{name}" for name in MODULES] + [f"lookup.{name}" for name in LOOKUPS]

ACTION = """\
from ansible_collections.peertube.peertube.plugins.plugin_utils._action import action_of

ActionModule = action_of(__name__)
"""


def test_there_are_modules() -> None:
    """Every other test here is for each that was found."""
    assert "peertube_token" in MODULES
    assert "peertube_token" in LOOKUPS


@pytest.mark.parametrize("target", MODULES + [f"lookup_{name}" for name in LOOKUPS])
def test_it_has_an_integration_target(target: str) -> None:
    assert (TARGETS / target / "tasks" / "main.yml").is_file()
    assert (TARGETS / target / "aliases").is_file()


@pytest.mark.parametrize("plugin", DOCUMENTED)
def test_it_shows_an_example_of_itself(plugin: str) -> None:
    examples = importlib.import_module(f"{PLUGINS}.{plugin}").EXAMPLES
    assert yaml.safe_load(examples)
    assert f"peertube.peertube.{plugin.partition('.')[2]}" in examples


@pytest.mark.parametrize("plugin", DOCUMENTED)
def test_it_says_what_it_returns(plugin: str) -> None:
    assert yaml.safe_load(importlib.import_module(f"{PLUGINS}.{plugin}").RETURN)


@pytest.mark.parametrize("module", MODULES)
def test_it_documents_its_attributes(module: str) -> None:
    documentation = yaml.safe_load(importlib.import_module(f"{PLUGINS}.modules.{module}").DOCUMENTATION)
    attributes = set(documentation.get("attributes", {}))
    for fragment in documentation["extends_documentation_fragment"]:
        attributes |= set(_documented_in(fragment).get("attributes", {}))
    assert attributes == {"action_group", "check_mode", "diff_mode", "idempotent", "platform"}


@pytest.mark.parametrize("module", MODULES)
def test_it_takes_the_options_that_module_defaults_of_the_group_may_hold(module: str) -> None:
    spec = importlib.import_module(f"{PLUGINS}.modules.{module}").MODULE.argument_spec(Environment())
    assert set(arguments.instance(Environment())) <= set(spec)


@pytest.mark.parametrize("module", MODULES)
def test_it_is_in_the_action_group(module: str) -> None:
    runtime = yaml.safe_load((CHECKOUT / "meta" / "runtime.yml").read_text())
    assert module in runtime["action_groups"]["peertube"]


@pytest.mark.parametrize("module", MODULES)
def test_it_is_in_the_table_of_the_readme(module: str) -> None:
    rows = re.findall(r"^\| module .*", (CHECKOUT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert module in re.findall(r"`(\w+)`", "".join(rows))


@pytest.mark.parametrize("module", MODULES)
def test_it_has_the_one_action(module: str) -> None:
    # Not imported: targets, on which these tests run too, may have a Python that is too old for the controller's code.
    assert (CHECKOUT / "plugins" / "action" / f"{module}.py").read_text().endswith(ACTION)


def _documented_in(fragment: str) -> dict[str, Any]:
    """One fragment, named as modules name it: peertube.peertube.file, or peertube.peertube.file.part."""
    file, _dot, part = fragment[len("peertube.peertube.") :].partition(".")
    fragments = importlib.import_module(f"{PLUGINS}.doc_fragments.{file}").ModuleDocFragment
    parsed: dict[str, Any] = yaml.safe_load(getattr(fragments, part.upper() or "DOCUMENTATION"))
    return parsed
