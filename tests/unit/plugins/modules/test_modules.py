# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules in processes of their own, which must do the same as in this one."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import (
    peertube_logout,
    peertube_oauth_client_info,
    peertube_session_info,
    peertube_token,
)
from harness.modules import printed_by_main, printed_by_process
from simulator.accounts import ALICE
from simulator.control import Simulator

# What differs from one login to the next.
FLEETING = (
    "access_token",
    "refresh_token",
    "expires_in",
    "expires_at",
    "refresh_token_expires_in",
    "refresh_token_expires_at",
    "headers",
)
# ansible-core's own, or left out of what it shows.
FOREIGN = ("invocation", "deprecations", "warnings", "failed", "diff")


def comparable(result: Any) -> Any:
    """A result without what differs from one login to the next, and without what ansible-core adds or leaves out."""
    if not isinstance(result, dict):
        return result
    kept = {name: comparable(value) for name, value in result.items() if name not in FOREIGN}
    return {name: "..." if name in FLEETING else value for name, value in kept.items()}


@pytest.fixture
def alice(simulator: Simulator) -> dict[str, str]:
    """An account whose password is one letter."""
    simulator.account(ALICE, password="e")
    return {"url": simulator.url, "username": ALICE, "password": "e"}


def test_a_login_in_its_own_process_returns_the_same(alice: dict[str, str]) -> None:
    here = run_in_process(peertube_token.MODULE, dict(alice), False)
    assert comparable(printed_by_process("peertube_token", **alice)) == comparable(here)


def test_a_token_from_another_process_is_whole(alice: dict[str, str], simulator: Simulator) -> None:
    token = printed_by_process("peertube_token", **alice)["token"]
    (pair,) = simulator.tokens()
    assert [token[name] for name in ("access_token", "refresh_token")] == [pair["access_token"], pair["refresh_token"]]


def test_a_failure_in_its_own_process_is_the_same(alice: dict[str, str]) -> None:
    wrong = {**alice, "password": "q"}
    here = run_in_process(peertube_token.MODULE, dict(wrong), False)
    assert comparable(printed_by_process("peertube_token", **wrong)) == comparable(here)


def test_a_logout_in_its_own_process_returns_the_same(alice: dict[str, str], simulator: Simulator) -> None:
    results = []
    for run in (lambda **options: printed_by_process("peertube_logout", **options), in_this_process):
        run_in_process(peertube_token.MODULE, dict(alice), False)
        access_token = simulator.tokens()[-1]["access_token"]
        results.append(comparable(run(url=simulator.url, access_token=access_token)))
    assert results[0] == results[1]


def in_this_process(**options: Any) -> dict[str, Any]:
    return run_in_process(peertube_logout.MODULE, options, False)


@pytest.mark.parametrize(
    ("module", "options"),
    [
        (peertube_token, {"username": "root", "password": "wrong"}),
        (peertube_logout, {"access_token": "ended"}),
        (peertube_session_info, {"access_token": "ended"}),
        (peertube_oauth_client_info, {}),
    ],
)
def test_main_does_the_task_of_its_module(simulator: Simulator, module: Any, options: dict[str, str]) -> None:
    arguments = {"url": simulator.url, **options}
    here = run_in_process(module.MODULE, dict(arguments), False)
    assert comparable(printed_by_main(module.main, **arguments)) == comparable(here)


@pytest.mark.parametrize(
    "task",
    [peertube_token.MODULE, peertube_logout.MODULE, peertube_session_info.MODULE, peertube_oauth_client_info.MODULE],
    ids=["peertube_token", "peertube_logout", "peertube_session_info", "peertube_oauth_client_info"],
)
def test_every_module_wants_an_address(task: Module) -> None:
    assert run_in_process(task, {}, False)["msg"].startswith("url is not set.")
