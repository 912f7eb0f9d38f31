# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses
from typing import Any, Mapping

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._declare import fields
from ansible_collections.peertube.peertube.plugins.module_utils._declare.plan import Plan, plan, plan_all, removal

USER = (
    fields.casefold("email", needed=True),
    fields.secret("user_password", needed=True),
    fields.plain("role"),
    fields.size("video_quota"),
    fields.plain("channel_name", create_only=True),
)
ADA = {"id": 2, "email": "ada@example.com", "role": "user", "video_quota": 1024}
NEW = {"email": "ada@example.com", "user_password": "s3cr3t", "channel_name": "films"}


def test_what_is_as_wanted_needs_nothing() -> None:
    assert plan(USER, "ada", ADA, {"email": "Ada@example.com", "role": "user"}) == Plan("ada", "none")


def test_what_was_not_given_is_not_compared() -> None:
    assert not plan(USER, "ada", ADA, {}).due


def test_a_change_sends_and_shows_what_differs_only() -> None:
    one = plan(USER, "ada", ADA, {"email": "ada@example.com", "role": "moderator", "video_quota": -1})
    assert (one.action, one.send) == ("update", {"role": "moderator", "video_quota": -1})
    assert one.before == {"role": "user", "video_quota": "1KB"}
    assert one.after == {"role": "moderator", "video_quota": "unlimited"}
    assert one.names == ("role", "video_quota")


def test_a_change_leads_to_the_state_with_what_differs() -> None:
    assert plan(USER, "ada", ADA, {"role": "moderator"}).expected == {**ADA, "role": "moderator"}


def test_a_new_one_gets_what_was_given() -> None:
    one = plan(USER, "ada", None, NEW)
    assert (one.action, one.before, one.send) == ("create", {}, NEW)
    assert one.after == {"email": "ada@example.com", "user_password": "(hidden)", "channel_name": "films"}


@pytest.mark.parametrize(
    ("wanted", "missing"), [({}, "email, user_password are"), ({"email": "a@example.com"}, "user_password is")]
)
def test_a_new_one_without_what_it_needs_is_refused(wanted: Mapping[str, Any], missing: str) -> None:
    with pytest.raises(PeerTubeError, match=f"ada does not exist yet, and {missing} not set") as caught:
        plan(USER, "ada", None, wanted)
    assert caught.value.code == "invalid_option"


def test_what_only_a_new_one_gets_changes_nothing_later() -> None:
    assert not plan(USER, "ada", ADA, {"channel_name": "other"}).due


def test_a_secret_that_is_not_known_to_be_the_same_is_sent_and_hidden() -> None:
    one = plan(USER, "ada", ADA, {"user_password": "s3cr3t"})
    assert one.send == {"user_password": "s3cr3t"}
    assert (one.before, one.after) == ({"user_password": "(hidden)"}, {"user_password": "(hidden, changed)"})


def test_a_secret_is_in_no_text_of_a_plan() -> None:
    plans = [plan(USER, "ada", None, NEW), plan(USER, "ada", ADA, NEW), plan(USER, "ada", {**ADA, **NEW}, {}, False)]
    assert "s3cr3t" not in repr(plans)


def test_what_is_to_go_goes_and_is_shown_as_it_was() -> None:
    one = plan(USER, "ada", {**ADA, "channel_name": None}, {}, present=False)
    assert (one.action, one.after, one.send) == ("delete", {}, {})
    assert one.before == {"email": "ada@example.com", "role": "user", "video_quota": "1KB"}


def test_what_is_to_go_and_is_not_there_needs_nothing() -> None:
    assert plan(USER, "ada", None, {}, present=False) == Plan("ada", "none")


def test_a_tree_sends_the_leaves_that_differ() -> None:
    state = {"config": {"signup": {"enabled": True, "limit": 5}, "name": "x"}}
    one = plan([fields.tree("config")], "", state, {"config": {"signup": {"enabled": False, "limit": 5}}})
    assert one.send == {"config": {"signup": {"enabled": False}}}
    assert one.before == {"config": {"signup": {"enabled": True}}}
    assert one.expected == {"config": {"signup": {"enabled": False, "limit": 5}, "name": "x"}}
    assert one.names == ("config.signup.enabled",)


HOSTS = {"a.example": {}, "b.example": {}, "c.example": {}}


def actions(plans: Any) -> dict[str, str]:
    return {one.key: one.action for one in plans}


def test_without_purge_nothing_goes_that_was_not_named() -> None:
    plans = plan_all([], HOSTS, {"a.example": {}, "d.example": {}, "c.example": None})
    assert actions(plans) == {"a.example": "none", "d.example": "create", "c.example": "delete"}


def test_a_purge_comes_last_and_leaves_what_is_to_be_kept() -> None:
    plans = plan_all([], HOSTS, {"d.example": {}}, purge=removal([]), keep=["B.example"])
    assert list(actions(plans).items()) == [("d.example", "create"), ("a.example", "delete"), ("c.example", "delete")]


@pytest.mark.parametrize(("there", "named"), [("B.example", "b.example"), ("b.example", "B.example")])
def test_a_purge_leaves_what_differs_from_a_name_by_case_only(there: str, named: str) -> None:
    assert plan_all([], {there: {}}, {}, purge=removal([]), keep=[named]) == []


def test_a_purge_may_be_another_action_than_to_delete() -> None:
    def block(key: str, state: Any) -> Plan:
        one = plan([fields.plain("blocked")], key, state, {"blocked": True})
        return dataclasses.replace(one, action="block") if one.due else one

    users = {"ada": {"blocked": True}, "bob": {"blocked": False}}
    assert actions(plan_all([], users, {}, purge=block, limit=1)) == {"bob": "block"}


def test_a_purge_beyond_the_limit_is_refused_and_says_what_would_go() -> None:
    with pytest.raises(PeerTubeError) as caught:
        plan_all([], HOSTS, {}, purge=removal([]), limit=2)
    assert caught.value.as_result()["msg"] == (
        "3 would go (delete), and purge_limit is 2: a.example, b.example, c.example. "
        "Name those that are to stay, or set purge_limit to 3."
    )
    assert caught.value.code == "invalid_option"


def test_a_purge_at_the_limit_is_planned() -> None:
    assert len(plan_all([], HOSTS, {}, purge=removal([]), limit=3)) == 3
