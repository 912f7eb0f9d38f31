# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runners: they register themselves, so that all there is to do is to remove one."""

from __future__ import annotations

import pytest
from ansible_collections.peertube.peertube.plugins.modules import peertube_runner
from harness.modules import Administrator
from simulator.control import Simulator


@pytest.fixture
def root(simulator: Simulator) -> Administrator:
    simulator.seed(runners=11)
    return Administrator(simulator, peertube_runner.MODULE)


def test_only_the_runner_of_that_name_goes(root: Administrator) -> None:
    result = root.run(name="seeded-1", state="absent")
    assert result["action"] == "delete"
    assert result["runners"] == sorted(f"seeded-{number}" for number in range(2, 12))


def test_a_runner_that_is_not_there_is_gone(root: Administrator) -> None:
    assert root.run(name="seeded", state="absent")["changed"] is False
    assert root.requests() == ["GET /runners"]


def test_nobody_but_a_runner_can_register_it(root: Administrator) -> None:
    result = root.run(name="seeded-12", state="present")
    assert "value of state must be one of: absent" in result["msg"]
    assert root.requests() == []


def test_what_is_to_become_of_it_has_to_be_said(root: Administrator) -> None:
    assert "state" in root.run(name="seeded-1")["msg"]


def test_a_runner_that_somebody_else_removed_meanwhile_is_gone(root: Administrator) -> None:
    root.simulator.fault(action="reset", stage="after", method="DELETE")
    assert root.run(name="seeded-1", state="absent")["action"] == "delete"


def test_many_runners_cost_a_request_a_page(root: Administrator) -> None:
    root.simulator.seed(runners=100)
    root.run(name="nobody", state="absent")
    assert root.requests() == ["GET /runners"] * 2
