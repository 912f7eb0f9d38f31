# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the guides list is what the code has: error codes, environment variables, the fields of a credential."""

from __future__ import annotations

import importlib
import re
import typing as t

import jinja2
import pytest
import yaml
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import REMEDIES
from ansible_collections.peertube.peertube.plugins.module_utils._module.arguments import Environment
from harness import CHECKOUT
from harness.plays import Controller
from simulator import accounts
from simulator.control import Simulator

from .guides import DOCSITE, Block, blocks_in, blocks_of, text_of

MODULES = sorted(path.stem for path in (CHECKOUT / "plugins" / "modules").glob("[!_]*.py"))
TASKS = [
    importlib.import_module(f"ansible_collections.peertube.peertube.plugins.modules.{one}").MODULE for one in MODULES
]
EXTENSION = CHECKOUT / "extensions" / "awx"
CREDENTIAL_TYPE = ("inputs", "injectors")


def explained_errors() -> dict[str, str]:
    """What when_it_fails.rst says of each error code, without the marks of code, which a message does not have."""
    text = text_of("when_it_fails").replace("``", "")
    parts = re.split(r"^(\w+)\n\^+\n", text, flags=re.MULTILINE)
    return {code: " ".join(text.split()) for code, text in zip(parts[1::2], parts[2::2])}


def test_every_error_code_is_explained_and_no_other() -> None:
    assert sorted(explained_errors()) == sorted(REMEDIES)


@pytest.mark.parametrize("code", REMEDIES)
def test_a_remedy_is_the_one_that_the_task_shows(code: str) -> None:
    assert f"**Remedy.** {REMEDIES[code]}" in explained_errors()[code]


def test_every_environment_variable_is_described() -> None:
    options = [option for task in TASKS for option in task.argument_spec(Environment()).values()]
    read = {f"PEERTUBE_{name.upper()}" for option in options if "fallback" in option for name in option["fallback"][1]}
    described = re.findall(r"^\.\. envvar:: (\w+)", text_of("environment_variables"), re.MULTILINE)
    assert set(described) == read | {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}
    # antsibull-docs describes those itself that it is not told of.
    assert set(yaml.safe_load((DOCSITE / "config.yml").read_text())["envvar_directives"]) == set(described)


def test_the_readme_quotes_the_ratios_that_were_measured() -> None:
    """`make bench` writes the tables; README.md is edited by hand."""
    quoted = re.findall(r"^\| .* \| (0\.\d+) \|$", (CHECKOUT / "README.md").read_text(), re.MULTILINE)
    declared = (CHECKOUT / "benchmarks" / "provisioning.md").read_text()
    measured = (CHECKOUT / "benchmarks" / "results.md").read_text().partition("\n## 200 hosts")
    cases = ("login, on the controller", "login, as a module", "reuse, trusted")
    assert quoted == [
        *re.findall(r"^- (?:One resource task is )?(0\.\d{3}) of the .*`uri`", declared, re.MULTILINE),
        *(of_the_uri_way(case, measured[0]) for case in cases),
        of_the_uri_way("one session file", measured[2]),
    ]


def of_the_uri_way(case: str, table: str) -> str:
    row = re.search(rf"^\| {case} \| [^|]* \| ([^|]*) \|", table, re.MULTILINE)
    assert row, case
    return row[1]


@pytest.mark.parametrize("block", blocks_in("yaml"), ids=str)
def test_other_yaml_is_valid(block: Block) -> None:
    assert isinstance(yaml.safe_load(block.text), (dict, list))


def test_the_guide_shows_the_credential_type_that_is_imported() -> None:
    shown = [yaml.safe_load(block.text) for block in blocks_of("automation_controller") if block.language == "yaml"]
    assert shown[1:] == [credential_type(part) for part in CREDENTIAL_TYPE]


@pytest.mark.parametrize(
    ("username", "password", "otp_secret"),
    [
        (accounts.ROOT, accounts.ROOT_PASSWORD, ""),
        (accounts.TWO_FACTOR, accounts.PASSWORD, accounts.TWO_FACTOR_SEED),
    ],
)
def test_what_the_credential_type_injects_logs_in(
    username: str, password: str, otp_secret: str, controller: Controller, simulator: Simulator
) -> None:
    fields = {"url": simulator.url, "username": username, "password": password, "otp_secret": otp_secret}
    fields.update(ca_path="", validate_certs="true")
    assert [field["id"] for field in credential_type("inputs")["fields"]] == list(fields)
    templates = credential_type("injectors")["env"]
    environment = {name: jinja2.Template(template).render(fields) for name, template in templates.items()}
    block = next(one for one in blocks_of("automation_controller") if one.language == "yaml+jinja")
    (controller.directory / "play.yml").write_text(block.text)
    run = controller.run("ansible-playbook", "in the controller's process", "play.yml", env=environment)
    assert run.status == 0, run.shown
    assert [session["username"] for session in simulator.tokens()] == [username]


def credential_type(part: str) -> dict[str, t.Any]:
    parsed: dict[str, t.Any] = yaml.safe_load((EXTENSION / f"credential_type_{part}.yml").read_text())
    return parsed
