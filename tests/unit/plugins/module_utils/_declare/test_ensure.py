# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
from typing import Any, Iterator, Mapping

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._declare import fields
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import Decide, Outcome, ensure
from ansible_collections.peertube.peertube.plugins.module_utils._declare.plan import Plan, plan, plan_all
from unit.resource_in_memory import (
    ResourceInMemory,
    ignored,
    refused,
    reply_lost,
    request_lost,
    somebody_was_faster,
)

ROLE = [fields.plain("role"), fields.secret("user_password")]
USER, ADMIN = {"role": "user"}, {"role": "admin"}


def deciding(wanted: Mapping[str, Mapping[str, Any] | None]) -> Decide:
    return lambda states: plan_all(ROLE, states, wanted)


def run(resource: ResourceInMemory, wanted: Mapping[str, Mapping[str, Any] | None], **options: Any) -> Outcome:
    return ensure(resource, deciding(wanted), **{"check_mode": False, **options})


def failure(
    resource: ResourceInMemory, wanted: Mapping[str, Mapping[str, Any] | None], **options: Any
) -> PeerTubeError:
    with pytest.raises(PeerTubeError) as caught:
        run(resource, wanted, **options)
    return caught.value


def test_nothing_to_do_costs_one_read() -> None:
    resource = ResourceInMemory({"ada": USER})
    outcome = run(resource, {"ada": USER})
    assert (outcome.changed, outcome.plans, outcome.action) == (False, (), "none")
    assert resource.journal == ["read"]


def test_what_is_due_is_done_in_order_and_read_again() -> None:
    resource = ResourceInMemory({"bob": USER, "carl": USER})
    outcome = run(resource, {"ada": USER, "bob": ADMIN, "carl": None})
    assert resource.journal == ["read", "create ada", "update bob", "delete carl", "read"]
    assert outcome.states == resource.states == {"ada": USER, "bob": ADMIN}
    assert outcome.actions == {"create": ["ada"], "update": ["bob"], "delete": ["carl"]}


def test_an_answer_with_the_new_state_saves_the_second_read() -> None:
    resource = ResourceInMemory({"ada": USER}, answers=True)
    assert run(resource, {"ada": ADMIN}).states == {"ada": ADMIN}
    assert resource.journal == ["read", "update ada"]


def test_check_mode_reads_only_and_tells_what_to_expect() -> None:
    resource = ResourceInMemory({"bob": USER, "carl": USER})
    outcome = run(resource, {"ada": USER, "bob": ADMIN, "carl": None}, check_mode=True)
    assert resource.journal == ["read"]
    assert outcome.changed
    assert outcome.states == {"ada": USER, "bob": ADMIN}


def test_check_mode_expects_the_sum_of_two_plans_for_one() -> None:
    both = [fields.plain("a"), fields.plain("b")]

    def decide(states: Any) -> Iterator[Plan]:
        yield plan(both, "x", states["x"], {"a": 1})
        yield plan(both, "x", states["x"], {"b": 1})

    assert ensure(ResourceInMemory({"x": {"a": 0, "b": 0}}), decide, True).states == {"x": {"a": 1, "b": 1}}


@pytest.mark.parametrize(
    ("wanted", "action"),
    [
        ({"ada": USER}, "create"),
        ({"ada": USER, "eve": USER}, "create"),
        ({"ada": USER, "bob": None}, "update"),
        ({"bob": USER}, "none"),
    ],
)
def test_the_actions_become_one_word(wanted: Any, action: str) -> None:
    assert run(ResourceInMemory({"bob": USER}), wanted, check_mode=True).action == action


def test_the_names_are_listed_by_action() -> None:
    outcome = run(ResourceInMemory({"bob": USER}), {"ada": USER, "eve": USER, "bob": None}, check_mode=True)
    assert outcome.actions == {"create": ["ada", "eve"], "delete": ["bob"]}


