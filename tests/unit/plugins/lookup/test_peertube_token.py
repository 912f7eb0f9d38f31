# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lookup takes its options as the module does, and shows none of the secret ones."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible_collections.peertube.peertube.plugins.lookup.peertube_token import LookupModule
from ansible_collections.peertube.peertube.plugins.plugin_utils._apart import run_apart
from simulator.accounts import ROOT_PASSWORD
from simulator.control import Simulator


@pytest.fixture
def options(simulator: Simulator, tmp_path: Path) -> dict[str, Any]:
    return {
        "url": simulator.url,
        "username": "root",
        "password": ROOT_PASSWORD,
        "session_file": str(tmp_path / "sessions" / "root.json"),
    }


def look_up(**options: Any) -> list[str]:
    return LookupModule().run([], {}, **options)


def error_of(**options: Any) -> str:
    with pytest.raises(AnsibleError) as caught:
        look_up(**options)
    return str(caught.value)


def test_it_returns_the_token_of_one_session(options: dict[str, Any], simulator: Simulator) -> None:
    assert look_up(**options) == look_up(**options) == [simulator.tokens()[0]["access_token"]]
    assert simulator.counters()["logins"] == 1


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("PEERTUBE_TIMEOUT", "-1", "timeout is -1"),
        ("PEERTUBE_VALIDATE_CERTS", "perhaps", "validate_certs"),
        ("PEERTUBE_HOST_HEADER", "no host", "host_header is not a host name"),
    ],
)
def test_it_takes_from_the_environment_what_it_is_not_given(
    variable: str, value: str, message: str, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert message in error_of(**options)


def test_what_it_is_given_wins_over_the_environment(options: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERTUBE_TIMEOUT", "-1")
    assert look_up(**options, timeout=20)


@pytest.mark.parametrize(
    "value", [{"root": "secret-4711"}, ["secret-4711"], 4711, datetime.date(2031, 5, 17)], ids=repr
)
@pytest.mark.parametrize("option", ["password", "otp", "otp_secret", "external_auth_token", "client_secret"])
def test_a_secret_that_is_no_text_is_refused_and_not_shown(
    option: str, value: Any, options: dict[str, Any], simulator: Simulator
) -> None:
    message = error_of(**{**options, option: value})
    assert message.startswith(f"{option} is a")
    assert not any(shown in message for shown in ("4711", "2031"))
    assert simulator.log() == []


@pytest.mark.parametrize("missing", ["usrname", "sessionfile"])
def test_an_option_that_it_does_not_have_is_named(missing: str, options: dict[str, Any]) -> None:
    message = error_of(**options, **{missing: "secret-4711"})
    assert missing in message
    assert "4711" not in message


def test_a_python_of_its_own_returns_the_same(options: dict[str, Any], simulator: Simulator) -> None:
    """As on macOS, where a forked process must not ask for proxies."""
    token = look_up(**options)
    result = run_apart("peertube_token", {**options, "set_facts": False}, pytest.fail)
    assert (result["action"], [result["token"]["access_token"]]) == ("reuse", token)
    assert simulator.counters()["logins"] == 1


def test_a_python_of_its_own_returns_failures_too(options: dict[str, Any]) -> None:
    result = run_apart("peertube_token", {**options, "password": "wrong"}, pytest.fail)
    assert (result["failed"], result["error"]["code"]) == (True, "invalid_grant")


def test_a_python_of_its_own_announces_a_wait_when_it_begins(options: dict[str, Any], simulator: Simulator) -> None:
    simulator.fault(action="status", status=429, headers={"Retry-After": "50"}, path="/users/token")

    def interrupt(message: str) -> None:
        raise KeyboardInterrupt(message)

    with pytest.raises(KeyboardInterrupt, match="50 s of waiting"):
        run_apart("peertube_token", options, interrupt)
