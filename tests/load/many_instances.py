# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m load.many_instances: apply a description to many instances at once, twice."""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import tempfile
import time
from pathlib import Path

from contract.pictures import png
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

from load.many_hosts import run

RECAP = re.compile(r"^instance\d+ .* changed=(?P<changed>\d+) +unreachable=0 +failed=0 ", re.MULTILINE)
# Each part is a change where it is applied first.
INSTANCE = {
    "config": {"instance": {"name": "Films of the valley"}, "signup": {"limit": 2024}},
    "plugins": [
        {"name": "peertube-plugin-hello-world", "version": "0.0.24", "settings": {"admin-name": "Ada"}},
    ],
    "homepage": {"src": "homepage.md"},
    "images": {"avatar": "avatar.png"},
    "users": [{"name": "ada", "email": "ada@valley.example", "user_password": "ada-password", "role": "moderator"}],
    "channels": [{"name": "films", "display_name": "Films"}],
    "blocklist": {"servers": ["foe.example"]},
    "watched_words": {"insults": ["silly", "daft"]},
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m load.many_instances", description=__doc__)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--forks", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        apply_twice(Path(directory), options.hosts, options.forks)


def apply_twice(directory: Path, hosts: int, forks: int) -> None:
    """The first time each part changes at each instance, and the second time nothing does."""
    with Simulator.start(instances=hosts) as first:
        simulators = [first, *first.others()]
        command = write(directory, simulators, forks)
        for changes in (len(INSTANCE), 0):
            apply(command, directory, simulators, changes)


def write(directory: Path, simulators: list[Simulator], forks: int) -> list[str]:
    """The files of somebody who keeps these instances, and the command that applies them."""
    (directory / "avatar.png").write_bytes(png(700, 300))
    (directory / "homepage.md").write_text("# Welcome\n")
    play = {"hosts": "all", "gather_facts": False, "roles": ["peertube.peertube.instance"]}
    (directory / "instances.yml").write_text(json.dumps([play]))
    common = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "peertube_username": ROOT,
        "peertube_password": ROOT_PASSWORD,
        "peertube_instance": INSTANCE,
    }
    hosts = {f"instance{number}": {"peertube_url": one.url} for number, one in enumerate(simulators)}
    (directory / "inventory.yml").write_text(json.dumps({"all": {"vars": common, "hosts": hosts}}))
    return [
        f"{Path(sys.executable).parent / 'ansible-playbook'}",
        "--inventory",
        "inventory.yml",
        "--forks",
        f"{forks}",
        "instances.yml",
    ]


def apply(command: list[str], directory: Path, simulators: list[Simulator], changes: int) -> None:
    """Run it once, and expect that many changes at each instance, and that neither a session nor a file is left."""
    for simulator in simulators:
        simulator.reset("log")
    start, before = time.perf_counter(), processor()
    printed, controller, worker = run(command, directory)
    seconds, used = time.perf_counter() - start, processor() - before
    changed = [int(match["changed"]) for match in RECAP.finditer(printed)]
    left = sum(len(simulator.tokens()) for simulator in simulators)
    requests = sum(len(simulator.log()) for simulator in simulators)
    print(
        f"{len(changed)} of {len(simulators)} instances in {seconds:.1f} s, {used:.1f} s of a processor: "
        f"{sum(changed)} changes, {requests} requests; {left} sessions are left.\n"
        f"The controller had at most {controller.peak:.0f} MiB, and a worker {worker.peak:.0f} MiB, of which "
        f"{worker.own:.0f} MiB were its own."
    )
    assert changed == [changes] * len(simulators), printed[-5000:]
    assert left == 0
    assert list((directory / "tmp").iterdir()) == []


def processor() -> float:
    """Seconds of the processor that all commands took which have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
