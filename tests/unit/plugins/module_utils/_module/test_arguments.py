# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.peertube.peertube.plugins.module_utils._module import arguments
from ansible_collections.peertube.peertube.plugins.module_utils._module.arguments import ArgumentSpec, Environment

FROM_ENVIRONMENT = [
    "url",
    "host_header",
    "validate_certs",
    "ca_path",
    "timeout",
    "username",
    "password",
    "otp",
    "otp_secret",
    "access_token",
    "refresh_token",
    "session_file",
]
SECRET = {"password", "otp", "otp_secret", "external_auth_token", "client_secret", "access_token", "refresh_token"}


def whole_spec(environment: Environment) -> ArgumentSpec:
    return arguments.instance(environment)


def test_exactly_the_options_of_the_documentation_come_from_the_environment() -> None:
    spec = whole_spec(Environment())
    assert {name for name, option in spec.items() if "fallback" in option} == set(FROM_ENVIRONMENT)


def test_exactly_the_secret_options_are_hidden() -> None:
    assert {name for name, option in whole_spec(Environment()).items() if option.get("no_log")} == SECRET


@pytest.mark.parametrize("option", FROM_ENVIRONMENT)
def test_an_option_that_is_not_set_comes_from_the_environment(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"PEERTUBE_{option.upper()}", "1")
    checked = ArgumentSpecValidator(whole_spec(Environment())).validate({})
    assert str(checked.validated_parameters[option]) in ("1", "1.0", "True")


def test_what_the_task_says_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERTUBE_USERNAME", "alice")
    checked = ArgumentSpecValidator(whole_spec(Environment())).validate({"username": "root"})
    assert checked.validated_parameters["username"] == "root"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERTUBE_USERNAME", "")
    assert ArgumentSpecValidator(whole_spec(Environment())).validate({}).validated_parameters["username"] is None


def test_what_came_from_the_environment_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERTUBE_USERNAME", "alice")
    monkeypatch.setenv("PEERTUBE_PASSWORD", "secret")
    environment = Environment()
    ArgumentSpecValidator(whole_spec(environment)).validate({"password": "given"})
    assert environment.used == {"username"}


@pytest.mark.parametrize(
    ("option", "default"),
    [
        ("validate_certs", True),
        ("use_proxy", True),
        ("timeout", 30.0),
        ("retries", 3),
        ("rate_limit_max_wait", 60),
        ("wait_timeout", 0),
    ],
)
def test_an_option_has_the_default_of_the_documentation(option: str, default: object) -> None:
    assert ArgumentSpecValidator(whole_spec(Environment())).validate({}).validated_parameters[option] == default


def test_an_argument_spec_is_made_anew_for_each_task() -> None:
    environment = Environment()
    assert arguments.instance(environment) is not arguments.instance(environment)
