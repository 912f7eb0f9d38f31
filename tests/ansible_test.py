# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-test, as nox runs it: in a copy of the collection, without containers, and with no index but pip's own."""

from __future__ import annotations

import ast
import configparser
import json
import os
import shutil
import subprocess
from pathlib import Path

import nox

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "tests" / "output" / "junit"
INTEGRATION_CONFIG = "tests/integration/integration_config.yml"


def ansible_test(session: nox.Session, *arguments: str, instance: dict[str, str] | None = None) -> None:
    """Run ansible-test in a copy of the collection, and collect its JUnit files for tests/summary.py.

    instance: what the integration targets get to know of a real PeerTube, instead of integration_config.yml.
    """
    tree = copy_collection(session)
    if instance:
        (tree / INTEGRATION_CONFIG).write_text(json.dumps(instance))
    results, reports = tree / "tests" / "output" / "junit", REPORTS / session.name
    shutil.rmtree(reports, ignore_errors=True)
    env = {"HOME": f"{private_home(session)}", "PATH": os.pathsep.join([session.bin, os.environ["PATH"]])}
    try:
        with session.chdir(tree):
            session.run("ansible-test", *arguments, env=env)
    finally:
        if results.exists():
            shutil.copytree(results, reports)


def copy_collection(session: nox.Session) -> Path:
    """Copy what git would commit, and the address of a real instance, to a path of the kind ansible-test insists on."""
    tree = Path(session.virtualenv.location, "collections", "ansible_collections", "peertube", "peertube")
    shutil.rmtree(tree, ignore_errors=True)
    listed = subprocess.check_output(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True
    )
    for name in [*listed.split("\0"), INTEGRATION_CONFIG]:
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name, follow_symlinks=False)
    # ansible-test lists files with git; without a repository of its own it would find ours, which ignores the copy.
    session.run("git", "init", "--quiet", f"{tree}", external=True, log=False)
    return tree


def private_home(session: nox.Session) -> Path:
    """A home directory for ansible-test, so that its caches and settings never meet the user's own."""
    home = Path(session.virtualenv.location, "home")
    home.mkdir(exist_ok=True)
    return home


def write_pip_configuration(session: nox.Session) -> None:
    """Hand on how pip reaches its index: ansible-test passes no environment variable to pip, and has another home."""
    pip = [f"{session.bin}/python", "-m", "pip", "config", "list"]
    configuration = configparser.RawConfigParser()
    for line in subprocess.check_output(pip, text=True).splitlines():
        name, value = line.split("=", 1)
        section, option = name.rsplit(".", 1)
        section = "global" if section == ":env:" else section
        if not configuration.has_section(section):
            configuration.add_section(section)
        configuration.set(section, option, ast.literal_eval(value))
    path = private_home(session) / ".config" / "pip" / "pip.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("w") as stream:
        configuration.write(stream)


def write_get_pip(session: nox.Session) -> None:
    """Give ansible-test a get-pip that takes the pip inside Python: it would download one from its own server."""
    venv_packages = (
        "import platform, types\n"
        "from ansible_test._internal.python_requirements import get_venv_packages\n"
        "version = '.'.join(platform.python_version_tuple()[:2])\n"
        "print(get_venv_packages(types.SimpleNamespace(version=version))['pip'])\n"
    )
    version = (session.run("python", "-c", venv_packages, silent=True, log=False) or "").strip()
    path = private_home(session) / ".ansible" / "test" / "cache" / f"get_pip_{version.replace('.', '_')}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("import ensurepip\n\nensurepip.bootstrap()\n")
