# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes a plain checkout importable as ansible_collections.peertube.peertube, and starts what tests talk to."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Iterator

import pytest

if TYPE_CHECKING:
    from simulator.control import Simulator
    from unit.certificates import Authority
    from unit.loopback import Listener
    from unit.movable_clock import MovableClock

CHECKOUT = Path(__file__).resolve().parents[2]
LINK = CHECKOUT / ".nox" / "collections" / "ansible_collections" / "peertube" / "peertube"
# The Python that runs the simulator, where the one that runs the tests is too old for it.
SIMULATOR_PYTHON = os.environ.get("PEERTUBE_SIMULATOR_PYTHON", sys.executable)
DEFAULTS = {"api_limit": 50, "login_limit": 15, "hash_delay": 0, "https": False}


def link_checkout() -> None:
    """Importing through a link keeps the path that coverage and tracebacks show, and gives playbooks a path too."""
    LINK.parent.mkdir(parents=True, exist_ok=True)
    if not LINK.is_symlink():
        LINK.symlink_to(CHECKOUT, target_is_directory=True)
    sys.path.insert(0, str(LINK.parents[2]))


def is_importable() -> bool:
    """ansible-test has arranged for it already, and so has a checkout at the conventional path."""
    try:
        return importlib.util.find_spec("ansible_collections.peertube.peertube") is not None
    except ModuleNotFoundError:
        return False


if not is_importable():
    link_checkout()


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No option and no proxy comes from the environment of whoever runs the tests, and nothing is left in the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    for name in list(os.environ):
        if name.startswith("PEERTUBE_") or name.lower() in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def running_simulator() -> Iterator[Simulator]:
    yield from start_simulator("8.2")


@pytest.fixture(scope="session")
def running_simulator_6_3() -> Iterator[Simulator]:
    yield from start_simulator("6.3")


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    """A PeerTube 8.2 as freshly installed."""
    return as_new(running_simulator, "8.2")


@pytest.fixture
def simulator_6_3(running_simulator_6_3: Simulator) -> Simulator:
    """A PeerTube 6.3 as freshly installed."""
    return as_new(running_simulator_6_3, "6.3")


@pytest.fixture
def clock() -> MovableClock:
    from unit.movable_clock import MovableClock

    return MovableClock()


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    """Start listeners (see loopback.py) that end with the test."""
    from contextlib import ExitStack

    from unit.loopback import Listener

    with ExitStack() as stack:
        yield lambda *arguments, **options: stack.enter_context(Listener(*arguments, **options))


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A CA that is unknown to this machine."""
    from unit.certificates import Authority

    return Authority(tmp_path_factory.mktemp("authority"))


def start_simulator(flavour: str) -> Iterator[Simulator]:
    from simulator.control import Simulator

    with Simulator.start(python=SIMULATOR_PYTHON, flavour=flavour) as simulator:
        yield simulator


def as_new(simulator: Simulator, flavour: str) -> Simulator:
    simulator.reset()
    simulator.configure(flavour=flavour, webserver=simulator.url.split("//")[1], **DEFAULTS)
    return simulator
