# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Follows: who needs HTTPS for them, how long they may take, and who is the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import Outcome, ensure
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Request
from ansible_collections.peertube.peertube.plugins.module_utils._resources import follows
from ansible_collections.peertube.peertube.plugins.modules import peertube_follows
from harness.clock import MovableClock
from harness.modules import Administrator
from simulator.control import Simulator


@pytest.fixture
def root(simulator: Simulator) -> Administrator:
    """Of an instance that may follow peer.example, which accepts, and slow.example, which lets others wait."""
    simulator.configure(https=True)
    simulator.peer("peer.example", actors=["news"])
    simulator.peer("slow.example", accepted=False)
    return Administrator(simulator, peertube_follows.MODULE)


def follow(root: Administrator, clock: MovableClock, host: str, wait: float) -> Outcome:
    """As the module does, by a clock that nobody has to wait for."""
    with root.sender(clock) as sender:
        resource = follows.Follows(sender, {"hosts": [host]}, wait)
        return ensure(resource, lambda states: resource.plans(states, False, 0), False, remedy=resource.never_came)


@pytest.mark.parametrize(
    "options",
    [
        {"hosts": ["https://peer.example"]},
        {"hosts": ["peer.example/videos"]},
        {"hosts": ["news@peer.example"]},
        {"hosts": [""]},
        {"handles": ["@news@peer.example"]},
        {"handles": ["news"]},
        {"handles": ["news@"]},
        {"hosts": [], "wait": -1},
        {"hosts": [], "purge_limit": -1},
    ],
    ids=str,
)
def test_what_nobody_could_follow_is_refused_before_anything_is_sent(
    root: Administrator, options: dict[str, Any]
) -> None:
    assert root.run(**options)["error"]["code"] == "invalid_option"
    assert root.requests() == []


def test_a_list_is_needed(root: Administrator) -> None:
    assert "hosts, handles" in root.run(purge=True)["msg"]


@pytest.mark.parametrize("option", ["hosts", "handles"])
def test_the_instance_does_not_follow_itself(root: Administrator, option: str) -> None:
    own = root.simulator.url.split("//")[1]
    result = root.run(**{option: [own if option == "hosts" else f"news@{own}"]})
    assert "which is the instance itself" in result["msg"]
    assert root.requests() == []


def test_the_instance_does_not_follow_itself_by_the_name_that_it_gives_itself(root: Administrator) -> None:
    root.simulator.configure(webserver="video.example.com")
    assert root.run(hosts=["video.example.com"])["error"]["code"] == "invalid_option"
    assert root.writes() == []


def test_a_host_that_peertube_refuses_is_named(root: Administrator) -> None:
    root.simulator.configure(webserver="video.example.com")
    assert "does not accept nodot in hosts." in root.run(hosts=["peer.example", "nodot"])["msg"]


@pytest.mark.parametrize("row", [{}, {"follower": None, "following": None}, {"follower": {}, "following": {}}], ids=str)
def test_a_row_that_says_nothing_is_left_alone(root: Administrator, row: dict[str, Any]) -> None:
    page = json.dumps({"total": 1, "data": [row]})
    root.simulator.fault(action="body", body=page, content_type="application/json", method="GET")
    assert root.run(hosts=[], handles=[], purge=True)["changed"] is False


@pytest.mark.parametrize("check_mode", [False, True], ids=["run", "check"])
def test_an_instance_without_https_is_told_so_before_anything_is_sent(root: Administrator, check_mode: bool) -> None:
    root.simulator.configure(https=False)
    result = root.run(check_mode, hosts=["peer.example"])
    assert result["error"]["code"] == "unsupported"
    assert result["msg"].startswith(f"The instance calls itself {root.simulator.url}, and without HTTPS")
    assert root.requests() == ["GET /server/following", "GET /accounts/peertube"]


def test_an_instance_without_https_may_follow_nobody(root: Administrator) -> None:
    root.simulator.configure(https=False)
    assert root.run(hosts=[])["changed"] is False


def test_whether_there_is_https_is_not_asked_where_a_follow_tells(root: Administrator) -> None:
    root.run(hosts=["peer.example"])
    root.requests()
    root.run(hosts=["slow.example"])
    assert root.requests() == ["GET /server/following", "POST /server/following", "GET /server/following"]


