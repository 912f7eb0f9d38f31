# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels: whose they are, what they may be called, and which of them can go."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._resources import channels
from ansible_collections.peertube.peertube.plugins.modules import peertube_channel
from harness.modules import Administrator
from simulator.accounts import ALICE, PASSWORD
from simulator.control import Simulator

NEWS = {"name": "news", "display_name": "News"}


@pytest.fixture
def root(simulator: Simulator) -> Administrator:
    return Administrator(simulator, peertube_channel.MODULE)


@pytest.fixture
def alice(simulator: Simulator) -> Administrator:
    return Administrator(simulator, peertube_channel.MODULE, ALICE, PASSWORD)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"name": "News"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "news room"}, "name"),
        ({"name": "-news"}, "name"),
        ({"name": "news."}, "name"),
        ({"name": "news/../root"}, "name"),
        ({"name": "news@peer.example"}, "name"),
        ({"name": "n" * 51}, "name"),
        ({"display_name": ""}, "display_name"),
        ({"display_name": "n" * 121}, "display_name"),
        ({"description": "ab"}, "description"),
        ({"description": "n" * 1001}, "description"),
        ({"support": "ab"}, "support"),
        ({"support": "n" * 1001}, "support"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_peertube_does_not_take_is_refused_before_anything_is_sent(
    root: Administrator, options: dict[str, Any], named: str
) -> None:
    result = root.run(**{**NEWS, **options})
    assert result["error"]["code"] == "invalid_option"
    assert result["msg"].startswith(f"{named} ")
    assert root.requests() == []


def test_a_new_channel_needs_a_display_name_in_a_check_too(root: Administrator) -> None:
    result = root.run(check_mode=True, name="news")
    assert (result["error"]["code"], "display_name" in result["msg"]) == ("invalid_option", True)


def test_a_channel_is_the_session_users_own(alice: Administrator) -> None:
    assert alice.run(**NEWS)["action"] == "create"
    with alice.sender() as sender:
        assert "news" in [one["name"] for one in channels.as_given(sender)]


def test_an_administrator_changes_the_channel_of_somebody_else(root: Administrator, alice: Administrator) -> None:
    alice.run(**NEWS)
    assert root.run(name="news", display_name="Old news")["action"] == "update"
    assert alice.run(name="news")["channel"]["display_name"] == "Old news"


def test_a_user_may_not_change_the_channel_of_somebody_else(root: Administrator, alice: Administrator) -> None:
    root.run(**NEWS)
    assert alice.run(name="news", display_name="Mine")["error"]["code"] == "forbidden"


def test_only_what_differs_is_sent(root: Administrator) -> None:
    root.run(**NEWS, support="Thanks")
    root.requests()
    root.run(**NEWS, support="Many thanks")
    (update,) = (one for one in root.simulator.log() if one["method"] == "PUT")
    assert update["fields"] == ["support"]


@pytest.mark.parametrize("text", ["description", "support"])
def test_an_empty_text_removes_it(root: Administrator, text: str) -> None:
    root.run(**NEWS, **{text: "Some text."})
    assert root.run(name="news", **{text: ""})["channel"][text] is None
    assert root.run(name="news", **{text: ""})["changed"] is False


def test_a_channel_without_texts_is_created_with_empty_ones(root: Administrator) -> None:
    assert root.run(**NEWS, description="", support="")["channel"] == {**NEWS, "description": None, "support": None}


def test_the_last_channel_of_an_account_cannot_go(root: Administrator) -> None:
    result = root.run(name="root_channel", state="absent")
    assert result["error"]["code"] == "conflict"
    assert result["msg"].startswith("root_channel is the last channel of its account")


def test_the_name_of_a_deleted_channel_stays_taken(root: Administrator) -> None:
    root.run(**NEWS)
    root.run(name="news", state="absent")
    result = root.run(**NEWS)
    assert result["error"]["code"] == "conflict"
    assert "for ever" in result["msg"]


def test_the_name_of_a_user_is_taken(root: Administrator) -> None:
    assert root.run(name=ALICE, display_name="Alice")["error"]["code"] == "conflict"


def test_too_many_channels_are_refused(root: Administrator) -> None:
    root.simulator.seed(channels=19)
    assert root.run(**NEWS)["error"]["code"] == "rejected"


def test_a_created_channel_whose_reply_is_lost_counts_as_created(root: Administrator) -> None:
    root.simulator.fault(action="reset", stage="after", method="POST")
    assert root.run(**NEWS)["action"] == "create"


def test_a_404_that_is_not_peertubes_is_no_channel_that_is_missing(root: Administrator) -> None:
    root.simulator.fault(action="html", status=404)
    assert root.run(**NEWS)["error"]["code"] == "not_peertube"
    assert root.writes() == []


def test_channels_are_read_in_the_shape_in_which_they_are_given(root: Administrator) -> None:
    root.run(**NEWS, description="Every Friday.")
    with root.sender() as sender:
        given = channels.as_given(sender)
    assert {**NEWS, "description": "Every Friday.", "support": None} in given
    assert [root.run(**{name: text or "" for name, text in one.items()})["changed"] for one in given] == [False] * 2
