# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.peertube.peertube.plugins.module_utils._session.end import Ended
from harness.sessions import credentials
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from simulator.accounts import ALICE

from .machine import Sessions
from .world import World

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from simulator.control import Simulator

# A step takes about ten milliseconds: several requests to the simulator.
STEPS = 30
FEWER_EXAMPLES = 3


def test_no_order_of_events_breaks_a_session(running_simulator: Simulator, request: pytest.FixtureRequest) -> None:
    Sessions.examples = Sessions.steps = 0
    examples = settings().max_examples // FEWER_EXAMPLES
    # Finding a shorter way to a failure takes minutes; the profile that takes long does so.
    shorten = () if settings().derandomize else (Phase.shrink,)
    profile = settings(max_examples=examples, stateful_step_count=STEPS, phases=(Phase.generate, *shorten))
    try:
        run_state_machine_as_test(lambda: Sessions(running_simulator), settings=profile)
    finally:
        request.node.user_properties += [("examples", Sessions.examples), ("steps", Sessions.steps)]


# Ways to a failure that were found, and are long in coming by chance.


def test_a_lost_revocation_with_an_expired_access_token_does_not_leave_the_session_open(
    simulator: Simulator, tmp_path: Path
) -> None:
    """The expiry that is known is wrong: the instance now grants less, or a clock was set."""
    world = World(simulator, tmp_path)
    world.obtain(ALICE, None, False, username=ALICE, credentials=credentials(ALICE))
    simulator.expire(access=True)
    lost = {"path": "/users/revoke-token", "action": "close", "stage": "before"}
    run = world.end(ALICE, None, "current", lost, False)
    assert isinstance(run.result, Ended)
    assert not world.alive()


def test_a_login_after_a_refused_refresh_ends_what_the_old_access_token_still_opens(
    simulator: Simulator, tmp_path: Path
) -> None:
    """It is renewed early, for it has less than min_validity left, and its refresh token is not good any more."""
    world = World(simulator, tmp_path)
    wanted = {"username": ALICE, "credentials": credentials(ALICE)}
    world.obtain(ALICE, None, False, **wanted)
    replaced = world.session_of(world.tasks(ALICE).kept())
    simulator.expire(access=False, refresh=True)
    run = world.obtain(ALICE, None, False, min_validity=2 * 86400, **wanted)
    assert not world.alive(replaced), [entry["path"] for entry in run.asked]
