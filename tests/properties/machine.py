# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that can happen to sessions, in any order, and what must be true after each of it."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path
from typing import Any

from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.end import Ended
from ansible_collections.peertube.peertube.plugins.module_utils._session.obtain import Outcome
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from harness.sessions import credentials
from harness.sessions import given as as_options
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from simulator.accounts import ALICE, ROOT
from simulator.control import Simulator
from simulator.state import ACCESS_LIFETIME

from .world import Run, World

HOUR, DAY = 3600, 86400
users = st.sampled_from([ROOT, ALICE])
min_validities = st.sampled_from([0, 300, ACCESS_LIFETIME - 1, ACCESS_LIFETIME + 1])
revalidations = st.sampled_from([0, 0, 60])
requests = st.sampled_from(
    [
        {"path": "/users/token", "grant_type": "password"},
        {"path": "/users/token", "grant_type": "refresh_token"},
        {"path": "/users/revoke-token"},
        {"path": "/users/me"},
        {"path": "/oauth-clients/local"},
        {"path": "/users/*/token-sessions*"},
    ]
)
failures = st.sampled_from([{"action": "reset"}, {"action": "close"}, {"action": "status", "status": 502}])
faults = st.none() | st.builds(
    lambda request, failure, stage, times: {**request, **failure, "stage": stage, "times": times},
    requests,
    failures,
    st.sampled_from(["before", "after"]),
    st.sampled_from([1, 2, 99]),
)
mostly_not = st.sampled_from([False, False, False, True])


@dataclasses.dataclass(frozen=True)
class Confirmed:
    """When the instance last said that a session is valid: by its clock, and after so many settings of ours."""

    at: float
    settings: int