class Turn(contextlib.AbstractContextManager):  # type: ignore[type-arg]
    """While this machine waits for it, somebody else writes."""

    def __init__(self, resource: ResourceInMemory, meanwhile: Mapping[str, Any]) -> None:
        self.resource = resource
        self.meanwhile = meanwhile

    def __enter__(self) -> None:
        self.resource.journal.append("turn")
        self.resource.states.update({key: dict(state) for key, state in self.meanwhile.items()})

    def __exit__(self, *_error: object) -> None:
        self.resource.journal.append("end of turn")


def test_a_turn_is_taken_only_where_something_is_to_be_done() -> None:
    resource = ResourceInMemory({"ada": USER})
    run(resource, {"ada": USER}, turn=Turn(resource, {}))
    run(resource, {"ada": ADMIN}, turn=Turn(resource, {}), check_mode=True)
    assert "turn" not in resource.journal


def test_within_a_turn_all_is_read_and_decided_again() -> None:
    resource = ResourceInMemory({"ada": USER})
    outcome = run(resource, {"ada": ADMIN, "bob": USER}, turn=Turn(resource, {"ada": ADMIN}))
    assert resource.journal == ["read", "turn", "read", "create bob", "read", "end of turn"]
    assert outcome.actions == {"create": ["bob"]}


def test_what_somebody_else_did_before_the_turn_is_no_change() -> None:
    resource = ResourceInMemory({"ada": USER})
    assert not run(resource, {"ada": ADMIN}, turn=Turn(resource, {"ada": ADMIN})).changed


def test_a_turn_ends_also_with_an_error() -> None:
    resource = ResourceInMemory({"ada": USER}, [refused])
    failure(resource, {"ada": ADMIN}, turn=Turn(resource, {}))
    assert resource.journal[-1] == "end of turn"


def test_a_creation_whose_reply_was_lost_is_there() -> None:
    resource = ResourceInMemory({}, [reply_lost])
    outcome = run(resource, {"ada": USER})
    assert resource.journal == ["read", "create ada", "read"]
    assert (outcome.changed, outcome.action) == (True, "create")


def test_a_creation_that_was_lost_is_sent_once_more() -> None:
    resource = ResourceInMemory({}, [request_lost])
    assert run(resource, {"ada": USER}).states == {"ada": USER}
    assert resource.journal == ["read", "create ada", "read", "create ada", "read"]


def test_a_creation_that_is_lost_twice_is_an_error() -> None:
    resource = ResourceInMemory({}, [request_lost, request_lost])
    error = failure(resource, {"ada": USER})
    assert (error.code, error.changed) == ("timeout", False)
    assert resource.journal.count("create ada") == 2


def test_a_creation_that_somebody_else_did_alike_is_no_change() -> None:
    resource = ResourceInMemory({}, [somebody_was_faster(USER)])
    outcome = run(resource, {"ada": USER})
    assert (outcome.changed, outcome.states) == (False, {"ada": USER})


def test_a_creation_that_somebody_else_did_otherwise_becomes_a_change() -> None:
    resource = ResourceInMemory({}, [somebody_was_faster(USER)])
    outcome = run(resource, {"ada": ADMIN})
    assert (outcome.action, outcome.states) == ("update", {"ada": ADMIN})


def test_a_name_that_is_taken_by_what_cannot_be_seen_is_the_error_of_the_instance() -> None:
    def taken_for_ever(*_write: object) -> None:
        raise PeerTubeError("conflict", "The name is taken.", status=409)

    resource = ResourceInMemory({}, [taken_for_ever])
    assert failure(resource, {"ada": USER}).sentence == "The name is taken."
    assert resource.journal == ["read", "create ada", "read"]


def test_a_conflict_of_a_change_is_the_error_of_the_instance() -> None:
    def taken(*_write: object) -> None:
        raise PeerTubeError("conflict", "The address is taken.", status=409)

    resource = ResourceInMemory({"ada": USER}, [taken])
    assert failure(resource, {"ada": ADMIN}).code == "conflict"
    assert resource.journal == ["read", "update ada"]


@pytest.mark.parametrize("fault", [request_lost, reply_lost])
@pytest.mark.parametrize("wanted", [ADMIN, None], ids=["change", "deletion"])
def test_a_change_or_deletion_whose_reply_was_lost_converges(fault: Any, wanted: Any) -> None:
    resource = ResourceInMemory({"ada": USER}, [fault])
    outcome = run(resource, {"ada": wanted})
    assert outcome.changed
    assert outcome.states == resource.states == ({} if wanted is None else {"ada": ADMIN})


