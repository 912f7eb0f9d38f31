# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._declare import fields
from ansible_collections.peertube.peertube.plugins.module_utils._declare.fields import Field, given, merge, shown

GB = 1024**3


def differs(field: Field, wanted: Any, present: Any) -> bool:
    return bool(list(field.differences(wanted, present)))


@pytest.mark.parametrize(
    ("field", "wanted", "present"),
    [
        pytest.param(fields.plain("x"), "a", "a", id="plain"),
        pytest.param(fields.plain("x"), 1, 1.0, id="a whole number"),
        pytest.param(fields.plain("x"), None, None, id="null"),
        pytest.param(fields.plain("x"), [{"a": [1, True]}], [{"a": [1, True]}], id="nested lists"),
        pytest.param(fields.text("x"), None, "", id="null for an empty text"),
        pytest.param(fields.casefold("x"), "Ada@Example.com", "ada@example.com", id="another case"),
        pytest.param(fields.casefold("x"), None, None, id="null in any case"),
        pytest.param(fields.set_of("x"), ["a", "b"], ["b", "a", "a"], id="another order"),
        pytest.param(fields.set_of("x", str.lower), ["a"], ["A"], id="made alike"),
        pytest.param(fields.set_of("x"), [], None, id="no list for an empty one"),
        pytest.param(fields.tree("x"), {"a": {"b": 1}}, {"a": {"b": 1, "c": 2}, "d": 3}, id="a tree with more in it"),
        pytest.param(fields.tree("x"), {"a": {}}, {"a": {"b": 1}}, id="no leaf given"),
        pytest.param(fields.tree("x"), {"a": None}, {}, id="null for a leaf that is not there"),
    ],
)
def test_what_the_server_holds_for_the_same_is_the_same(field: Field, wanted: Any, present: Any) -> None:
    assert not differs(field, wanted, present)


@pytest.mark.parametrize(
    ("field", "wanted", "present"),
    [
        pytest.param(fields.plain("x"), "a", "A", id="case"),
        pytest.param(fields.plain("x"), True, 1, id="true is not 1"),
        pytest.param(fields.plain("x"), 0, False, id="0 is not false"),
        pytest.param(fields.plain("x"), [1], [True], id="true is not 1 in a list"),
        pytest.param(fields.plain("x"), {"a": 1}, {"a": 1, "b": 2}, id="a mapping with more in it"),
        pytest.param(fields.plain("x"), "5", 5, id="a text is no number"),
        pytest.param(fields.plain("x"), None, "a", id="null"),
        pytest.param(fields.text("x"), "a\n", "a", id="the end of a line"),
        pytest.param(fields.casefold("x"), "ada@example.com", None, id="nothing there"),
        pytest.param(fields.casefold("x"), None, "ada@example.com", id="something there"),
        pytest.param(fields.set_of("x"), ["a"], ["a", "b"], id="one more"),
        pytest.param(fields.tree("x"), {"a": {"b": 1}}, {"a": 5}, id="a leaf where a tree is wanted"),
        pytest.param(fields.tree("x"), {"a": 5}, {"a": {"b": 1}}, id="a tree where a leaf is wanted"),
        pytest.param(fields.tree("x"), {"a": 5}, None, id="no tree"),
    ],
)
def test_what_is_not_the_same_differs(field: Field, wanted: Any, present: Any) -> None:
    assert differs(field, wanted, present)


def test_only_the_leaves_of_a_tree_that_differ_are_named() -> None:
    wanted = {"signup": {"enabled": False, "limit": 5}, "name": "x"}
    present = {"signup": {"enabled": True, "limit": 5, "more": 1}, "name": "x"}
    assert list(fields.tree("config").differences(wanted, present)) == [(("config", "signup", "enabled"), True, False)]


ALL = (
    fields.text("description", nullable=True),
    fields.size("video_quota"),
    fields.duration("expiration"),
    fields.set_of("hosts", str.lower),
    fields.secret("user_password"),
    fields.plain("blocked"),
)


def test_options_are_read_and_those_left_out_are_not_there() -> None:
    options = {
        "description": "",
        "video_quota": "50GB",
        "expiration": "3 days",
        "hosts": ["A.example", "a.example"],
        "user_password": None,
        "blocked": False,
        "url": "https://video.example.com",
    }
    assert given(ALL, options) == {
        "description": None,
        "video_quota": 50 * GB,
        "expiration": 259_200_000,
        "hosts": ["a.example"],
        "blocked": False,
    }


def test_null_counts_where_the_task_has_it_and_the_field_can_be_null() -> None:
    nothing = dict.fromkeys(field.name for field in ALL)
    assert given(ALL, nothing, nulls=("description", "blocked")) == {"description": None}


def test_an_option_that_cannot_be_read_is_refused_by_its_name() -> None:
    with pytest.raises(PeerTubeError, match="video_quota has the unknown unit GiB"):
        given(ALL, {"video_quota": "50GiB"})


def test_a_state_is_shown_in_the_shape_of_the_options_without_secrets() -> None:
    state = {
        "id": 7,
        "video_quota": -1,
        "expiration": 259_200_000,
        "hosts": ["b", "a"],
        "user_password": "s3cr3t",
        "description": None,
    }
    assert shown(ALL, state) == {
        "description": None,
        "video_quota": "unlimited",
        "expiration": "3 days",
        "hosts": ["a", "b"],
        "user_password": "(hidden)",
    }


def test_of_a_secret_tree_only_the_keys_are_shown() -> None:
    field = fields.tree("settings", secret=True)
    assert field.display({"a": {"b": "s3cr3t"}, "c": ["s3cr3t"]}) == {"a": {"b": "(hidden)"}, "c": "(hidden)"}


@pytest.mark.parametrize(
    ("present", "wanted", "merged"),
    [
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 5}}, {"a": {"b": 5, "c": 2}}),
        ({"a": 1}, {"a": {"b": 5}}, {"a": {"b": 5}}),
        ({"a": {"b": 1}}, {"a": None}, {"a": None}),
        (None, {"a": 1}, {"a": 1}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
    ],
)
def test_leaves_are_put_into_a_tree(present: Any, wanted: Any, merged: Any) -> None:
    assert merge(present, wanted) == merged
