# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any, Callable, Dict, NamedTuple

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import REMEDIES
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.module_utils._session.otp import code_at
from ansible_collections.peertube.peertube.plugins.modules import peertube_logout, peertube_token
from harness.server import Answers, Request, Server, Wire, answer
from simulator.accounts import (
    ALICE,
    BLOCKED,
    EXTERNAL,
    PASSWORD,
    REJECTED,
    ROOT,
    ROOT_PASSWORD,
    TWO_FACTOR,
    TWO_FACTOR_SEED,
    UNVERIFIED,
    WAITING,
)
from simulator.control import Simulator

Result = Dict[str, Any]
Listen = Callable[..., Server]


def run(task: Module, **arguments: Any) -> dict[str, Any]:
    return run_in_process(task, {"retries": 0, "timeout": 5, **arguments}, check_mode=False)


def log_in(url: str, username: str = ROOT, password: str = ROOT_PASSWORD, **options: Any) -> dict[str, Any]:
    return run(peertube_token.MODULE, url=url, username=username, password=password, **options)


def log_out(url: str, **options: Any) -> dict[str, Any]:
    return run(peertube_logout.MODULE, url=url, **options)


@dataclasses.dataclass
class World:
    """What a row of the table needs to come about."""

    simulator: Simulator
    simulator_6_3: Simulator
    listen: Listen
    tmp_path: Path

    def secrets(self) -> list[str]:
        """All that must not be in a result."""
        pairs = [*self.simulator.tokens(), *self.simulator_6_3.tokens()]
        tokens = [pair[kind] for pair in pairs for kind in ("access_token", "refresh_token")]
        clients = [one.client()["client_secret"] for one in (self.simulator, self.simulator_6_3)]
        return [ROOT_PASSWORD, PASSWORD, TWO_FACTOR_SEED, WRONG, *OTHER_SECRETS, *tokens, *clients]


WRONG = "wrong-password"
OTHER_SECRETS = ["given-client-secret", "given-access-token", "314159"]
GIVEN_CLIENT = {"client_id": "given-client-id", "client_secret": "given-client-secret"}


@pytest.fixture
def world(simulator: Simulator, simulator_6_3: Simulator, listen: Listen, tmp_path: Path) -> World:
    return World(simulator, simulator_6_3, listen, tmp_path)


# How each row comes about


def host_forbidden(world: World) -> Result:
    world.simulator.configure(webserver="video.example.com")
    return log_in(world.simulator.url)


def invalid_client(world: World) -> Result:
    world.simulator.fault(action="echo", code="invalid_client", path="/users/token", times=-1)
    return log_in(world.simulator.url, **GIVEN_CLIENT)


def invalid_grant(world: World) -> Result:
    return log_in(world.simulator.url, password=WRONG)


def invalid_external_auth_token(world: World) -> Result:
    token = "given-access-token"
    return run(peertube_token.MODULE, url=world.simulator.url, username=EXTERNAL, external_auth_token=token)


def missing_two_factor(world: World) -> Result:
    return log_in(world.simulator.url, TWO_FACTOR, PASSWORD)


def missing_two_factor_by_header(world: World) -> Result:
    server = Answers(
        answer(body=json.dumps({"client_id": "a", "client_secret": "b"}).encode()),
        answer("401 Unauthorized", X_PeerTube_OTP="required; app"),
    )
    return log_in(world.listen(server).url())


def invalid_two_factor(world: World) -> Result:
    return log_in(world.simulator.url, TWO_FACTOR, PASSWORD, otp="314159")


