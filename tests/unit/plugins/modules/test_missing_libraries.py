# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from simulator.accounts import PASSWORD, ROOT_PASSWORD, TWO_FACTOR, TWO_FACTOR_SEED
from simulator.control import Simulator

# Runs a login where some libraries cannot be imported, and prints its result and what was imported of them.
LOG_IN = """
import json, sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in sys.argv[2:]:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules.peertube_token import MODULE
result = run_in_process(MODULE, json.loads(sys.argv[1]), False)
print(json.dumps({"result": result, "imported": [name for name in ("requests", "pyotp") if name in sys.modules]}))
"""


def log_in_without(*libraries: str, **options: Any) -> dict[str, Any]:
    environment = {"PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", LOG_IN, json.dumps(options), *libraries]
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    printed: dict[str, Any] = json.loads(ran.stdout)
    return printed


@pytest.fixture
def root(simulator: Simulator) -> dict[str, str]:
    return {"url": simulator.url, "username": "root", "password": ROOT_PASSWORD}


@pytest.fixture
def two_factor(simulator: Simulator) -> dict[str, str]:
    return {"url": simulator.url, "username": TWO_FACTOR, "password": PASSWORD, "otp_secret": TWO_FACTOR_SEED}


@pytest.mark.parametrize("library", ["requests", "urllib3"])
def test_without_requests_a_login_says_what_to_install(root: dict[str, str], library: str) -> None:
    result = log_in_without(library, **root)["result"]
    assert result["error"]["code"] == "missing_library"
    assert "Failed to import the required Python library (requests)" in result["msg"]


def test_without_requests_an_option_that_is_wrong_is_still_found(root: dict[str, str]) -> None:
    assert log_in_without("requests", **{**root, "timeout": 0})["result"]["error"]["code"] == "invalid_option"


def test_without_pyotp_a_login_with_a_seed_says_what_to_install(two_factor: dict[str, str]) -> None:
    result = log_in_without("pyotp", **two_factor)["result"]
    assert result["error"]["code"] == "missing_library"
    assert "Failed to import the required Python library (pyotp)" in result["msg"]


def test_without_pyotp_no_login_is_sent(two_factor: dict[str, str], simulator: Simulator) -> None:
    log_in_without("pyotp", **two_factor)
    assert simulator.counters()["logins"] + simulator.counters()["rejected_logins"] == 0


def test_without_pyotp_a_login_without_a_seed_works(root: dict[str, str]) -> None:
    assert log_in_without("pyotp", **root)["result"]["action"] == "login"


@pytest.mark.parametrize("library", ["requests", "pyotp"])
def test_a_missing_library_shows_no_secret(two_factor: dict[str, str], library: str) -> None:
    shown = json.dumps(log_in_without(library, **two_factor)["result"])
    assert [secret for secret in (PASSWORD, TWO_FACTOR_SEED) if secret in shown] == []


def test_no_library_is_imported_before_a_request_is_made(root: dict[str, str]) -> None:
    assert log_in_without(**{**root, "timeout": 0})["imported"] == []


def test_a_session_file_that_is_trusted_needs_no_library(root: dict[str, str], tmp_path: Path) -> None:
    known = {**root, "session_file": str(tmp_path / "session.json")}
    log_in_without(**known)
    assert log_in_without("requests", "urllib3", **known)["result"]["action"] == "reuse"
