# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of examples, from one end to the other: what every module of this collection promises."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import REMEDIES
from harness.modules import definition_of, printed_by_process
from simulator.accounts import ROOT_PASSWORD
from simulator.control import Simulator
from unit.test_every_module import MODULES

from resources.example import Example, table
from resources.stage import Stage, Step, shown

TABLE = table()
# These declare nothing: they belong to sessions, ask only, or send whatever they are told to.
WITHOUT_EXAMPLE = {"peertube_token", "peertube_logout", "peertube_api", "peertube_instance_export"}
# The root password is one that the options of no example may show either.
NEVER_SHOWN = (ROOT_PASSWORD,)
FAULTS: list[dict[str, Any]] = [
    {"action": "reset", "stage": "before"},
    {"action": "reset", "stage": "after"},
    {"action": "status", "status": 500, "stage": "after"},
    {"action": "html"},
]

_WALKS: dict[tuple[str, str], dict[str, Step]] = {}


def rows(**only: str) -> list[Any]:
    return [
        pytest.param(example, flavour, id=f"{example.module}-{flavour}")
        for example in TABLE
        for flavour in example.flavours
        if only.get("flavour") in (None, flavour)
    ]


@pytest.fixture
def stage(request: pytest.FixtureRequest, example: Example, flavour: str) -> Stage:
    simulator: Simulator = request.getfixturevalue(
        {"8.2": "running_simulator", "6.3": "running_simulator_6_3"}[flavour]
    )
    return Stage(simulator, flavour, example)


@pytest.fixture
def walk(request: pytest.FixtureRequest, example: Example, flavour: str) -> dict[str, Step]:
    """Walked once for all the tests that look at it."""
    if (example.module, flavour) not in _WALKS:
        _WALKS[example.module, flavour] = request.getfixturevalue("stage").steps()
    return _WALKS[example.module, flavour]


every_row = pytest.mark.parametrize(("example", "flavour"), rows())
newest_row = pytest.mark.parametrize(("example", "flavour"), rows(flavour="8.2"))


def test_every_module_that_declares_something_is_in_the_table() -> None:
    declaring = {module for module in MODULES if not module.endswith("_info")} - WITHOUT_EXAMPLE
    assert {example.module for example in TABLE} == declaring


@every_row
def test_no_run_fails(walk: dict[str, Step]) -> None:
    assert {name: step.result.get("msg") for name, step in walk.items() if step.result.get("failed")} == {}


@every_row
def test_each_step_changes_something_once(walk: dict[str, Step]) -> None:
    assert {name: step.result["changed"] for name, step in walk.items()} == {
        name: not name.endswith("again") for name in walk
    }


@every_row
def test_a_check_sends_nothing_that_could_change_something(example: Example, walk: dict[str, Step]) -> None:
    for name, step in walk.items():
        if name.startswith("check ") or name.endswith(" again"):
            assert set(step.writes) <= set(example.verifies), name


@every_row
def test_a_check_says_what_the_run_does(walk: dict[str, Step]) -> None:
    for name in ("create", "update", "delete"):
        if name in walk:
            checked, done = walk[f"check {name}"].result, walk[name].result
            assert {key: checked[key] for key in ("action", "diff")} == {key: done[key] for key in ("action", "diff")}


@every_row
def test_a_change_has_a_diff_and_no_change_has_none(walk: dict[str, Step]) -> None:
    for name, step in walk.items():
        diff = step.result["diff"]
        assert (diff["before"] != diff["after"]) is step.result["changed"], name


@every_row
def test_nothing_to_do_costs_the_requests_that_are_promised(example: Example, walk: dict[str, Step]) -> None:
    assert len(walk["create again"].requests) == example.requests


@every_row
def test_no_secret_is_shown(example: Example, walk: dict[str, Step]) -> None:
    for name, step in walk.items():
        text = shown(step, definition_of(example.module))
        assert [secret for secret in (*example.secrets, *NEVER_SHOWN) if secret in text] == [], name


@newest_row
def test_a_process_of_its_own_does_the_same(example: Example, flavour: str, stage: Stage) -> None:
    stage.step(example.create)
    wanted = {**example.create, **(example.update or {})}
    here = stage.step(wanted, check_mode=True).result
    there = printed_by_process(example.module, **stage.session, **wanted, _ansible_check_mode=True)
    assert {key: there[key] for key in ("changed", "action", "diff")} == {
        key: here[key] for key in ("changed", "action", "diff")
    }


@newest_row
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault.values())))
def test_after_a_fault_the_next_run_comes_to_what_is_wanted(
    request: pytest.FixtureRequest, example: Example, flavour: str, stage: Stage, fault: dict[str, Any]
) -> None:
    simulator = stage.simulator
    for number in range(len(stage.step(example.create).requests)):
        afresh = Stage(simulator, flavour, example)
        simulator.fault(**fault, skip=number)
        faulty = afresh.step(example.create).result
        simulator.reset("faults")
        if faulty.get("failed"):
            assert faulty["error"]["code"] in set(REMEDIES) - {"internal_error", "invalid_option"}, faulty["msg"]
            assert not any(secret in str(faulty) for secret in (*example.secrets, *NEVER_SHOWN))
        assert not afresh.step(example.create).result.get("failed")
        assert afresh.step(example.create).result["changed"] is False
