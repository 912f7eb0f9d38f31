# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role refuses before anything is sent, and how it sums up what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.plugin_utils._changes import changes
from ansible_collections.peertube.peertube.plugins.plugin_utils._instance import PARTS, problems

from instance.instances import rich


def test_an_instance_with_everything_has_no_problem(tmp_path: Path) -> None:
    assert problems(rich(tmp_path)) == []


@pytest.mark.parametrize(
    ("instance", "problem"),
    [
        ([], "peertube_instance is no mapping, but a list. Its keys are config, "),
        ({"user": []}, "peertube_instance has the unknown key user. Did you mean users?"),
        ({"config": []}, "config is no mapping, but a list. Write each of its keys with a value."),
        ({"plugins": {}}, "plugins is no list, but a mapping. Begin each entry with a hyphen."),
        ({"plugins": [{"name": "x", "setings": {}}]}, "plugins, x has the unknown key setings. Did you mean settings?"),
        ({"plugins": [{"version": "1.0.0"}]}, "plugins, number 1: Missing required arguments: name."),
        ({"homepage": {"scr": "index.md"}}, "homepage has the unknown key scr. Did you mean src?"),
        ({"images": {"avatr": "a.png"}}, "images has the unknown key avatr. Did you mean avatar?"),
        ({"images": {"avatar": {"state": "gone"}}}, "images.avatar: Value of state must be one of: absent, got: gone."),
        ({"users": [{"name": "ada", "emial": "x"}]}, "users, ada has the unknown key emial. Did you mean email?"),
        ({"users": [{"name": "ada", "role": "admin"}]}, "users, ada: Value of role must be one of"),
        ({"users": {"users": [], "purg": "block"}}, "users has the unknown key purg. Did you mean purge?"),
        ({"users": {"purge": "block"}}, "users.users is empty. Give it a value, or leave it out."),
        ({"users": ["ada"]}, "users, number 1 is no mapping, but a text."),
        ({"channels": [{"nam": "films"}]}, "channels, number 1 has the unknown key nam. Did you mean name?"),
        ({"follows": {"host": []}}, "follows has the unknown key host. Did you mean hosts?"),
        ({"blocklist": {"servers": {"a": 1}}}, "blocklist: "),
        ({"watched_words": ["silly"]}, "watched_words is no mapping, but a list."),
        ({"watched_words": {"insults": "silly"}}, "watched_words.insults is no list, but a text."),
        ({"watched_words": {"lists": {}, "purg": True}}, "watched_words has the unknown key purg. Did you mean purge?"),
        (
            {"watched_words": {"insults": [True]}},
            "watched_words.insults, number 1 is no text, but true or false. Put it in quotes.",
        ),
        ({"homepage": 42}, "homepage is no text, but a number. Put it in quotes."),
        ({"images": {"avatar": 3}}, "images.avatar is no text, but a number. Put it in quotes."),
        ({"users": [{"name": 8}]}, "users, 8: name is no text, but a number. Put it in quotes."),
        ({"users": [{"name": None}]}, "users, number 1: name is empty. Give it a value, or leave it out."),
        (
            {"channels": [{"name": "on", "display_name": True}]},
            "channels, on: display_name is no text, but true or false.",
        ),
        (
            {"blocklist": {"servers": [False]}},
            "blocklist: servers, number 1 is no text, but true or false. Put it in quotes.",
        ),
        (None, "peertube_instance is empty. Its keys are config, "),
        *(({part: None}, f"{part} is empty. Give it a value, or leave it out.") for part in PARTS),
        ({"runner_token": "gone"}, "Value of runner_token must be one of"),
    ],
)
def test_a_problem_is_named(instance: Any, problem: str) -> None:
    found = problems(instance)
    assert [one for one in found if one.startswith(problem)], found


def test_a_number_may_stand_for_a_text_that_is_no_name() -> None:
    assert problems({"users": [{"name": "ada", "video_quota": 5000}], "watched_words": {"numbers": [12]}}) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("config:\n  signup: {}\nconfig: {}\n", ["config stands in line 1 and in line 3"]),
        ("a:\n- b: 1\n- b: 1\n  c: {d: 1}\n  b: 2\n", ["a[1].b stands in line 3 and in line 5"]),
        ("a: &a {b: !vault x, b: *a}\n", ["a.b stands in line 1 and in line 1"]),
        ("a: &a {b: 1}\nc: {<<: *a, b: 2}\nd: *a\n", []),
        ("\ta: [\n", []),
        ("", []),
    ],
)
def test_a_key_that_stands_twice_in_the_file_is_named(text: str, told: list[str]) -> None:
    assert [one.split(", and only")[0] for one in problems({}, text)] == told


def test_all_problems_are_told_at_once() -> None:
    users = [{"name": "ada", "emial": "x"}, {"name": "bob", "rolle": "user"}]
    assert len(problems({"user": [], "users": users, "blocklist": []})) == 4


def test_changes_are_told_by_the_names_of_what_differs() -> None:
    config = {"changed": True, "diff": {"before": "instance:\n  name: A\n", "after": "instance:\n  name: B\n"}}
    users = {
        "changed": True,
        "diff": {"before": "bob: {}\neve:\n  role: user\n", "after": "ada: {}\neve:\n  role: x\n"},
    }
    same = {"changed": False, "diff": {"before": "", "after": ""}}
    assert changes({"config": config, "homepage": same, "users": users}) == [
        "config: instance.name changed",
        "users: ada new; eve.role changed; bob gone",
    ]


def test_changes_of_a_loop_are_told_in_one_line() -> None:
    diffs = [{"before": "", "after": f"{name}: {{}}"} for name in ("films", "on")]
    results = [*({"changed": True, "diff": diff} for diff in diffs), {"changed": False}]
    assert changes({"channels": {"changed": True, "results": results}}) == ["channels: films, on new"]


def test_the_name_of_a_part_is_not_repeated() -> None:
    diff = {"before": "config:\n  signup:\n    limit: 1\n", "after": "config:\n  signup:\n    limit: 2\n"}
    assert changes({"config": {"changed": True, "diff": diff}}) == ["config: signup.limit changed"]


def test_who_was_created_and_then_blocked_is_new() -> None:
    result = {
        "changed": True,
        "actions": {"create": ["bob"], "block": ["bob"]},
        "diff": {"before": "bob:\n  blocked: false\n", "after": "bob:\n  blocked: true\n"},
    }
    assert changes({"users": result}) == ["users: bob new"]


@pytest.mark.parametrize("diff", [{}, {"before": "\tx:", "after": "\tx:"}, {"before": "", "after": ""}])
def test_a_change_without_a_diff_that_can_be_read_is_told_by_its_action(diff: dict[str, str]) -> None:
    result = {"changed": True, "action": "rotate", "diff": diff}
    assert changes({"runner_token": result}) == ["runner_token: rotate"]
