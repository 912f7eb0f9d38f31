# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever users there are and whatever is wanted of them, it is there after one run, and nothing else has changed."""

from __future__ import annotations

from typing import Any

from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.module_utils._resources.user_plans import plans_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources.user_wishes import OPTIONS, wish_of
from ansible_collections.peertube.peertube.plugins.modules import peertube_users
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

NAMES = ("ada", "bob", "carl", "dora")
FIRST = {"email_verified": None, "auth_plugin": None, "blocked": False, "block_reason": None}

# Each example takes as long as several of the others.
a_part = settings(max_examples=settings.default.max_examples // 4)

names = st.sampled_from(NAMES)
quotas = st.sampled_from([-1, 0, 1024, 50 * 1024**3])
passwords = st.sampled_from(["simulated-first", "simulated-second"])
reasons = st.sampled_from(["Spam", "More spam"])
plugins = st.sampled_from(["peertube-plugin-auth-ldap", "peertube-plugin-auth-saml2"])
roles = st.sampled_from(["user", "moderator", "administrator"])


@st.composite
def states(draw: st.DrawFn, name: str) -> dict[str, Any]:
    blocked = draw(st.booleans())
    return {
        "email": f"{name}@example.com",
        "role": draw(roles),
        "video_quota": draw(quotas),
        "video_quota_daily": draw(quotas),
        "bypass_auto_block": draw(st.booleans()),
        "email_verified": draw(st.booleans() | st.none()),
        "auth_plugin": draw(plugins | st.none()),
        "blocked": blocked,
        "block_reason": draw(reasons | st.none()) if blocked else None,
    }


@st.composite
def options(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """What a task says of a user, which is enough to create them."""
    optional = {
        "role": roles,
        "video_quota": quotas.map(str),
        "video_quota_daily": st.sampled_from(["unlimited", "50GB", "1024"]),
        "bypass_auto_block": st.booleans(),
        "email_verified": st.booleans(),
        "auth_plugin": plugins | st.just(""),
        "update_password": st.sampled_from(["always", "on_create"]),
        "state": st.sampled_from(["present", "present", "absent"]),
    }
    wanted = draw(st.fixed_dictionaries({}, optional=optional))
    if draw(st.booleans()):
        wanted["blocked"] = draw(st.booleans())
        if wanted["blocked"] and draw(st.booleans()):
            wanted["block_reason"] = draw(reasons | st.just(""))
    email = draw(st.sampled_from([f"{name}@example.com", f"{name.upper()}@example.com", f"{name}.l@example.com"]))
    return {"name": name, "email": email, "user_password": draw(passwords), **wanted}


def filled(wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: wanted.get(name, option.get("default")) for name, option in OPTIONS.items()}


@a_part
@given(st.data())
def test_after_what_was_planned_nothing_is_due(data: st.DataObject) -> None:
    wish = wish_of(filled(data.draw(options("ada"))))
    state = data.draw(st.none() | states("ada"))
    after = None if state is None else dict(state)
    for plan in plans_of(wish, state):
        if plan.action == "delete":
            after = None
        elif plan.due:
            after = {**(after or FIRST), **plan.send}
    assert [plan for plan in plans_of(wish, after) if plan.due] == []


@a_part
@given(st.data())
def test_what_was_not_asked_for_is_never_sent(data: st.DataObject) -> None:
    wanted = data.draw(options("ada"))
    for plan in plans_of(wish_of(filled(wanted)), data.draw(states("ada"))):
        # With a block goes its reason, and an update deletes nobody.
        assert plan.action == "delete" or set(plan.send) <= {*wanted, "block_reason"}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_second_run_sends_nothing_that_changes_something(simulator: Simulator, data: st.DataObject) -> None:
    simulator.reset("accounts", "tokens")
    simulator.configure(login_limit=0, api_limit=0)
    login = {"url": simulator.url, "username": ROOT, "password": ROOT_PASSWORD}
    before, wanted = ([data.draw(options(name)) for name in data.draw(st.sets(names))] for _time in range(2))
    assert not run_in_process(peertube_users.MODULE, {**login, "users": [{**one} for one in before]}, False).get(
        "failed"
    )
    # A name that was deleted cannot be had again.
    gone = {one["name"] for one in before if one.get("state") == "absent"}
    users = [one for one in wanted if one["name"] not in gone]
    checked, done, again = (
        run_in_process(peertube_users.MODULE, {**login, "users": [{**one} for one in users]}, check_mode)
        for check_mode in (True, False, False)
    )
    assert (checked["changed"], checked["diff"]) == (done["changed"], done["diff"])
    assert (again["changed"], again["users"]) == (False, done["users"])
    assert not simulator.tokens()
