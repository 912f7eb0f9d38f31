# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many forks can use up the file descriptors of a controller, so that a worker can open neither a socket nor a file."""

from __future__ import annotations

import itertools
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import peertube_logout, peertube_token
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator
from unit.children import in_child

# Asks twice, the second time with no file descriptor left, and prints the second result.
ASK = """
import json, os, resource, sys
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules.peertube_oauth_client_info import MODULE
options = {"url": sys.argv[1], "retries": 0}
assert "failed" not in run_in_process(MODULE, options, False)
next_one = os.dup(0)
os.close(next_one)
resource.setrlimit(resource.RLIMIT_NOFILE, (next_one, next_one))
print(json.dumps(run_in_process(MODULE, options, False)))
"""


def test_a_request_without_a_descriptor_says_so(simulator: Simulator) -> None:
    command = [sys.executable, "-c", ASK, simulator.url]
    environment = {"PYTHONPATH": ":".join(sys.path)}
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    result = json.loads(ran.stdout)
    assert result["error"]["code"] == "unreachable"
    assert "too many open files" in result["msg"]


def leave(descriptors: int) -> None:
    """Let this process open no more than so many files and sockets."""
    used = set(map(int, os.listdir("/proc/self/fd")))
    limit = next(itertools.islice((number for number in itertools.count() if number not in used), descriptors, None))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


# A login with a session file needs three: for the lock, the new file and the connection.
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("descriptors", range(4))
@pytest.mark.parametrize("task", ["login", "login again", "refresh", "logout"])
def test_no_session_is_lost_however_few_descriptors_are_left(
    simulator: Simulator, tmp_path: Path, task: str, descriptors: int
) -> None:
    file = tmp_path / "session.json"
    login = {"url": simulator.url, "username": ROOT, "password": ROOT_PASSWORD, "session_file": f"{file}", "retries": 0}
    if task != "login":
        run_in_process(peertube_token.MODULE, login, False)
    options = {"login again": {"force": True}, "refresh": {"min_validity": 200_000}}.get(task, {})
    module = peertube_logout.MODULE if task == "logout" else peertube_token.MODULE

    def work() -> dict[str, object]:
        leave(descriptors)
        return run_in_process(module, {**login, **options}, False)

    result = in_child(work)
    assert result.get("failed", False) is (descriptors < 3)
    assert not result.get("failed") or result["error"]["code"] in ("session_file", "unreachable")
    kept = file.read_text() if file.exists() else ""
    assert [pair for pair in simulator.tokens() if pair["access_token"] not in kept] == []
