# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Send the requests of recorded facts to a simulator, in order, and keep what it answers.

A fact has a `name`, the `request`, the recorded `response`, and may have steps to take `before` and a name under which
to `save` the answer. In a response a body is a shape (field names with JSON types), `literals` are values by path, and
a header whose value depended on the run is null.
"""

from __future__ import annotations

import http.client
import json
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyotp
from simulator import accounts
from simulator.control import Simulator

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
API_LIMIT = 50


@dataclass(frozen=True)
class Answer:
    status: int
    # Names in lower case.
    headers: dict[str, str]
    body: bytes

    def document(self) -> Any:
        return json.loads(self.body)


def replay(facts: list[dict[str, Any]], flavour: str) -> dict[str, Answer]:
    """The simulator's answer to each fact, by the fact's name."""
    with Simulator.start(flavour=flavour) as simulator:
        conversation = Conversation(simulator)
        return {fact["name"]: conversation.ask(fact) for fact in facts}


class Conversation:
    """What earlier answers left behind: later requests name it in braces, `{admin.access_token}`."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        address = urlsplit(simulator.url)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port)
        self._host = f"localhost:{address.port}"
        simulator.configure(webserver=self._host)
        passwords = {account["username"]: accounts.PASSWORD for account in accounts.default_accounts()}
        self._known: dict[str, Any] = {
            "address": address.netloc,
            "password": {**passwords, accounts.ROOT: accounts.ROOT_PASSWORD},
            "seed": accounts.TWO_FACTOR_SEED,
        }

    def ask(self, fact: dict[str, Any]) -> Answer:
        for step in fact.get("before", []):
            self._prepare(**self._filled(step))
        answer = self._send(**self._filled(fact["request"]))
        if "save" in fact:
            self._known[fact["save"]] = answer.document()
        return answer

    def _prepare(self, step: str, **options: Any) -> None:
        if step == "log_in":
            self._log_in(**options)
        elif step == "account":
            self._simulator.account(**options)
        elif step == "advance":
            self._simulator.advance(options["seconds"])
        elif step == "use_up_api_limit":
            for _request in range(API_LIMIT):
                self._send("GET", "/config")
        else:
            raise ValueError(step)

    def _log_in(self, username: str, save: str) -> None:
        form = {"grant_type": "password", "username": username, "password": self._known["password"][username]}
        authorization = f"Bearer {self._known['admin']['access_token']}"
        answer = self._send("POST", "/users/token", form={**self._known["client"], **form}, authorization=authorization)
        self._known[save] = answer.document()

    def _send(self, method: str, path: str, **parts: Any) -> Answer:
        headers = {"Host": parts.get("host", self._host), **parts.get("headers", {})}
        if "authorization" in parts:
            headers["Authorization"] = parts["authorization"]
        content = None
        if "form" in parts:
            content, headers = urlencode(parts["form"]), {**headers, **FORM}
        elif "json" in parts:
            content, headers = json.dumps(parts["json"]), {**headers, "Content-Type": "application/json"}
        self._connection.request(method, f"/api/v1{path}", content, headers)
        response = self._connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, response.read())

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._filled(one) for name, one in value.items()}
        if isinstance(value, str):
            return re.sub(r"\{([\w.]+)\}", lambda found: str(self._look_up(found.group(1))), value)
        return value

    def _look_up(self, path: str) -> Any:
        if path == "otp":
            now = datetime.fromtimestamp(self._simulator.advance(0), timezone.utc)
            return pyotp.TOTP(accounts.TWO_FACTOR_SEED).at(now)
        found = self._known
        for key in path.split("."):
            found = found[int(key)] if isinstance(found, list) else found[key]
        return found
