# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `make demo` shows: a play, at a simulator when there is no real instance."""

from __future__ import annotations

import json
import os
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nox

TESTS = Path(__file__).resolve().parent
EXAMPLES = TESTS.parent / "examples"
FILE = "examples/instance/instance.yml"
EXPORTED = "tests/output/demo/instance.yml"


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


def demonstrate(session: nox.Session, collections: Path, instance: dict[str, str]) -> None:
    """Apply a file twice, change something by hand, and find it. instance: where, as the modules' environment."""
    user = User(session, collections, instance)
    url = instance["PEERTUBE_URL"]
    print(f"1. Apply {FILE} to a simulated PeerTube at {url}, and log in and out for it")
    tell(user.plays("apply"))
    print("2. Apply it again")
    tell(user.plays("apply"))
    print("3. Somebody renames the instance on its page, and a drift check comes by at night")
    ask(f"{url}/_simulator/configuration", {"values": {"instance.name": "My Videos"}})
    tell(user.plays("drift"))
    Path(EXPORTED).parent.mkdir(parents=True, exist_ok=True)
    print("4. Take it over as it is now, and hold the instance to that file")
    tell(user.plays("export", EXPORTED, "-e", "peertube_instance_force=true"))
    tell(user.plays("drift", EXPORTED))


def look(session: nox.Session, collections: Path) -> None:
    """Say in what a real instance differs from the file. Nothing is changed there."""
    print(f"In what {os.environ['PEERTUBE_URL']} differs from {FILE}:")
    tell(User(session, collections, {}).plays("drift"))


class User:
    """Who runs the playbooks of the collection that was built and installed."""

    def __init__(self, session: nox.Session, collections: Path, instance: dict[str, str]) -> None:
        self._session = session
        self._environment = {
            "ANSIBLE_COLLECTIONS_PATH": f"{collections}",
            "ANSIBLE_CONFIG": f"{EXAMPLES / 'ansible.cfg'}",
            "ANSIBLE_HOME": f"{collections.parent / 'home'}",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_CALLBACK_RESULT_FORMAT": "json",
            "NO_COLOR": "1",
            **instance,
        }

    def plays(self, playbook: str, file: str = FILE, *options: str) -> str:
        command = [
            "ansible-playbook",
            f"peertube.peertube.{playbook}",
            "-e",
            f"peertube_instance_file={file}",
            *options,
        ]
        # What drift ends with where it found some.
        good = [0, 2] if playbook == "drift" else [0]
        printed = self._session.run(*command, env=self._environment, silent=True, log=False, success_codes=good)
        return str(printed)


def tell(printed: str) -> None:
    """The lines of a diff, and what the play says at its end."""
    diff = [line for line in printed.splitlines() if line.startswith(("-", "+")) and line[:3] not in ("---", "+++")]
    results = [json.loads(text) for text in re.findall(r"=> (\{.*?\n?\})$", printed, re.MULTILINE | re.DOTALL)]
    told = [result["msg"] for result in results if "msg" in result]
    for line in [*diff, *(line for one in told for line in (one if isinstance(one, list) else one.splitlines()))]:
        print(f"     {line}")


def ask(url: str, fields: dict[str, object]) -> None:
    request = urllib.request.Request(url, json.dumps(fields).encode(), {"Content-Type": "application/json"})
    urllib.request.urlopen(request).close()
