# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import json
from typing import Any, Mapping

from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._declare import fields, units
from ansible_collections.peertube.peertube.plugins.module_utils._declare.diff import diff
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import Decide, ensure
from ansible_collections.peertube.peertube.plugins.module_utils._declare.plan import plan_all, removal
from hypothesis import given
from hypothesis import strategies as st
from unit.resource_in_memory import ResourceInMemory, reply_lost, request_lost, somebody_was_faster

FIELDS = (
    fields.plain("level", nullable=True),
    fields.text("description", nullable=True),
    fields.casefold("email"),
    fields.size("quota"),
    fields.set_of("words", str.lower),
    fields.tree("config"),
    fields.secret("token"),
    fields.tree("settings", secret=True),
    fields.plain("channel", create_only=True),
)
SECRET_SIGNS = "\u03b1\u03b2\u03b3\u03b4"

few = st.integers(0, 2) | st.booleans()
words = st.text("aAb ", max_size=3)
secrets = st.text(SECRET_SIGNS, min_size=1, max_size=8)
leaves = few | words | st.none() | st.lists(few, max_size=2)


def trees(leaf: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    branches = st.recursive(
        leaf, lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, max_size=2), max_leaves=4
    )
    return st.dictionaries(st.sampled_from("xyz"), branches, max_size=3)


values: Mapping[str, st.SearchStrategy[Any]] = {
    "level": few | st.none(),
    "description": words | st.none(),
    "email": words,
    "quota": st.integers(-1, 5000) | st.sampled_from(["1KB", "unlimited", "2 mb"]),
    "words": st.lists(words, max_size=3),
    "config": trees(leaves),
    "token": secrets,
    "settings": trees(secrets | st.lists(secrets)),
    "channel": words,
}
names = st.sampled_from(["ada", "bob", "carl", "dora", "eve"])
options = st.fixed_dictionaries({}, optional=values)
wanted_ones = options.map(lambda some: fields.given(FIELDS, some, nulls=tuple(some)))
held = st.dictionaries(names, wanted_ones, max_size=5)
wishes = st.dictionaries(names, st.none() | wanted_ones, max_size=5)
kept = st.sets(names)
purges = st.sampled_from([None, removal(FIELDS)])


def deciding(wanted: Any, purge: Any = None, keep: Any = (), limit: int | None = None) -> Decide:
    return lambda states: plan_all(FIELDS, states, wanted, purge=purge, keep=keep, limit=limit)


@given(held, wishes, purges, kept, st.booleans())
def test_what_was_applied_needs_nothing_more(states, wanted, purge, keep, answers) -> None:
    resource = ResourceInMemory(states, answers=answers)
    decide = deciding(wanted, purge, keep)
    ensure(resource, decide, check_mode=False)
    del resource.journal[:]
    again = ensure(resource, decide, check_mode=False)
    assert not again.changed
    assert resource.journal == ["read"]


@given(held, wishes, purges, kept)
def test_check_mode_plans_and_expects_what_a_run_does(states, wanted, purge, keep) -> None:
    decide = deciding(wanted, purge, keep)
    checked = ensure(ResourceInMemory(states), decide, check_mode=True)
    resource = ResourceInMemory(states)
    assert ensure(resource, decide, check_mode=False) == checked
    assert resource.states == checked.states


@given(held, wishes)
def test_check_mode_writes_nothing(states, wanted) -> None:
    resource = ResourceInMemory(states)
    ensure(resource, deciding(wanted), check_mode=True)
    assert resource.journal == ["read"]
    assert resource.states == states


@given(held, wishes)
def test_what_was_not_given_never_changes(states, wanted) -> None:
    resource = ResourceInMemory(states)
    ensure(resource, deciding(wanted), check_mode=False)
    for key, state in states.items():
        if key not in wanted:
            assert resource.states[key] == state
        elif wanted[key] is not None:
            untouched = {name: value for name, value in state.items() if name not in wanted[key]}
            assert {name: resource.states[key][name] for name in untouched} == untouched


@given(trees(leaves), trees(leaves))
def test_the_leaves_of_a_tree_that_were_not_given_never_change(present, wanted) -> None:
    resource = ResourceInMemory({"ada": {"config": present}})
    ensure(resource, deciding({"ada": {"config": wanted}}), check_mode=False)
    after = leaves_of(resource.states["ada"]["config"])
    given_paths = leaves_of(wanted)
    for path, value in leaves_of(present).items():
        if not any(path[: len(one)] == one or one[: len(path)] == path for one in given_paths):
            assert after[path] == value