def test_a_deletion_that_finds_nothing_is_no_change() -> None:
    resource = ResourceInMemory({"ada": USER}, [somebody_was_faster(None)])
    outcome = run(resource, {"ada": None})
    assert (outcome.changed, outcome.states) == (False, {})


def test_what_did_not_take_is_named() -> None:
    error = failure(ResourceInMemory({"ada": USER}, [ignored]), {"ada": {"role": "admin", "user_password": "s3cr3t"}})
    assert error.code == "not_applied"
    assert error.sentence.endswith("not as wanted: role, user_password of ada.")
    assert error.as_result()["changed"] is True


@pytest.mark.parametrize(
    ("wanted", "said"), [({"bob": USER}, "bob is not there."), ({"ada": None}, "ada is still there.")]
)
def test_a_creation_or_deletion_that_did_not_take_is_named(wanted: Any, said: str) -> None:
    assert failure(ResourceInMemory({"ada": USER}, [ignored]), wanted).sentence.endswith(f"not as wanted: {said}")


def test_the_reason_why_something_did_not_take_may_be_known() -> None:
    def remedy(plans: Any) -> str:
        return f"Unset PEERTUBE_{plans[0].names[0].upper()}."

    error = failure(ResourceInMemory({"ada": USER}, [ignored]), {"ada": ADMIN}, remedy=remedy)
    assert error.remedy == "Unset PEERTUBE_ROLE."


def test_what_was_not_written_here_may_change_meanwhile() -> None:
    def somebody_changes_bob(resource: Any, _plan: Plan, effect: Any) -> None:
        effect()
        resource.states["bob"] = dict(USER)

    resource = ResourceInMemory({"ada": USER, "bob": ADMIN}, [somebody_changes_bob])
    assert run(resource, {"ada": ADMIN, "bob": ADMIN}).actions == {"update": ["ada"]}


def test_a_failure_in_the_middle_says_how_far_things_came() -> None:
    resource = ResourceInMemory({"bob": USER, "carl": USER}, [None, refused])
    error = failure(resource, {"ada": USER, "bob": ADMIN, "carl": None})
    assert (error.code, error.changed) == ("forbidden", True)
    assert error.sentence == "An administrator may. Done before: create ada. Not done: update bob, delete carl."


def test_a_failure_of_the_only_one_says_nothing_more() -> None:
    error = failure(ResourceInMemory({"ada": USER}, [refused]), {"ada": ADMIN})
    assert (error.sentence, error.changed) == ("An administrator may.", False)


def test_where_nothing_can_be_read_after_a_lost_reply_it_may_be_done() -> None:
    def instance_goes(resource: Any, _plan: Plan, effect: Any) -> None:
        def unreachable() -> None:
            raise PeerTubeError("unreachable", "It is gone.")

        resource.read = unreachable
        raise PeerTubeError("timeout", "No answer.", reply_lost=True)

    error = failure(ResourceInMemory({}, [None, instance_goes]), {"ada": USER, "bob": USER, "carl": USER})
    assert error.sentence == "It is gone. Done before: create ada. Perhaps done: create bob. Not done: create carl."
    assert error.changed


def test_a_lost_reply_does_not_repeat_what_was_done_before_it() -> None:
    resource = ResourceInMemory({"ada": USER}, [ignored, request_lost])
    error = failure(resource, {"ada": ADMIN, "bob": USER})
    assert resource.journal.count("update ada") == 1
    assert error.code == "not_applied"


def test_an_action_of_its_own_is_an_update_of_what_is_there() -> None:
    resource = ResourceInMemory({"ada": {"blocked": False}})

    def decide(states: Any) -> Iterator[Plan]:
        if not states["ada"]["blocked"]:
            yield Plan("ada", "block", send={"blocked": True})

    outcome = ensure(resource, decide, check_mode=False)
    assert (outcome.action, resource.journal) == ("block", ["read", "block ada", "read"])
