# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sessions of `make versions`: each ansible-core, each Python of targets, the oldest and the newest libraries."""

from __future__ import annotations

import sys
from pathlib import Path

import nox

from tests.ansible_test import ansible_test
from tests.built import install_built_collection

# An ansible-core, and a Python that it runs on.
CONTROLLERS = [("3.10", "2.17"), ("3.11", "2.18"), ("3.13", "2.19"), ("3.12", "2.20"), ("3.13", "2.21")]
# A Python of targets, the oldest and the newest ansible-core that manages it, the oldest and the newest requests.
TARGETS = [
    (python, core, requests)
    for python in ("3.8", "3.9", "3.10", "3.11", "3.12", "3.13")
    for core, requests in (
        ("2.18" if python == "3.13" else "2.17", "2.25"),
        ("2.19" if python == "3.8" else "2.21", "newest"),
    )
]
# The oldest urllib3 that goes with the oldest requests, and that a Python can import; host_header needs 1.24.
OLDEST_URLLIB3 = {"3.12": "1.26.5", "3.13": "1.26.5"}


@nox.session(default=False, tags=["versions"])
@nox.parametrize("python, core", CONTROLLERS)
def on_controller(session: nox.Session, core: str) -> None:
    """Run the unit tests, plays and integration targets with one ansible-core."""
    session.install(f"ansible-core ~= {core}.0", "-r", requirements_for(session))
    env = {"PEERTUBE_COLLECTIONS_PATH": f"{install_built_collection(session)}"}
    session.run("pytest", "-n", "2", "tests/unit", "tests/controller", env=env)
    ansible_test(session, "integration", "--local", "--color", "no")


@nox.session(default=False, tags=["versions"], venv_backend="venv")
@nox.parametrize("python, core, requests", TARGETS)
def on_target(session: nox.Session, core: str, requests: str) -> None:
    """Run the unit tests of what runs on targets, with one Python."""
    session.install("-r", requirements_for(session))
    if requests != "newest":
        urllib3 = OLDEST_URLLIB3.get(str(session.python), "1.24")
        session.install(f"requests ~= {requests}.0", f"urllib3 == {urllib3}")
    # It brings module_utils, whose Python is older than the one that ansible-core as a whole asks for.
    session.install("--no-deps", "--ignore-requires-python", f"ansible-core == {core}.*")
    env = {"PEERTUBE_SIMULATOR_PYTHON": simulator_python(session)} if session.python in ("3.8", "3.9") else {}
    session.run("pytest", "-n", "2", "tests/unit/plugins/module_utils", "tests/unit/plugins/modules", env=env)


@nox.session(default=False)
def devel(session: nox.Session) -> None:
    """Run the unit tests and plays with the development branch of ansible-core. Needs network."""
    session.install("https://github.com/ansible/ansible/archive/devel.tar.gz", "-r", requirements_for(session))
    env = {"PEERTUBE_COLLECTIONS_PATH": f"{install_built_collection(session)}"}
    session.run("pytest", "-n", "2", "tests/unit", "tests/controller", env=env)


def requirements_for(session: nox.Session) -> str:
    return "tests/requirements-old-python.txt" if session.python in ("3.8", "3.9", "3.10") else "tests/requirements.txt"


def simulator_python(session: nox.Session) -> str:
    """A Python for the simulator, where the one of the session is too old for it."""
    directory = Path(session.virtualenv.location, "simulator")
    session.run(sys.executable, "-m", "venv", f"{directory}", external=True)
    session.run(f"{directory}/bin/pip", "install", "-r", "tests/requirements-simulator.txt", external=True, silent=True)
    return f"{directory}/bin/python"
