# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What of an answer may be shown: nothing, where anything in it is named as a secret."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.plugin_utils._shown import holds_secret, withhold_raw_output

API = Module("peertube.peertube.peertube_api", lambda call: {}, answers=True)
TOKEN = Module("peertube.peertube.peertube_token", lambda call: {}, secrets=("token",))
USER = Module("peertube.peertube.peertube_user", lambda call: {})


@pytest.mark.parametrize(
    "name",
    [
        "token",
        "access_token",
        "registrationToken",
        "runnerToken",
        "user_password",
        "PASSWORD",
        "client-secret",
        "Authorization",
        "credentials",
        "passphrase",
        "otp",
        "otpSecret",
        "apiKey",
        "API_KEY",
        "streamKey",
        "private-keys",
        "apikey",
        "set-cookie",
        "pin",
    ],
)
def test_an_answer_with_such_a_name_is_hidden(name: str) -> None:
    assert holds_secret(API, {"status": 200, "json": {"data": [{"id": 1, "more": {name: "x"}}]}})
    assert holds_secret(API, {"items": [{name: 123456}]})


@pytest.mark.parametrize(
    "name", ["username", "keywords", "keyframe", "shipping", "options", "pluginAuth", "id", "total"]
)
def test_an_answer_with_other_names_is_shown(name: str) -> None:
    assert not holds_secret(API, {"status": 200, "json": {name: "x", "more": [{name: "y"}, "token", 3]}})


@pytest.mark.parametrize("value", [None, True, False, "", [], {}])
def test_what_says_yes_no_or_nothing_is_no_secret(value: Any) -> None:
    assert not holds_secret(API, {"json": {"requiresPassword": value}})


def test_the_arguments_of_the_task_do_not_hide_its_answer() -> None:
    assert not holds_secret(
        API, {"json": {"id": 1}, "invocation": {"module_args": {"password": "hidden by its option"}}}
    )


def test_a_failure_is_shown() -> None:
    failure = {"failed": True, "msg": "No such user.", "error": {"code": "invalid_grant", "detail": None}}
    assert not any(holds_secret(module, failure) for module in (API, TOKEN, USER))


def test_a_key_that_the_module_names_hides_the_result() -> None:
    assert holds_secret(TOKEN, {"token": {"url": "https://video.example.com"}})
    assert not holds_secret(TOKEN, {"token": {}})
    assert not holds_secret(USER, {"token": {"url": "https://video.example.com"}})


@pytest.mark.parametrize("module", [API, TOKEN])
def test_the_beginning_of_a_result_that_was_cut_off_is_withheld(module: Module) -> None:
    result = {"failed": True, "module_stdout": '\n{"token": {"access_token": "0123', "msg": "MODULE FAILURE"}
    withhold_raw_output(module, result)
    assert result == {"failed": True, "module_stdout": "(withheld: it may hold a secret)", "msg": "MODULE FAILURE"}


@pytest.mark.parametrize(
    ("module", "output"), [(USER, '{"changed": true'), (TOKEN, "/bin/sh: 1: python3: not found"), (API, "")]
)
def test_other_output_that_is_no_result_is_shown(module: Module, output: str) -> None:
    result = {"failed": True, "module_stdout": output}
    withhold_raw_output(module, result)
    assert result["module_stdout"] == output
