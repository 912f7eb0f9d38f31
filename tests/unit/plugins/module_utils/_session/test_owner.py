# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import (
    peertube_logout,
    peertube_session_info,
    peertube_token,
)
from simulator.accounts import ALICE, PASSWORD
from simulator.control import Simulator

MODULES = pytest.mark.parametrize("module", [peertube_logout, peertube_session_info])


def alice_at(simulator: Simulator, **more: Any) -> dict[str, Any]:
    return {"url": simulator.url, "username": ALICE, "password": PASSWORD, **more}


def run(module: Any, **options: Any) -> dict[str, Any]:
    return run_in_process(module.MODULE, options, check_mode=False)


@MODULES
@pytest.mark.parametrize("name", [ALICE, ALICE.upper(), f"{ALICE}@example.com"])
def test_a_user_may_be_named_beside_the_session(simulator: Simulator, tmp_path: Path, module: Any, name: str) -> None:
    kept = alice_at(simulator, session_file=f"{tmp_path}/session.json")
    assert not run(peertube_token, **kept).get("failed")
    assert not run(module, **{**kept, "username": name}).get("failed")


@pytest.mark.parametrize("module", [peertube_logout, peertube_session_info, peertube_token])
def test_a_session_file_of_another_user_is_an_error_and_stays(
    simulator: Simulator, tmp_path: Path, module: Any
) -> None:
    kept = alice_at(simulator, session_file=f"{tmp_path}/session.json")
    run(peertube_token, **kept)
    result = run(module, **{**kept, "username": "root"})
    assert result["error"]["code"] == "session_file"
    assert f"{tmp_path}/session.json holds the session of {ALICE}, not of root." in result["msg"]
    assert simulator.tokens()
    assert (tmp_path / "session.json").exists()


@MODULES
def test_a_token_of_another_user_is_an_error(simulator: Simulator, module: Any) -> None:
    token = run(peertube_token, **alice_at(simulator))["token"]["access_token"]
    result = run(module, url=simulator.url, access_token=token, username="root")
    assert result["error"]["code"] == "invalid_option"
    assert f"is one of {ALICE}, not of root. Set username to whose session it is" in result["msg"]
    assert simulator.tokens()


def test_an_expired_session_of_another_name_is_an_error(simulator: Simulator, tmp_path: Path) -> None:
    kept = alice_at(simulator, session_file=f"{tmp_path}/session.json")
    run(peertube_token, **kept)
    simulator.expire(access=True)
    result = run(peertube_logout, **{**kept, "username": "root"})
    assert result["error"]["code"] == "session_file"
    assert f"{tmp_path}/session.json holds the session of {ALICE}, not of root." in result["msg"]


@MODULES
def test_the_user_of_the_environment_does_not_stand_against_a_token(
    simulator: Simulator, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = run(peertube_token, **alice_at(simulator))["token"]["access_token"]
    monkeypatch.setenv("PEERTUBE_USERNAME", "root")
    assert not run(module, url=simulator.url, access_token=token).get("failed")
