# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulators, servers and clocks that tests of any folder talk to."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Iterator

import harness  # noqa: F401  pylint: disable=unused-import
import pytest
from harness.certificates import Authority
from harness.clock import MovableClock
from harness.server import Server
from simulator.control import Simulator

if TYPE_CHECKING:
    from harness.plays import Controller


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No option and no proxy comes from the environment of whoever runs the tests, and nothing is left in the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    for name in list(os.environ):
        if name.startswith("PEERTUBE_") or name.lower() in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def running_simulator() -> Iterator[Simulator]:
    with Simulator.start(flavour="8.2") as simulator:
        yield simulator


@pytest.fixture(scope="session")
def running_simulator_6_3() -> Iterator[Simulator]:
    with Simulator.start(flavour="6.3") as simulator:
        yield simulator


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    """A PeerTube 8.2 as freshly installed."""
    running_simulator.install("8.2")
    return running_simulator


@pytest.fixture
def simulator_6_3(running_simulator_6_3: Simulator) -> Simulator:
    """A PeerTube 6.3 as freshly installed."""
    running_simulator_6_3.install("6.3")
    return running_simulator_6_3


@pytest.fixture
def controller(tmp_path: Path, simulator: Simulator) -> Controller:
    # It needs more of ansible-core than targets have, for which the unit tests are run, too.
    from harness.plays import Controller

    simulator.configure(api_limit=0, login_limit=0)
    return Controller(tmp_path, simulator.url)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def listen() -> Iterator[Callable[..., Server]]:
    """Start servers that end with the test."""
    with ExitStack() as stack:
        yield lambda *arguments, **options: stack.enter_context(Server(*arguments, **options))


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A CA that is unknown to this machine."""
    return Authority(tmp_path_factory.mktemp("authority"))
