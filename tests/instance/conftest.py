# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role and the playbooks, mostly in process: by the tasks of the role itself."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest
from simulator.control import Simulator

from instance.instances import rich
from instance.provisioner import Provisioner


@pytest.fixture(params=["8.2", "6.3"])
def provisioner(request: pytest.FixtureRequest, tmp_path: Path) -> Provisioner:
    """An administrator of a fresh instance of that version, who keeps files."""
    name = {"8.2": "simulator", "6.3": "simulator_6_3"}[request.param]
    return Provisioner(request.getfixturevalue(name), request.param, tmp_path)


@pytest.fixture(scope="module")
def filled(
    running_simulator: Simulator,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Provisioner]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        provisioner = Provisioner(running_simulator, "8.2", tmp_path_factory.mktemp("filled"))
        assert provisioner.apply(rich(provisioner.directory)).failures == []
        yield provisioner


@pytest.fixture
def valley(filled: Provisioner, tmp_path: Path) -> Provisioner:
    """An administrator of an instance with something in each part, for tests that change nothing of it."""
    filled.directory = tmp_path
    filled.requests()
    return filled
