# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m load.many_hosts: one session file for many hosts, at an instance with PeerTube's own rate limits."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from simulator.accounts import ALICE, PASSWORD
from simulator.control import Simulator

from load.processes import Memory, children, memory

# Seconds; how long PeerTube takes to check a password.
HASH_DELAY = 0.06
RECAP = re.compile(r"^(?P<host>host\d+) .* ok=1 +changed=(?P<changed>\d+) +unreachable=0 +failed=0 ", re.MULTILINE)


def main() -> None:
    options = arguments()
    with Simulator.start(hash_delay=HASH_DELAY) as simulator, tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "playbook.yml")
        path.write_text(json.dumps([play(simulator, Path(directory))]))
        inventory = "".join(f"host{number}," for number in range(options.hosts))
        command = ["ansible-playbook", "--inventory", inventory, "--forks", f"{options.forks}", f"{path}"]
        start = time.perf_counter()
        printed, _controller, largest = run(command, Path(directory))
        seconds = time.perf_counter() - start
        counters = simulator.counters()
        refused = [entry for entry in simulator.log() if entry["status"] != 200]
    recap = {match["host"]: int(match["changed"]) for match in RECAP.finditer(printed)}
    print(
        f"{len(recap)} of {options.hosts} hosts succeeded, {options.forks} at a time, in {seconds:.1f} s: "
        f"{counters['logins']} login, {counters['requests']} requests, {counters['limited']} of them limited.\n"
        f"A worker had at most {largest.peak:.0f} MiB, of which {largest.own:.0f} MiB were its own."
    )
    assert len(recap) == options.hosts, printed[-5000:]
    assert sum(recap.values()) == 1, "one host logs in, the rest reuse its session"
    assert counters["logins"] == 1
    assert counters["limited"] == 0
    assert refused == []
    # The client pair and the login; then one question for each minute that the session is trusted.
    assert counters["requests"] <= 2 + seconds // 60


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m load.many_hosts", description=__doc__)
    parser.add_argument("--hosts", type=int, default=1000)
    parser.add_argument("--forks", type=int, default=50)
    return parser.parse_args()


def play(simulator: Simulator, directory: Path) -> dict[str, Any]:
    # No administrator: the rate limits do not hold for them.
    account = {"url": simulator.url, "username": ALICE, "password": PASSWORD}
    task = {
        "peertube.peertube.peertube_token": {**account, "session_file": f"{directory / 'session.json'}"},
        "delegate_to": "localhost",
    }
    return {"hosts": "all", "gather_facts": False, "tasks": [task]}


def run(command: list[str], directory: Path) -> tuple[str, Memory, Memory]:
    """What a command printed, and the most memory that it had, and that one of its workers had."""
    temporary = directory / "tmp"
    temporary.mkdir(exist_ok=True)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PEERTUBE_")},
        "ANSIBLE_HOME": f"{directory}",
        "ANSIBLE_NOCOLOR": "true",
        "TMPDIR": f"{temporary}",
    }
    own, largest = Memory(0, 0), Memory(0, 0)
    with tempfile.TemporaryFile("w+") as printed:
        process = subprocess.Popen(command, cwd=directory, env=environment, stdout=printed, stderr=subprocess.STDOUT)
        while process.poll() is None:
            own = memory(process.pid) or own
            workers = filter(None, map(memory, children(process.pid)))
            largest = Memory(*map(max, zip(largest, *workers)))
            time.sleep(0.2)
        printed.seek(0)
        return printed.read(), own, largest


if __name__ == "__main__":
    main()
