# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who asks a running simulator for things, signed in as root."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from simulator import accounts
from simulator.control import Simulator

from contract.replay import FORM, JSON

API = "/api/v1"


class Administrator:
    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.token = self.log_in(accounts.ROOT, accounts.ROOT_PASSWORD)

    def log_in(self, username: str, password: str = accounts.PASSWORD) -> str:
        """A new session's access token."""
        form = {**self.simulator.client(), "grant_type": "password", "username": username, "password": password}
        _status, answer = self.ask("POST", f"{API}/users/token", urlencode(form).encode(), FORM, token="")
        return str(json.loads(answer)["access_token"])

    def ask(
        self, method: str, path: str, body: bytes | None = None, content_type: str = JSON, *, token: str | None = None
    ) -> tuple[int, bytes]:
        """Status and body of any path, as root or whose token is given; an empty token is nobody's."""
        connection = http.client.HTTPConnection(urlsplit(self.simulator.url).netloc, timeout=10)
        token = self.token if token is None else token
        headers = {"Content-Type": content_type, **({"Authorization": f"Bearer {token}"} if token else {})}
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def send(self, method: str, path: str, fields: Any = None, *, token: str | None = None) -> tuple[int, Any]:
        """Status and document of a path below /api/v1."""
        body = None if fields is None else json.dumps(fields).encode()
        status, answer = self.ask(method, f"{API}{path}", body, token=token)
        return status, json.loads(answer) if answer else None
