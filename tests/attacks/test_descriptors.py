# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many forks can use up the file descriptors of a controller, so that a worker can open neither a socket nor a file."""

from __future__ import annotations

import json
import subprocess
import sys

from simulator.control import Simulator

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
