# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Blocklists: what is the same in them, what may not be in them, and what a purge removes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.blocklists import Block
from ansible_collections.peertube.peertube.plugins.module_utils._resources import blocklists
from ansible_collections.peertube.peertube.plugins.modules import peertube_blocklist
from harness.modules import Administrator
from simulator.control import Simulator


@pytest.fixture
def root(simulator: Simulator) -> Administrator:
    simulator.peer("peer.example", actors=["Troll"])
    return Administrator(simulator, peertube_blocklist.MODULE)


@pytest.mark.parametrize(
    "options",
    [
        {"servers": ["https://bad.example"]},
        {"servers": ["bad.example/videos"]},
        {"servers": ["bad example"]},
        {"servers": ["under_score.example"]},
        {"servers": ["bad.example."]},
        {"servers": [""]},
        {"servers": ["b" * 301]},
        {"accounts": ["@ada@peer.example"]},
        {"accounts": ["ada@"]},
        {"accounts": ["ada lovelace"]},
        {"accounts": ["ada@https://peer.example"]},
        {"accounts": [""]},
        {"servers": [], "purge_limit": -1},
    ],
    ids=lambda options: str(options)[:40],
)
def test_what_is_no_host_or_account_is_refused_before_anything_is_sent(
    root: Administrator, options: dict[str, Any]
) -> None:
    assert root.run(**options)["error"]["code"] == "invalid_option"
    assert root.requests() == []


def test_a_list_is_needed(root: Administrator) -> None:
    assert "servers, accounts" in root.run(purge=True)["msg"]


def test_the_instance_itself_is_refused_before_anything_is_sent(root: Administrator) -> None:
    own = root.simulator.url.split("//")[1]
    result = root.run(servers=["bad.example", own.upper()])
    assert result["msg"].startswith(f"servers has {own}, which is the instance itself.")
    assert root.requests() == []


def test_the_instance_itself_is_refused_by_the_name_that_its_lists_tell(root: Administrator) -> None:
    root.simulator.configure(webserver="video.example.com")
    root.run(servers=["bad.example"])
    root.requests()
    assert root.run(servers=["video.example.com"])["error"]["code"] == "invalid_option"
    assert root.writes() == []


def test_the_instance_itself_by_a_name_that_nobody_told_is_refused_by_itself(root: Administrator) -> None:
    root.simulator.configure(webserver="video.example.com")
    assert root.run(servers=["video.example.com"])["error"]["code"] == "rejected"


def test_a_host_that_peertube_refuses_is_named(root: Administrator) -> None:
    root.simulator.configure(webserver="video.example.com")
    assert "does not accept nodot in servers." in root.run(servers=["bad.example", "nodot"])["msg"]


@pytest.mark.parametrize("given", [["BAD.example"], ["bad.example", "Bad.Example"]])
def test_hosts_are_written_and_compared_in_lower_case(root: Administrator, given: list[str]) -> None:
    assert root.run(servers=given)["blocklist"] == {"servers": ["bad.example"]}
    assert len(root.writes()) == 1
    assert root.run(servers=["bad.EXAMPLE"])["changed"] is False


def test_only_the_lists_that_are_given_are_read_and_changed(root: Administrator) -> None:
    root.run(servers=["bad.example"], accounts=["alice"])
    root.requests()
    assert root.run(accounts=[], purge=True)["blocklist"] == {"accounts": []}
    assert not any("servers" in one for one in root.requests())
    assert root.run(servers=[])["blocklist"] == {"servers": ["bad.example"]}


def test_an_account_of_the_instance_may_be_named_with_its_host(root: Administrator) -> None:
    root.simulator.configure(webserver="video.example.com")
    assert root.run(accounts=["alice@video.example.com"])["blocklist"] == {"accounts": ["alice"]}
    assert root.run(accounts=["alice"])["changed"] is False


def test_an_account_elsewhere_is_the_same_in_any_case(root: Administrator) -> None:
    root.run(accounts=["alice", "Alice"])
    assert root.run(accounts=["ALICE"])["changed"] is False


def test_an_account_that_nobody_knows_is_named(root: Administrator) -> None:
    result = root.run(accounts=["nobody@peer.example"])
    assert result["error"]["code"] == "not_found"
    assert "no account nobody@peer.example" in result["msg"]


def test_without_purge_nothing_is_removed(root: Administrator) -> None:
    root.run(servers=["bad.example"])
    assert root.run(servers=["worse.example"])["blocklist"] == {"servers": ["bad.example", "worse.example"]}


def test_a_purge_of_more_than_the_limit_changes_nothing(root: Administrator) -> None:
    root.simulator.seed(blocked_servers=11)
    result = root.run(servers=["bad.example"], purge=True)
    assert result["error"]["code"] == "invalid_option"
    assert "purge_limit is 10" in result["msg"]
    assert root.writes() == []
    assert root.run(servers=["bad.example"], purge=True, purge_limit=11)["blocklist"] == {"servers": ["bad.example"]}


def test_a_check_shows_what_a_purge_would_remove(root: Administrator) -> None:
    root.run(servers=["bad.example", "worse.example"])
    result = root.run(check_mode=True, servers=["bad.example"], purge=True)
    assert result["diff"]["before"] == "server worse.example: {}\n"
    assert result["blocklist"] == {"servers": ["bad.example"]}


def test_long_lists_cost_a_request_a_page(root: Administrator) -> None:
    root.simulator.seed(blocked_servers=101)
    assert root.run(servers=["blocked101.example"])["changed"] is False
    assert root.requests() == ["GET /server/blocklist/servers"] * 2


def test_what_somebody_else_has_just_removed_is_no_failure(root: Administrator) -> None:
    root.run(servers=["bad.example"])
    root.simulator.fault(action="reset", stage="after", method="DELETE")
    assert root.run(servers=[], purge=True)["blocklist"] == {"servers": []}


def test_what_is_blocked_by_subscription_is_blocked_and_not_purged(root: Administrator) -> None:
    with root.sender() as sender:
        blocklist = blocklists.Blocklist(sender, {"servers": ["bad.example"]})
    states = blocklists._states("servers", [Block("bad.example", True, ""), Block("worse.example", True, "")])
    assert [plan.due for plan in blocklist.plans(states, purge=True, limit=0)] == [False]


def test_every_spelling_of_a_host_is_removed(root: Administrator) -> None:
    root.simulator.seed(blocked_servers=1)
    with root.sender() as sender:
        blocklists.api.block_server(sender, "Blocked1.example")
    assert root.run(servers=[], purge=True)["blocklist"] == {"servers": []}
    assert len([one for one in root.writes() if one.startswith("DELETE")]) == 2


@pytest.mark.parametrize("row", [{}, {"blockedServer": None}, {"blockedServer": {"host": None}}], ids=str)
def test_a_row_that_names_nothing_is_left_alone(root: Administrator, row: dict[str, Any]) -> None:
    page = json.dumps({"total": 1, "data": [row]})
    root.simulator.fault(action="body", body=page, content_type="application/json", method="GET")
    assert root.run(servers=[], purge=True)["changed"] is False


def test_blocklists_are_read_in_the_shape_in_which_they_are_given(root: Administrator) -> None:
    wanted = {"servers": ["bad.example"], "accounts": ["alice", "troll@peer.example"]}
    root.simulator.peer("peer.example", actors=["troll"])
    root.run(**wanted)
    with root.sender() as sender:
        assert blocklists.as_given(sender) == wanted