def test_a_pending_follow_is_a_success_that_says_so(root: Administrator) -> None:
    result = root.run(hosts=["slow.example", "peer.example"])
    assert result["states"] == {"peer.example": "accepted", "slow.example": "pending"}
    assert root.run(hosts=["slow.example", "peer.example"])["changed"] is False


def test_a_rejected_follow_is_warned_of(root: Administrator) -> None:
    root.run(hosts=["peer.example"])
    with root.sender() as sender:
        page = sender.send(Request("GET", "/server/following")).expect_object()
    page["data"][0]["state"] = "rejected"
    root.simulator.fault(action="body", body=json.dumps(page), content_type="application/json", method="GET")
    result = root.run(hosts=["peer.example"])
    assert (result["changed"], result["states"]) == (False, {"peer.example": "rejected"})
    assert "peer.example" in result["warnings"][0]


def test_a_follow_that_takes_its_time_is_waited_for(root: Administrator, clock: MovableClock) -> None:
    root.simulator.peer("late.example", reads=4)
    outcome = follow(root, clock, "late.example", 30)
    assert outcome.states["late.example"]["state"] == "accepted"
    assert clock.slept == [0.5, 1, 2, 4]


def test_a_host_that_never_appears_is_named(root: Administrator, clock: MovableClock) -> None:
    with pytest.raises(PeerTubeError) as failure:
        follow(root, clock, "nowhere.example", 30)
    assert failure.value.code == "not_applied"
    assert "nowhere.example is not there" in failure.value.sentence
    assert "wait, which is 30 seconds" in failure.value.remedy
    assert sum(clock.slept) == 30


def test_nobody_waits_where_nothing_was_asked_for(root: Administrator, clock: MovableClock) -> None:
    root.run(hosts=["peer.example"])
    follow(root, clock, "peer.example", 30)
    assert clock.slept == []


def test_one_host_that_never_appears_keeps_nobody_else_from_being_followed(root: Administrator) -> None:
    result = root.run(hosts=["nowhere.example", "peer.example"], wait=0)
    assert (result["failed"], result["changed"]) == (True, True)
    assert "nowhere.example is not there" in result["msg"]
    assert root.run(hosts=["peer.example"])["changed"] is False


def test_a_follow_whose_reply_is_lost_is_done_once(root: Administrator) -> None:
    root.simulator.fault(action="reset", stage="after", method="POST")
    assert root.run(hosts=["peer.example"])["action"] == "create"
    assert root.writes() == ["POST /server/following"]


def test_the_actor_of_an_instance_is_the_instance(root: Administrator) -> None:
    root.run(hosts=["peer.example"])
    assert root.run(handles=["peertube@peer.example"])["changed"] is False


def test_a_purge_unfollows_only_of_the_lists_that_are_set(root: Administrator) -> None:
    root.run(hosts=["peer.example", "slow.example"], handles=["news@peer.example"])
    root.requests()
    assert root.run(hosts=["Peer.example"], purge=True)["follows"] == {"hosts": ["peer.example"]}
    assert root.writes() == ["DELETE /server/following/slow.example"]
    assert root.run(handles=[], purge=True)["action"] == "delete"
    assert root.writes() == ["DELETE /server/following/news@peer.example"]


def test_a_purge_of_more_than_the_limit_changes_nothing(root: Administrator) -> None:
    root.simulator.seed(following=11)
    assert "purge_limit is 10" in root.run(hosts=["peer.example"], purge=True)["msg"]
    assert root.writes() == []


def test_many_follows_cost_a_request_a_page(root: Administrator) -> None:
    root.simulator.seed(following=101)
    assert root.run(hosts=["followed101.example"])["changed"] is False
    assert root.requests() == ["GET /server/following"] * 2


@pytest.mark.parametrize("handles", [[], ["news@peer.example"]], ids=["hosts", "handles"])
def test_follows_are_read_in_the_shape_in_which_they_are_given(root: Administrator, handles: list[str]) -> None:
    wanted = {"hosts": ["peer.example"], **({"handles": handles} if handles else {})}
    root.run(**wanted)
    with root.sender() as sender:
        assert follows.as_given(sender) == wanted
