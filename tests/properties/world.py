# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One machine with a session file a user, one instance, and all that can be known of both.

What a task left behind is checked here after every run, whatever the run was: what was asked of the instance, and what
is in the files.
"""

from __future__ import annotations

import dataclasses
import os
import signal
from pathlib import Path
from typing import Any, Callable

from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.end import Ended
from ansible_collections.peertube.peertube.plugins.module_utils._session.obtain import Outcome
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from harness.clock import MovableClock
from harness.sessions import SessionTasks
from simulator.control import Simulator

# Seconds after which a process that was to be killed has missed its appointment.
PATIENCE = 20


@dataclasses.dataclass(frozen=True)
class Run:
    """What a run of a task came to. asked: the requests, as the simulator logs them."""

    result: Outcome | Ended | PeerTubeError | None
    asked: list[dict[str, Any]]
    warnings: list[str]
    before: Session | None
    after: Session | None


class World:
    def __init__(self, simulator: Simulator, directory: Path) -> None:
        simulator.reset()
        simulator.configure(flavour="8.2", api_limit=0, login_limit=0)
        self.simulator = simulator
        self.directory = directory
        self.clock = MovableClock()
        # What one machine sleeps passes everywhere.
        self.clock.on_sleep = simulator.advance
        # How often the clock of the machine was set, and how often it had been when a token was first seen.
        self.settings = 0
        self.seen_at: dict[str, int] = {}
        self.pairs: dict[str, dict[str, Any]] = {}
        # Sessions that go on under a token that nobody got to know.
        self.lost: set[int] = set()
        self._used_up: set[str] = set()

    def path(self, user: str) -> Path:
        return self.directory / f"{user}.json"

    def tasks(self, user: str | None) -> SessionTasks:
        return SessionTasks(self.simulator, self.clock, None if user is None else self.path(user))

    def obtain(self, user: str | None, fault: dict[str, Any] | None, check_mode: bool, **wanted: Any) -> Run:
        """peertube_token with the session file of a user, or with none."""
        return self._perform(user, lambda tasks: tasks.obtain(check_mode, **wanted), fault, check_mode)

    def end(
        self, user: str | None, given: Session | None, sessions: str, fault: dict[str, Any] | None, check_mode: bool
    ) -> Run:
        """peertube_logout with the session file of a user, or with tokens."""
        return self._perform(user, lambda tasks: tasks.end(given, sessions, check_mode), fault, check_mode)

    def obtain_and_die(self, user: str, at: str, **wanted: Any) -> Run:
        """peertube_token in a process that is killed when the instance has carried out a request, before it answers."""
        self.simulator.reset("log")
        known, before = self._look(), self.tasks(user).kept()
        self.simulator.hold(path=at, stage="after")
        _kill_when(lambda: self.tasks(user).obtain(**wanted), lambda: bool(self.simulator.wait_held(0, 0.02)))
        asked = self.simulator.log()
        self.simulator.reset("faults")
        run = Run(None, asked, [], before, self.tasks(user).kept())
        self._check_refreshes(asked, {id(asked[-1])} if asked else set(), known)
        self._check_file(user, run, known)
        return run

    def alive(self, session: int | None = None, user: str | None = None) -> set[int]:
        """The sessions that the instance would still take a token of; only that one, or those of a user."""
        now = self.simulator.advance(0)
        return {
            pair["session"]
            for pair in self.simulator.tokens()
            if max(pair["access_expires_at"], pair["refresh_expires_at"]) >= now
            and session in (None, pair["session"])
            and user in (None, pair["username"])
        }

    def session_of(self, session: Session | None) -> int | None:
        """The number that the instance knows a session by."""
        tokens = () if session is None else (session.token.access_token, session.token.refresh_token)
        return next((pair["session"] for pair in self.pairs.values() if pair["access_token"] in tokens
                     or pair["refresh_token"] in tokens), None)  # fmt: skip

    def _perform(
        self, user: str | None, task: Callable[[SessionTasks], Any], fault: dict[str, Any] | None, check_mode: bool
    ) -> Run:
        tasks = self.tasks(user)
        known, before, files = self._look(), tasks.kept(), self._files()
        self.simulator.reset("log")
        if fault:
            self.simulator.fault(**fault)
        try:
            result = task(tasks)
        except PeerTubeError as error:
            result = error
        self.simulator.reset("faults")
        run = Run(result, self.simulator.log(), tasks.warnings, before, tasks.kept())
        undelivered = {id(entry) for entry in run.asked if entry["status"] not in (200, 400, 401)}
        self._check_refreshes(run.asked, undelivered, known)
        if user is not None:
            self._check_file(user, run, known)
        if check_mode:
            assert {entry["method"] for entry in run.asked} <= {"GET"}
            assert self._files() == files
        return run

    def _look(self) -> set[str]:
        """Get to know every pair, and return the refresh tokens of those that the instance still has."""
        pairs = self.simulator.tokens()
        for pair in pairs:
            self.pairs[pair["access_token"]] = pair
            self.seen_at.setdefault(pair["access_token"], self.settings)
        return {pair["refresh_token"] for pair in pairs}

    def _files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.directory.iterdir()}

    def _check_refreshes(self, asked: list[dict[str, Any]], undelivered: set[int], known: set[str]) -> None:
        """No refresh token is sent twice by a run, nor ever again once the answer to it has come."""
        live, sent = self._look(), set()
        for entry in asked:
            refresh_token = entry["refresh_token"]
            if refresh_token is None:
                continue
            assert refresh_token not in sent, "a refresh token was sent twice by one run"
            assert refresh_token not in self._used_up, "a refresh token was sent that had been used up"
            sent.add(refresh_token)
            if id(entry) not in undelivered and entry["status"] == 200:
                self._used_up.add(refresh_token)
            elif id(entry) in undelivered and refresh_token in known - live:
                self.lost |= {p["session"] for p in self.pairs.values() if p["refresh_token"] == refresh_token}

    def _check_file(self, user: str, run: Run, known: set[str]) -> None:
        """A file holds the old or a new session of its user, whole, and for nobody else to read."""
        if run.after is None:
            return
        assert self.path(user).stat().st_mode & 0o777 == 0o600
        token = run.after.token
        pair = self.pairs.get(token.access_token or "")
        if run.before is None or token != run.before.token:
            assert token.refresh_token not in known, "neither the old nor a new session"
            # One that was opened and ended within the run.
            assert pair is not None or {token.access_token, token.refresh_token} <= set(self.simulator.issued())
        if pair is not None:
            assert (pair["username"], pair["refresh_token"]) == (user, token.refresh_token)


def _kill_when(task: Callable[[], Any], is_time: Callable[[], bool]) -> None:
    """Run a task in a process of its own and kill it at a moment, if it comes to it."""
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(PATIENCE)
            task()
        finally:
            os._exit(0)
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if is_time():
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return
