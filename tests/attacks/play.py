# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Any

from ansible_collections.peertube.peertube.plugins.module_utils._base.clock import Clock
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from attacks.processes import Order
from harness.sessions import SessionTasks, log_in
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

DAY = 86400


class Play(SessionTasks):
    """Orders for tasks of root at one simulator with one session file, and the states that they can find."""

    def __init__(self, simulator: Simulator, path: Path) -> None:
        super().__init__(simulator, Clock(), path)

    # Orders

    def token(self, **options: Any) -> Order:
        """peertube_token; a keyword that is None leaves its option out."""
        credentials = {"username": ROOT, "password": ROOT_PASSWORD}
        return self._order("token", {**credentials, "session_file": str(self.path), **options})

    def logout(self, **options: Any) -> Order:
        return self._order("logout", {"session_file": str(self.path), **options})

    def config(self, **options: Any) -> Order:
        return self._order("config", {"session_file": str(self.path), **options})

    def plugin(self, **options: Any) -> Order:
        return self._order("plugin", {"session_file": str(self.path), **options})

    def _order(self, task: str, options: dict[str, Any]) -> Order:
        names = Order.__dataclass_fields__
        # Without validate_certs no process reads the system's certificates, which takes longer than all the rest.
        arguments = {"url": self.simulator.url, "retries": 0, "validate_certs": False}
        arguments.update({name: value for name, value in options.items() if name not in names})
        arguments = {name: value for name, value in arguments.items() if value is not None}
        return Order(task, arguments, **{name: value for name, value in options.items() if name in names})

    # States. Each forgets the one before, at the simulator too.

    def no_session(self) -> None:
        for path in self.path.parent.iterdir():
            path.unlink()
        self.simulator.reset("tokens", "counters", "log", "faults", "limits")

    def valid(self, checked: float = 3600) -> Session:
        """A session that was opened, and confirmed, so many seconds ago."""
        return self._keep(0, checked)

    def just_checked(self) -> Session:
        """It is trusted without a request for a while."""
        return self.valid(checked=0)

    def expired_access_token(self) -> Session:
        """Its refresh token is good. The machine knows that."""
        session = self._keep(DAY, DAY)
        self.simulator.expire(access=True)
        return session

    def ended_early(self) -> Session:
        """Its access token has expired, its refresh token is good, and nothing on this machine tells."""
        session = self.valid()
        self.simulator.expire(access=True)
        return session

    def expired_pair(self) -> Session:
        session = self._keep(60 * DAY, 60 * DAY)
        self.simulator.expire(access=True, refresh=True)
        return session

    def ended_elsewhere(self) -> Session:
        """Nothing on this machine tells that it is no longer good."""
        session = self.valid()
        self.simulator.revoke_all()
        return session

    def _keep(self, age: float, checked: float) -> Session:
        self.no_session()
        session = log_in(self.simulator, self.clock)
        token = session.token
        moments = ("issued_at", "expires_at", "refresh_token_expires_at", "server_issued_at")
        token = dataclasses.replace(token, **{name: getattr(token, name) - age for name in moments})
        return self.keep(dataclasses.replace(session, token=token, checked_at=time.time() - checked))

    # What came of it

    def alive(self) -> set[str]:
        """The access tokens that the simulator accepts."""
        now = self.simulator.advance(0)
        return {pair["access_token"] for pair in self.simulator.tokens() if pair["access_expires_at"] > now}

    def files(self) -> set[str]:
        return {path.name for path in self.path.parent.iterdir()}
