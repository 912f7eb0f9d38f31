# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Send the requests of recorded facts to a simulator, in order, and keep what it answers.

A fact has a `name`, the `request`, the recorded `response`, and may have steps to take `before` and a name under which
to `save` the answer, for what depends on the run: later facts name it in braces, `/users/{ada.user.id}`.

A request has `method`, `path` (below /api/v1), and may have `authorization`, `host`, `headers`, and one body: `form`;
`json`, in which `set` and `unset` change the values at dotted paths; or `multipart`, in which a file is
`{"png": [width, height]}` or `{"text": ...}`.

In a response `body` is a shape (field names with JSON types, "any" where nothing is known; a list shows its first
element), `literals` are values by dotted path, `empty` means no body, and a header whose value depended on the run is
null. `content_type` or `headers` that are absent were not recorded.
"""

from __future__ import annotations

import copy
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

from contract.pictures import multipart

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
API_LIMIT = 50


@dataclass(frozen=True)
class Answer:
    status: int
    # Names in lower case.
    headers: dict[str, str]
    body: bytes

    def document(self) -> Any:
        return json.loads(self.body)


def replay(facts: list[dict[str, Any]], flavour: str, **options: Any) -> dict[str, Answer]:
    """The answer of a simulator, started with `options`, to each fact, by the fact's name."""
    with Simulator.start(flavour=flavour, **options) as simulator:
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
            "host": self._host,
            "client": simulator.client(),
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
        elif step == "send":
            save = options.pop("save")
            self._known[save] = self._send(**options).document()
        elif step == "account":
            self._simulator.account(**options)
        elif step == "configure":
            self._simulator.configure(**options)
        elif step == "advance":
            self._simulator.advance(options["seconds"])
        elif step == "use_up_api_limit":
            for _request in range(API_LIMIT):
                self._send("GET", "/config")
        else:
            raise ValueError(step)

    def _log_in(self, username: str, save: str, password: str | None = None) -> None:
        credentials = {"username": username, "password": password or self._known["password"][username]}
        form = {**self._known["client"], "grant_type": "password", **credentials}
        # An administrator's session passes the limit on logins.
        admin = self._known.get("admin")
        authorized = {"authorization": f"Bearer {admin['access_token']}"} if admin else {}
        self._known[save] = self._send("POST", "/users/token", form=form, **authorized).document()

    def _send(self, method: str, path: str, **parts: Any) -> Answer:
        headers = {"Host": parts.get("host", self._host), **parts.get("headers", {})}
        if "authorization" in parts:
            headers["Authorization"] = parts["authorization"]
        content, content_type = body_of(parts)
        if content_type:
            headers["Content-Type"] = content_type
        self._connection.request(method, f"/api/v1{path}", content, headers)
        response = self._connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, response.read())

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._filled(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._filled(one) for one in value]
        if isinstance(value, str):
            whole = re.fullmatch(r"\{(\w+)\}", value)
            if whole and isinstance(self._known.get(whole.group(1)), dict):
                return self._known[whole.group(1)]
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


def body_of(parts: dict[str, Any]) -> tuple[bytes | None, str | None]:
    """The body of a request and its content type."""
    if "form" in parts:
        return urlencode(parts["form"]).encode(), FORM
    if "json" in parts:
        return json.dumps(changed(parts["json"], parts.get("set", {}), parts.get("unset", []))).encode(), JSON
    if "multipart" in parts:
        return multipart(parts["multipart"])
    return None, None


def changed(document: Any, values: dict[str, Any], gone: list[str]) -> Any:
    """A copy of the document with `values` by dotted path, and without the paths in `gone`."""
    document = copy.deepcopy(document)
    for path, value in values.items():
        holder, name = _holder(document, path)
        holder[name] = value
    for path in gone:
        holder, name = _holder(document, path)
        del holder[name]
    return document


def _holder(document: Any, path: str) -> tuple[Any, str]:
    *above, name = path.split(".")
    for key in above:
        document = document[key]
    return document, name
