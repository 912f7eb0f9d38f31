# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs what is below peertube_token and peertube_logout in this process, with any clock, at a simulator."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Callable, Iterator

from ansible_collections.peertube.peertube.plugins.module_utils._api.instance import Instance
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import Credentials, OAuthClient, Token
from ansible_collections.peertube.peertube.plugins.module_utils._base.clock import Clock
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection
from ansible_collections.peertube.peertube.plugins.module_utils._session.end import Ended, EndSession
from ansible_collections.peertube.peertube.plugins.module_utils._session.file import SessionFile
from ansible_collections.peertube.peertube.plugins.module_utils._session.format import dump
from ansible_collections.peertube.peertube.plugins.module_utils._session.no_file import NoSessionFile
from ansible_collections.peertube.peertube.plugins.module_utils._session.obtain import ObtainSession, Outcome, Wanted
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from simulator.accounts import PASSWORD, ROOT, ROOT_PASSWORD

if TYPE_CHECKING:
    from simulator.control import Simulator

LOCK_TIMEOUT = 60.0

# The requests of the tables, as requests_to() writes them.
CLIENT = "GET /oauth-clients/local"
WHO_AM_I = "GET /users/me"
LOGIN = "POST /users/token password"
REFRESH = "POST /users/token refresh_token"
REVOKE = "POST /users/revoke-token"


def instance_at(simulator: Simulator, clock: Clock, warn: Callable[[str], None] = print, **options: Any) -> Instance:
    return Instance(Http(Connection(simulator.url, validate_certs=False, **options), (), warn, clock))


def session_file_at(simulator: Simulator, clock: Clock, path: Any) -> SessionFile:
    return SessionFile(str(path), simulator.url, clock, LOCK_TIMEOUT)


def credentials(username: str) -> Credentials:
    return Credentials(username, ROOT_PASSWORD if username == ROOT else PASSWORD)


AS_ROOT = credentials(ROOT)


def log_in(simulator: Simulator, clock: Clock, username: str = ROOT) -> Session:
    """A session that nothing but the test knows of. The counters and the log do not show it."""
    client = OAuthClient(**simulator.client())
    token = instance_at(simulator, clock).login(client, credentials(username), None)
    simulator.reset("log", "counters")
    return Session(token, username, client=client, checked_at=token.issued_at)


def given(session: Session, access_token: bool = True, refresh_token: bool = True) -> Session:
    """The session as it comes in options: tokens, and nothing else known of it."""
    token = session.token
    return Session(Token(token.access_token if access_token else None, token.refresh_token if refresh_token else None))


def requests_to(simulator: Simulator) -> list[str]:
    asked = []
    for entry in simulator.log():
        path = entry["path"].replace("/api/v1", "", 1)
        asked.append(" ".join(filter(None, (entry["method"], path, entry["grant_type"]))))
    return asked


def access_tokens(simulator: Simulator) -> set[str]:
    """Those that the instance knows, also the ones that have expired."""
    return {pair["access_token"] for pair in simulator.tokens()}


class SessionTasks:
    """Tasks that share a clock and a session file, or none. options: of the connection."""

    def __init__(self, simulator: Simulator, clock: Clock, path: Any = None, **options: Any) -> None:
        self.simulator = simulator
        self.clock = clock
        self.path = path
        self.options = options
        self.warnings: list[str] = []

    def obtain(self, check_mode: bool = False, **wanted: Any) -> Outcome:
        """peertube_token, as root if nothing else is wanted."""
        wanted = {"credentials": AS_ROOT, "username": ROOT, **wanted}
        with self._instance() as instance:
            return ObtainSession(Wanted(**wanted), instance, self.store(), self.warnings.append, check_mode).run()

    def end(self, session: Session | None = None, sessions: str = "current", check_mode: bool = False) -> Ended:
        """peertube_logout, of a session that is given or of the one in the file."""
        with self._instance() as instance:
            return EndSession(session, instance, self.store(), None, check_mode).run(sessions)

    def store(self) -> SessionFile | NoSessionFile:
        return NoSessionFile() if self.path is None else session_file_at(self.simulator, self.clock, self.path)

    def keep(self, session: Session) -> Session:
        store = self.store()
        with store.locked():
            store.write(session)
        return session

    def put(self, session: Session) -> None:
        """As a process does that does not know the lock."""
        self.path.write_bytes(dump(session, self.simulator.url))

    def kept(self) -> Session | None:
        return self.store().read()

    @contextlib.contextmanager
    def _instance(self) -> Iterator[Instance]:
        instance = instance_at(self.simulator, self.clock, self.warnings.append, **self.options)
        try:
            yield instance
        finally:
            instance.http.close()