def invalid_seed(world: World) -> Result:
    return log_in(world.simulator.url, TWO_FACTOR, PASSWORD, otp_secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")


def account_blocked(world: World) -> Result:
    return log_in(world.simulator.url, BLOCKED, PASSWORD)


def account_blocked_before_7(world: World) -> Result:
    return log_in(world.simulator_6_3.url, BLOCKED, PASSWORD)


def email_not_verified(world: World) -> Result:
    return log_in(world.simulator.url, UNVERIFIED, PASSWORD)


def account_waiting(world: World) -> Result:
    return log_in(world.simulator.url, WAITING, PASSWORD)


def account_rejected(world: World) -> Result:
    return log_in(world.simulator.url, REJECTED, PASSWORD)


def too_long_password(world: World) -> Result:
    world.simulator.account(ROOT, password=WRONG * 10)
    return log_in(world.simulator.url, password=WRONG * 10)


def rate_limited(world: World) -> Result:
    world.simulator.configure(login_limit=1)
    log_in(world.simulator.url, ALICE, PASSWORD)
    return log_in(world.simulator.url, ALICE, PASSWORD)


def session_ended(world: World) -> Result:
    return run(peertube_token.MODULE, url=world.simulator.url, access_token="given-access-token")


def no_session_to_end_others_with(world: World) -> Result:
    return log_out(world.simulator.url, access_token="given-access-token", sessions="others")


def unsupported(world: World) -> Result:
    log_in(world.simulator_6_3.url)
    access_token = world.simulator_6_3.tokens()[0]["access_token"]
    return log_out(world.simulator_6_3.url, access_token=access_token, sessions="all")


def session_file_is_a_directory(world: World) -> Result:
    return log_in(world.simulator.url, session_file=str(world.tmp_path))


def session_file_is_none(world: World) -> Result:
    path = world.tmp_path / "session.json"
    path.write_text("{}")
    path.chmod(0o600)
    return log_out(world.simulator.url, session_file=str(path))


# code, what provokes it, a part of what the message says
TABLE = [
    ("host_forbidden", host_forbidden, "Set host_header"),
    ("invalid_client", invalid_client, "client_id"),
    ("invalid_grant", invalid_grant, "user.disable_root_auth"),
    ("invalid_grant", invalid_external_auth_token, "Check username"),
    ("missing_two_factor", missing_two_factor, "otp_secret"),
    ("missing_two_factor", missing_two_factor_by_header, "otp_secret"),
    ("invalid_two_factor", invalid_two_factor, "secrets.peertube"),
    ("invalid_two_factor", invalid_seed, "secrets.peertube"),
    ("account_blocked", account_blocked, "blocked"),
    ("account_blocked", account_blocked_before_7, "blocked"),
    ("email_not_verified", email_not_verified, "e-mail"),
    ("account_waiting_for_approval", account_waiting, "approval"),
    ("account_approval_rejected", account_rejected, "rejected"),
    ("too_long_password", too_long_password, "longer"),
    ("rate_limited", rate_limited, "session_file"),
    ("session_ended", session_ended, "username and password"),
    ("session_ended", no_session_to_end_others_with, "not valid any more"),
    ("unsupported", unsupported, "7.3"),
    ("session_file", session_file_is_a_directory, "session file"),
    ("session_file", session_file_is_none, "session_file"),
]
# From the network, and from what stands in front of an instance: tests/faults.
OF_OTHERS = {"unreachable", "timeout", "tls", "redirected", "not_peertube", "unexpected_response", "proxy_unauthorized",
             "server_error"}  # fmt: skip


class Failure(NamedTuple):
    code: str
    part: str
    result: Result


@pytest.fixture(params=TABLE, ids=lambda row: row[1].__name__)
def failure(request: pytest.FixtureRequest, world: World) -> Failure:
    code, provoke, part = request.param
    return Failure(code, part, provoke(world))


def test_the_table_has_every_code_that_peertube_or_a_session_can_provoke() -> None:
    ours = {"invalid_option", "missing_library", "internal_error"}
    # The modules of sessions have none of these.
    of_resources = {"forbidden", "rejected", "not_found", "conflict", "not_applied"}
    assert {code for code, _provoke, _part in TABLE} == set(REMEDIES) - ours - of_resources - OF_OTHERS


def test_a_failure_has_its_code(failure: Failure) -> None:
    assert failure.result["error"]["code"] == failure.code


def test_a_failure_says_what_the_table_promises(failure: Failure) -> None:
    assert failure.part in failure.result["msg"]


def test_a_message_is_sentences_of_what_happened_and_what_to_do(failure: Failure) -> None:
    assert re.fullmatch(r"[A-Zh].+\. [A-Z].+\.", failure.result["msg"])


def test_a_failure_looks_like_every_other(failure: Failure) -> None:
    assert (failure.result["failed"], failure.result["changed"]) == (True, False)
    assert set(failure.result["error"]) == {"code", "status", "method", "url", "detail", "retry_after"}
    assert not {"exception", "traceback"} & set(failure.result)


def test_a_failure_holds_no_secret(world: World, failure: Failure) -> None:
    shown = json.dumps(failure.result)
    assert [secret for secret in world.secrets() if secret in shown] == []


def test_a_rate_limit_says_after_how_long_to_come_back(world: World) -> None:
    assert 290 <= rate_limited(world)["error"]["retry_after"] <= 300


def test_credentials_that_are_refused_are_sent_once(world: World) -> None:
    invalid_grant(world)
    assert world.simulator.counters()["rejected_logins"] == 1


def test_a_code_is_that_of_the_servers_clock(simulator: Simulator) -> None:
    simulator.advance(365 * 86400)
    assert log_in(simulator.url, TWO_FACTOR, PASSWORD, otp_secret=TWO_FACTOR_SEED)["action"] == "login"


# Servers that repeat what they were sent


PROBLEM = "application/problem+json"
CLIENT = answer(body=json.dumps({"client_id": "fetched-client-id", "client_secret": "fetched-client-secret"}).encode())


class Echo:
    """Gives a client pair, and answers anything else with what `say` makes of the request."""

    def __init__(self, say: Callable[[Request], bytes]) -> None:
        self._say = say

    def __call__(self, wire: Wire) -> None:
        for request in wire.requests():
            wire.send(CLIENT if request.startswith("GET /api/v1/oauth-clients") else self._say(request))


def detail(text: str, code: str = "invalid_grant") -> bytes:
    return answer("400 Bad Request", json.dumps({"code": code, "detail": text}).encode(), PROBLEM)


ECHOES: dict[str, Callable[[Request], bytes]] = {
    "in the detail": lambda request: detail("No: " + request.form["password"]),
    "encoded in the detail": lambda request: detail("No: " + request),
    "in the detail of an unknown code": lambda request: detail(request.form["password"], "x"),
    "in the code": lambda request: detail("No", request.form["password"]),
    "in a redirect": lambda request: answer("302 Found", Location=f"/login?password={request.form['password']}"),
    "in the content type": lambda request: answer("200 OK", content_type=request.form["password"]),
    "in the content type of a refusal": lambda request: answer("404 Not Found", content_type=request.form["password"]),
    "in the reason": lambda request: answer(f"500 {request.form['password']}"),
    "in a body that is not JSON": lambda request: answer(body=request.form["password"].encode()),
    "in a status line that is none": lambda request: request.form["password"].encode() + b"\r\n\r\n",
    "in a header that is none": lambda request: (
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + request.form["password"].encode() + b"\r\n\r\n"
    ),
    "in Retry-After": lambda request: answer("429 Too Many", Retry_After=request.form["password"]),
}
SERVERS = pytest.mark.parametrize("say", ECHOES.values(), ids=ECHOES.keys())


@SERVERS
def test_a_server_that_echoes_the_password_gets_it_into_no_result(
    listen: Listen, say: Callable[[Request], bytes]
) -> None:
    result = log_in(listen(Echo(say)).url(), password="hunter2&", rate_limit_max_wait=0)
    assert (result["failed"], "hunter2" in json.dumps(result)) == (True, False)


@SERVERS
def test_a_failure_tells_nothing_of_a_password_of_one_letter(listen: Listen, say: Callable[[Request], bytes]) -> None:
    url = listen(Echo(say)).url()
    results = [log_in(url, password=letter, rate_limit_max_wait=0) for letter in ("e", "q")]
    assert results[0] == results[1]


def test_a_code_that_was_computed_is_in_no_result(listen: Listen) -> None:
    sent: list[str] = []

    def say(request: Request) -> bytes:
        sent.append(request.header("x-peertube-otp"))
        return detail(f"The code {sent[-1]} is wrong")

    result = log_in(listen(Echo(say)).url(), otp_secret=TWO_FACTOR_SEED)
    assert sent[-1] not in json.dumps(result)


@pytest.mark.parametrize("option", ["access_token", "session_file"])
def test_an_access_token_is_in_no_result(simulator: Simulator, tmp_path: Path, option: str) -> None:
    path = str(tmp_path / "session.json")
    log_in(simulator.url, session_file=path)
    (pair,) = simulator.tokens()
    simulator.fault(action="echo", code="x", path="/users/revoke-token")
    result = log_out(simulator.url, **{option: {"access_token": pair["access_token"], "session_file": path}[option]})
    assert pair["access_token"] not in json.dumps(result)


@pytest.mark.parametrize("option", ["refresh_token", "session_file"])
def test_a_refresh_token_is_in_no_result(simulator: Simulator, tmp_path: Path, option: str) -> None:
    path = str(tmp_path / "session.json")
    log_in(simulator.url, session_file=path)
    (pair,) = simulator.tokens()
    simulator.expire()
    simulator.fault(action="echo", code="x", path="/users/token")
    given = {"refresh_token": pair["refresh_token"], "session_file": path}[option]
    result = run(peertube_token.MODULE, url=simulator.url, revalidate_after=0, **{option: given})
    assert (result["failed"], pair["refresh_token"] in json.dumps(result)) == (True, False)


@pytest.mark.parametrize("option", ["otp", "otp_secret"])
def test_a_server_that_echoes_the_code_gets_it_into_no_result(simulator: Simulator, option: str) -> None:
    given = {"otp": code_at(TWO_FACTOR_SEED, simulator.advance(0)), "otp_secret": TWO_FACTOR_SEED}[option]
    simulator.fault(action="echo", path="/users/token")
    result = log_in(simulator.url, TWO_FACTOR, PASSWORD, **{option: given})
    assert given not in json.dumps(result)
