# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Watched words: what a list may hold, and which lists are the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._resources import watched_words
from ansible_collections.peertube.peertube.plugins.modules import peertube_watched_words
from harness.modules import Administrator
from simulator.control import Simulator


@pytest.fixture
def root(simulator: Simulator) -> Administrator:
    return Administrator(simulator, peertube_watched_words.MODULE)


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"rude": []}, "lists.rude has no words."),
        ({"rude": None}, "lists.rude is no list of words."),
        ({"rude": "blockhead"}, "lists.rude is no list of words."),
        ({"rude": ["blockhead", ""]}, "A word of lists.rude has 0 characters"),
        ({"rude": ["b" * 101]}, "A word of lists.rude has 101 characters"),
        ({"rude": [True]}, "lists.rude has True, which is no text."),
        ({"rude": [["blockhead"]]}, "lists.rude has ['blockhead'], which is no text."),
        ({"rude": ["word"] * 501}, "lists.rude has 501 words."),
        ({" ": ["word"]}, "A name in lists has 0 characters"),
        ({"r" * 101: ["word"]}, "A name in lists has 101 characters"),
        ({"rude": ["one"], " rude": ["two"]}, "lists has rude twice."),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_list_of_words_is_refused_before_anything_is_sent(
    root: Administrator, lists: dict[str, Any], said: str
) -> None:
    result = root.run(lists=lists)
    assert (result["error"]["code"], result["msg"][: len(said)]) == ("invalid_option", said)
    assert root.requests() == []


def test_the_order_of_words_and_how_often_they_are_there_mean_nothing(root: Administrator) -> None:
    root.run(lists={"rude": ["b", "a"]})
    assert root.run(lists={"rude": ["a", "b", "a"]})["changed"] is False


def test_a_word_is_its_spelling(root: Administrator) -> None:
    root.run(lists={"rude": ["a", " b"]})
    assert root.run(lists={"rude": ["A", " b"]})["watched_words"] == {"rude": [" b", "A"]}


def test_what_yaml_takes_for_a_number_is_a_word(root: Administrator) -> None:
    assert root.run(lists={1984: [42, 1.5]})["watched_words"] == {"1984": ["1.5", "42"]}
    assert root.run(lists={"1984": ["42", "1.5"]})["changed"] is False


def test_blanks_around_the_name_of_a_list_are_none(root: Administrator) -> None:
    root.run(lists={"rude": ["a"]})
    assert root.run(lists={" rude ": ["a"]})["changed"] is False


def test_lists_that_are_not_named_stay(root: Administrator) -> None:
    root.run(lists={"rude": ["a"]})
    assert root.run(lists={"other": ["b"]})["watched_words"] == {"other": ["b"], "rude": ["a"]}


def test_only_lists_that_differ_are_written(root: Administrator) -> None:
    root.run(lists={"rude": ["a"], "other": ["b"]})
    root.requests()
    root.run(lists={"rude": ["a"], "other": ["c"]})
    assert root.writes() == ["PUT /watched-words/server/lists/2"]


def test_a_purge_of_more_than_the_limit_changes_nothing(root: Administrator) -> None:
    root.simulator.seed(watched_words=11)
    assert "purge_limit is 10" in root.run(lists={"rude": ["a"]}, purge=True)["msg"]
    assert root.writes() == []


def test_a_list_that_somebody_else_has_just_made_is_brought_to_what_is_wanted(root: Administrator) -> None:
    root.run(lists={"rude": ["a"]})
    page = json.dumps({"total": 0, "data": []})
    root.simulator.fault(action="body", body=page, content_type="application/json", method="GET", times=1)
    result = root.run(lists={"rude": ["b"]})
    assert (result["action"], result["watched_words"]) == ("update", {"rude": ["b"]})


def test_a_list_whose_reply_is_lost_is_made_once(root: Administrator) -> None:
    root.simulator.fault(action="reset", stage="after", method="POST")
    assert root.run(lists={"rude": ["a"]})["action"] == "create"


@pytest.mark.parametrize("row", [{}, {"id": 1, "listName": "rude"}, {"listName": "rude", "words": ["a"]}], ids=str)
def test_a_list_that_is_not_whole_is_left_alone(root: Administrator, row: dict[str, Any]) -> None:
    page = json.dumps({"total": 1, "data": [row]})
    root.simulator.fault(action="body", body=page, content_type="application/json", method="GET")
    assert root.run(lists={}, purge=True)["changed"] is False


def test_watched_words_are_read_in_the_shape_in_which_they_are_given(root: Administrator) -> None:
    wanted = {"other": ["b"], "rude": ["a", "c"]}
    root.run(lists=wanted)
    with root.sender() as sender:
        assert watched_words.as_given(sender) == wanted