def leaves_of(tree: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    if not isinstance(tree, dict):
        return {path: tree}
    return {key: value for name, inner in tree.items() for key, value in leaves_of(inner, (*path, name)).items()}


@given(held, wishes, purges)
def test_no_part_of_a_secret_is_shown(states, wanted, purge) -> None:
    outcome = ensure(ResourceInMemory(states), deciding(wanted, purge), check_mode=True)
    results = [fields.shown(FIELDS, state) for state in outcome.states.values()]
    texts = json.dumps([diff("user", outcome.plans), outcome.actions, results], ensure_ascii=False) + repr(outcome)
    assert not set(SECRET_SIGNS) & set(texts)


@given(held, wishes, purges)
def test_a_diff_shows_a_difference_where_there_is_something_to_do(states, wanted, purge) -> None:
    outcome = ensure(ResourceInMemory(states), deciding(wanted, purge), check_mode=True)
    shown = diff("user", outcome.plans)
    assert (shown["before"] != shown["after"]) == outcome.changed


@given(held, wishes, kept, st.integers(0, 3))
def test_a_purge_removes_nothing_that_is_kept_and_nothing_beyond_the_limit(states, wanted, keep, limit) -> None:
    resource = ResourceInMemory(states)
    surplus = set(states) - set(wanted) - keep
    try:
        ensure(resource, deciding(wanted, removal(FIELDS), keep, limit), check_mode=False)
    except PeerTubeError:
        assert len(surplus) > limit
        assert resource.states == states
    else:
        assert len(surplus) <= limit
        assert set(states) - set(resource.states) == surplus | {key for key in states if wanted.get(key, 1) is None}


lost = st.sampled_from([request_lost, reply_lost])
any_faults = st.lists(st.none() | lost | (st.none() | wanted_ones).map(somebody_was_faster), max_size=8)


@given(held, wishes, purges, st.integers(0, 4), lost, st.booleans())
def test_one_loss_is_made_good(states, wanted, purge, undisturbed, loss, answers) -> None:
    resource = ResourceInMemory(states, [None] * undisturbed + [loss], answers)
    decide = deciding(wanted, purge)
    expected = ensure(ResourceInMemory(states), decide, check_mode=True)
    outcome = ensure(resource, decide, check_mode=False)
    assert outcome.states == resource.states == expected.states
    assert outcome.actions == expected.actions


@given(held, wishes, any_faults, st.booleans())
def test_losses_and_other_writers_end_as_wanted_or_in_an_error_after_which_one_can_go_on(
    states, wanted, faults, answers
) -> None:
    resource = ResourceInMemory(states, faults, answers)
    decide = deciding(wanted)
    with contextlib.suppress(PeerTubeError):
        outcome = ensure(resource, decide, check_mode=False)
        assert outcome.states == resource.states
        assert not [one for one in decide(resource.states) if one.due]
    ensure(ResourceInMemory(resource.states), decide, check_mode=False)


@given(held, wishes, any_faults)
def test_nothing_is_written_more_than_twice(states, wanted, faults) -> None:
    resource = ResourceInMemory(states, faults)
    with contextlib.suppress(PeerTubeError):
        ensure(resource, deciding(wanted), check_mode=False)
    assert all(resource.journal.count(step) <= 2 for step in resource.journal if step != "read")


@given(st.integers(-1, 2**53 - 1))
def test_a_size_that_is_shown_is_read_as_the_same(amount) -> None:
    assert units.size("quota", units.size_text(amount)) == amount
    assert units.size("quota", str(units.size_text(amount))) == amount


@given(st.integers(0, 2**53 - 1))
def test_a_duration_that_is_shown_is_read_as_the_same(amount) -> None:
    assert units.duration("expiration", units.duration_text(amount)) == amount


@given(st.text() | st.from_regex(r"[0-9]{1,20} ?[KMGTB]{0,2}s?", fullmatch=True))
def test_any_text_is_a_size_or_a_mistake_in_the_option(text) -> None:
    try:
        amount = units.size("quota", text)
    except PeerTubeError as error:
        amount = -1 if error.code == "invalid_option" else -2
    assert amount >= -1
