# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that are run as the administrator."""

from __future__ import annotations

import contextlib
from typing import Any, Iterator

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import peertube_token
from harness.clock import MovableClock
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator


class Administrator:
    """Somebody who is signed in, and runs one module."""

    def __init__(
        self, simulator: Simulator, module: Module, username: str = ROOT, password: str = ROOT_PASSWORD
    ) -> None:
        self.simulator = simulator
        self._module = module
        login = {"url": simulator.url, "username": username, "password": password}
        self.access_token: str = run_in_process(peertube_token.MODULE, login, False)["token"]["access_token"]
        simulator.reset("log")

    def run(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        arguments = {"url": self.simulator.url, "access_token": self.access_token, "retries": 0, **options}
        return run_in_process(self._module, arguments, check_mode)

    def requests(self) -> list[str]:
        """What was sent since the last time."""
        log = self.simulator.log()
        self.simulator.reset("log")
        return [f"{one['method']} {one['path'].replace('/api/v1', '', 1)}" for one in log]

    def writes(self) -> list[str]:
        return [one for one in self.requests() if not one.startswith("GET ")]

    @contextlib.contextmanager
    def sender(self, clock: MovableClock | None = None) -> Iterator[Sender]:
        """What the files below the modules work with."""
        http = Http(Connection(self.simulator.url), clock=clock)
        try:
            yield Sender(http, self.access_token)
        finally:
            http.close()