class Sessions(RuleBasedStateMachine):
    steps = 0
    examples = 0

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        type(self).examples += 1
        self._directory = tempfile.TemporaryDirectory()
        self.world = World(simulator, Path(self._directory.name))
        self.confirmed: dict[str, Confirmed] = {}
        # Whose session in the file may have ended since that was confirmed.
        self.disturbed: set[str] = set()
        # Sessions in no file, whose tokens come as options.
        self.given: dict[str, Session] = {}

    def teardown(self) -> None:
        self._directory.cleanup()

    def _step(self) -> None:
        type(self).steps += 1

    @initialize(user=users)
    def somebody_logs_in(self, user: str) -> None:
        self.token(user, None, 300, 60, "auto", True, False, False)

    @rule(
        user=users,
        fault=faults,
        min_validity=min_validities,
        revalidate_after=revalidations,
        grant_type=st.sampled_from(["auto", "auto", "auto", "password", "refresh_token"]),
        with_password=st.sampled_from([True, True, False]),
        force=mostly_not,
        check_mode=mostly_not,
    )
    def token(
        self,
        user: str,
        fault: dict[str, Any] | None,
        min_validity: int,
        revalidate_after: int,
        grant_type: str,
        with_password: bool,
        force: bool,
        check_mode: bool,
    ) -> None:
        self._step()
        wanted = {"min_validity": min_validity, "grant_type": grant_type, "force": force}
        login = credentials(user) if with_password else None
        wanted |= {"username": user, "credentials": login, "revalidate_after": revalidate_after}
        run = self.world.obtain(user, fault, check_mode, **wanted)
        if isinstance(run.result, PeerTubeError):
            assert run.result.code != "internal_error"
            assert fault or login is None or grant_type == "refresh_token", run.result.sentence
            return
        assert isinstance(run.result, Outcome)
        if run.result.session is None:
            assert check_mode
            return
        self._check_token(user, run, run.result.session, min_validity, revalidate_after)
        if not check_mode:
            assert run.after is not None
            assert run.after.token == run.result.session.token
        if run.result.action == "login":
            self._check_replaced(run)
        if run.asked and not check_mode:
            self.confirmed[user] = Confirmed(self.world.simulator.advance(0), self.world.settings)
            self.disturbed.discard(user)

    @rule(
        user=users,
        owner=users,
        fault=faults,
        min_validity=min_validities,
        tokens=st.sampled_from([(True, True), (True, False), (False, True)]),
        with_password=st.booleans(),
        force=mostly_not,
        check_mode=mostly_not,
    )
    def token_from_tokens(
        self,
        user: str,
        owner: str,
        fault: dict[str, Any] | None,
        min_validity: int,
        tokens: tuple[bool, bool],
        with_password: bool,
        force: bool,
        check_mode: bool,
    ) -> None:
        self._step()
        wanted = {"min_validity": min_validity, "force": force, "username": user}
        login = credentials(user) if with_password else None
        kept = self.given.get(owner)
        given = kept and as_options(kept, *tokens)
        run = self.world.obtain(None, fault, check_mode, session=given, credentials=login, **wanted)
        if not check_mode:
            # Whatever came of it: who gives a refresh token as an option has to take what is returned for it.
            self.given.pop(owner, None)
        if isinstance(run.result, PeerTubeError):
            assert run.result.code != "internal_error"
            assert fault or login is None, run.result.sentence
            return
        assert isinstance(run.result, Outcome)
        if run.result.session is not None:
            self._check_token(user, run, run.result.session, 0, 0)
            if run.result.session.token.refresh_token and not check_mode:
                self.given[user] = run.result.session

    @rule(user=users, fault=faults, force=st.booleans())
    def token_with_the_file_of_another(self, user: str, fault: dict[str, Any] | None, force: bool) -> None:
        self._step()
        owner = ALICE if user == ROOT else ROOT
        if self.world.tasks(owner).kept() is None:
            return
        before = self.world.path(owner).read_bytes()
        run = self.world.obtain(owner, fault, False, username=user, credentials=credentials(user), force=force)
        assert isinstance(run.result, PeerTubeError)
        assert self.world.path(owner).read_bytes() == before

    @rule(
        user=users,
        fault=faults,
        sessions=st.sampled_from(["current", "current", "others", "all"]),
        check_mode=mostly_not,
    )
    def logout(self, user: str, fault: dict[str, Any] | None, sessions: str, check_mode: bool) -> None:
        self._step()
        session = self.world.session_of(self.world.tasks(user).kept())
        was_alive = self.world.alive(session) if session else set()
        run = self.world.end(user, None, sessions, fault, check_mode)
        if run.before is None:
            assert isinstance(run.result, Ended)
            assert not run.asked
            return
        if isinstance(run.result, PeerTubeError):
            assert run.result.code == "session_ended" or fault, run.result.sentence
            assert run.after is not None, "a file was removed although the session may be open"
            return
        if check_mode:
            return
        assert isinstance(run.result, Ended)
        assert (run.after is None) == (sessions != "others")
        if sessions == "current" and not fault and session not in self.world.lost:
            assert run.result.revoked == len(was_alive)
        self._check_ended(user, session, sessions, run.result.lost)
        if sessions != "others":
            self.confirmed.pop(user, None)

    @precondition(lambda self: self.given)
    @rule(data=st.data(), fault=faults, tokens=st.sampled_from([(True, True), (False, True)]))
    def logout_with_tokens(self, data: Any, fault: dict[str, Any] | None, tokens: tuple[bool, bool]) -> None:
        self._step()
        user = data.draw(st.sampled_from(sorted(self.given)), "user")
        given = self.given.pop(user)
        session = self.world.session_of(given)
        run = self.world.end(None, as_options(given, *tokens), "current", fault, False)
        if isinstance(run.result, PeerTubeError):
            assert fault, run.result.sentence
            return
        assert isinstance(run.result, Ended)
        # With a refresh token that has expired alone, nothing can be ended or found out.
        if tokens[0] or run.result.revoked:
            self._check_ended(user, session, "current", run.result.lost)

    @rule(
        user=users,
        at=st.sampled_from(["/users/token", "/users/me", "/users/revoke-token", "/oauth-clients/local"]),
        force=st.booleans(),
        min_validity=min_validities,
    )
    def token_by_a_process_that_is_killed(self, user: str, at: str, force: bool, min_validity: int) -> None:
        self._step()
        wanted = {"username": user, "credentials": credentials(user), "force": force, "min_validity": min_validity}
        self.world.obtain_and_die(user, at, **wanted)
        # It may have come as far as being told that the session is valid.
        self.confirmed[user] = Confirmed(self.world.simulator.advance(0), self.world.settings)
        self.disturbed.add(user)

    @rule(seconds=st.sampled_from([1, 59, 61, 299, HOUR, DAY - 300, DAY, 8 * DAY, 29 * DAY]))
    def time_passes(self, seconds: int) -> None:
        self._step()
        self.world.clock.moment += seconds
        self.world.simulator.advance(seconds)
        self.disturbed |= {ROOT, ALICE}

    @rule(seconds=st.sampled_from([-30 * DAY, -DAY, -HOUR, -30, 30, HOUR, DAY, 30 * DAY]))
    def somebody_sets_the_clock(self, seconds: int) -> None:
        self._step()
        self.world.clock.moment += seconds
        self.world.settings += 1

    @rule()
    def others_end_all_sessions(self) -> None:
        self._step()
        self.world.simulator.revoke_all()
        self.disturbed |= {ROOT, ALICE}

    @rule(access=st.booleans(), refresh=st.booleans())
    def the_instance_lets_tokens_expire(self, access: bool, refresh: bool) -> None:
        self._step()
        self.world.simulator.expire(access=access, refresh=refresh)
        self.disturbed |= {ROOT, ALICE}

    def _check_token(self, user: str, run: Run, session: Session, min_validity: int, revalidate_after: int) -> None:
        """A returned token is the user's own, and one that the instance takes; without asking, within the limit."""
        world, access_token = self.world, session.token.access_token or ""
        assert world.pairs[access_token]["username"] == user
        now = world.simulator.advance(0)
        pair = next((pair for pair in world.simulator.tokens() if pair["access_token"] == access_token), None)
        valid = pair is not None and pair["access_expires_at"] >= now
        if run.asked:
            assert valid
        else:
            confirmed = self.confirmed[user]
            assert valid or user in self.disturbed
            assert confirmed.settings != world.settings or now - confirmed.at < revalidate_after + 1
        # It may have waited after it got the token, to end the session that was replaced.
        lives_long_enough = min(min_validity, ACCESS_LIFETIME - 60)
        if pair is not None and valid and world.seen_at[access_token] == world.settings:
            assert pair["access_expires_at"] - now >= lives_long_enough

    def _check_replaced(self, run: Run) -> None:
        """The session that a login replaces does not stay open unseen."""
        session = self.world.session_of(run.before)
        if session is not None and not run.warnings:
            assert not self.world.alive(session)

    def _check_ended(self, user: str, session: int | None, sessions: str, lost: bool) -> None:
        """A logout that is reported as done leaves nothing alive of what it was to end, or says that it may."""
        if sessions == "all":
            assert not self.world.alive(user=user)
        elif sessions == "others":
            assert self.world.alive(user=user) <= {session}
        elif session is not None and not lost:
            assert not self.world.alive(session)
