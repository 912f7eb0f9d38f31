# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The registration token: which one is meant, and what becomes of the runners that hang on it."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._resources import runner_tokens
from ansible_collections.peertube.peertube.plugins.modules import peertube_runner_token
from harness.modules import Administrator
from simulator.control import Simulator

TOKENS = "/runners/registration-tokens"


@pytest.fixture
def root(simulator: Simulator) -> Administrator:
    return Administrator(simulator, peertube_runner_token.MODULE)


def test_the_token_of_a_new_instance_is_returned_whole(root: Administrator) -> None:
    result = root.run()
    assert (result["changed"], result["registered_runners"]) == (False, 0)
    assert result["registration_token"].startswith("ptrrt-")
    assert root.requests() == [f"GET {TOKENS}"]


def test_of_several_tokens_the_newest_is_meant(root: Administrator) -> None:
    oldest = root.run()["registration_token"]
    root.simulator.seed(runner_tokens=2)
    newest = root.run()["registration_token"]
    assert newest != oldest
    root.run(rotate=True)
    root.requests()
    root.run(state="absent")
    # Of the three, the newest was replaced.
    assert root.writes() == [f"DELETE {TOKENS}/{number}" for number in (4, 2, 1)]


def test_rotating_makes_a_new_token_and_deletes_the_old_one(root: Administrator) -> None:
    old = root.run()["registration_token"]
    root.requests()
    result = root.run(rotate=True)
    assert (result["action"], result["changed"]) == ("rotate", True)
    assert result["registration_token"] != old
    assert root.writes() == [f"POST {TOKENS}/generate", f"DELETE {TOKENS}/1"]
    assert root.run()["registration_token"] == result["registration_token"]


def test_rotating_where_there_is_no_token_makes_one(root: Administrator) -> None:
    root.run(state="absent")
    root.requests()
    assert root.run(rotate=True)["action"] == "create"
    assert root.writes() == [f"POST {TOKENS}/generate"]


def test_rotating_keeps_an_old_token_with_runners_and_says_so(root: Administrator) -> None:
    root.simulator.seed(runners=1)
    result = root.run(rotate=True)
    assert "The old token is still good" in result["warnings"][0]
    assert root.writes() == [f"POST {TOKENS}/generate"]


def test_rotating_by_force_deletes_an_old_token_with_its_runners(root: Administrator) -> None:
    root.simulator.seed(runners=1)
    result = root.run(rotate=True, force=True)
    assert "warnings" not in result
    assert root.writes() == [f"POST {TOKENS}/generate", f"DELETE {TOKENS}/1"]


def test_who_waited_while_another_rotated_has_nothing_to_do(root: Administrator) -> None:
    simulator, results = root.simulator, []
    # Both have read before either writes.
    simulator.hold(method="GET", path=TOKENS, times=2)
    tasks = [threading.Thread(target=lambda: results.append(root.run(rotate=True))) for _number in range(2)]
    for task in tasks:
        task.start()
    simulator.wait_held(2)
    simulator.release()
    for task in tasks:
        task.join()
    assert sorted(result["changed"] for result in results) == [False, True]
    assert len({result["registration_token"] for result in results}) == 1


@pytest.mark.parametrize("options", [{"rotate": True}, {"state": "absent"}], ids=["rotate", "absent"])
def test_a_check_writes_nothing(root: Administrator, options: dict[str, Any]) -> None:
    result = root.run(check_mode=True, **options)
    assert (result["changed"], result["registration_token"]) == (True, None)
    assert root.writes() == []


@pytest.mark.parametrize("check_mode", [False, True], ids=["run", "check"])
def test_deleting_is_refused_while_runners_hang_on_it(root: Administrator, check_mode: bool) -> None:
    root.simulator.seed(runners=2)
    result = root.run(check_mode, state="absent")
    assert result["error"]["code"] == "conflict"
    assert result["msg"].startswith("2 runners have registered")
    assert root.writes() == []


def test_deleting_by_force_deletes_the_runners_too(root: Administrator) -> None:
    root.simulator.seed(runners=2)
    assert root.run(state="absent", force=True)["action"] == "delete"
    assert root.run()["registered_runners"] == 0


def test_what_is_to_go_is_not_rotated(root: Administrator) -> None:
    assert root.run(state="absent", rotate=True)["error"]["code"] == "invalid_option"
    assert root.requests() == []


@pytest.mark.parametrize("options", [{}, {"rotate": True}, {"state": "absent"}], ids=["none", "rotate", "absent"])
def test_no_token_is_anywhere_but_in_its_key(root: Administrator, options: dict[str, Any]) -> None:
    tokens = [root.run()["registration_token"]]
    result = root.run(**options)
    tokens.append(result.pop("registration_token"))
    assert not any(token and token in json.dumps(result) for token in tokens)


def test_a_token_whose_reply_is_lost_is_made_once(root: Administrator) -> None:
    root.run(state="absent")
    root.requests()
    root.simulator.fault(action="reset", stage="after", method="POST")
    assert root.run()["action"] == "create"
    assert root.writes() == [f"POST {TOKENS}/generate"]


def test_a_rotation_whose_reply_is_lost_is_done_once(root: Administrator) -> None:
    root.simulator.fault(action="reset", stage="after", method="POST")
    assert root.run(rotate=True)["action"] == "rotate"
    assert root.writes() == [f"POST {TOKENS}/generate", f"DELETE {TOKENS}/1"]


def test_whether_there_is_one_is_read_in_the_shape_in_which_it_is_given(root: Administrator) -> None:
    with root.sender() as sender:
        assert runner_tokens.as_given(sender) == "present"
        root.run(state="absent")
        assert runner_tokens.as_given(sender) == "absent"
