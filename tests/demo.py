# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `make demo` shows: a play, at a simulator when there is no real instance."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nox

TESTS = Path(__file__).resolve().parent
EXAMPLES = TESTS.parent / "examples"


@contextmanager
def simulator(session: nox.Session) -> Iterator[dict[str, str]]:
    """Run a simulator on a free loopback port. Yields what the modules read from the environment."""
    password = "simulated"
    options = ["--port", "0", "--root-password", password, "--exit-with", f"{os.getpid()}"]
    command = [f"{session.bin}/python", "-m", "simulator", *options]
    process = subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, text=True)
    try:
        ready = process.stdout.readline() if process.stdout else ""
        url = json.loads(ready)["url"]
        yield {"PEERTUBE_URL": url, "PEERTUBE_USERNAME": "root", "PEERTUBE_PASSWORD": password}
    finally:
        process.terminate()
        process.wait()


def play_example(session: nox.Session, collections: Path, instance: dict[str, str]) -> str:
    """Run the example and return what ansible-playbook printed, less empty lines, rulers and the recap."""
    env = {
        "ANSIBLE_COLLECTIONS_PATH": f"{collections}",
        "ANSIBLE_CONFIG": f"{EXAMPLES / 'ansible.cfg'}",
        "ANSIBLE_HOME": f"{collections.parent / 'home'}",
        "NO_COLOR": "1",
        **instance,
    }
    printed = session.run("ansible-playbook", "examples/login-logout.yml", env=env, silent=True, log=False) or ""
    lines = printed.partition("PLAY RECAP")[0].splitlines()
    return "\n".join(line.rstrip("* ") for line in lines if line.strip())
