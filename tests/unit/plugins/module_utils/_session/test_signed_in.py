# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task signs in for its work in one of three ways, and leaves no session behind."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import peertube_api, peertube_token
from harness.modules import printed_by_process
from harness.sessions import CLIENT, LOGIN, REVOKE, access_tokens, requests_to
from simulator.accounts import ALICE, PASSWORD, ROOT, ROOT_PASSWORD
from simulator.control import Simulator

CLIENT_LOGIN = [CLIENT, LOGIN]


def ask(simulator: Simulator, check_mode: bool = False, **options: Any) -> dict[str, Any]:
    options = {"url": simulator.url, "path": "/users/me", "retries": 1, **options}
    return run_in_process(peertube_api.MODULE, options, check_mode)


def as_root(simulator: Simulator, **more: Any) -> dict[str, Any]:
    return {"username": ROOT, "password": ROOT_PASSWORD, **more}


@pytest.fixture
def token(simulator: Simulator) -> dict[str, Any]:
    result = run_in_process(peertube_token.MODULE, {"url": simulator.url, **as_root(simulator)}, False)
    simulator.reset("log", "counters")
    return result["token"]


# A login of its own


def test_a_login_ends_with_the_task(simulator: Simulator) -> None:
    assert ask(simulator, **as_root(simulator))["json"]["username"] == ROOT
    assert requests_to(simulator) == [*CLIENT_LOGIN, "GET /users/me", REVOKE]
    assert not simulator.tokens()


def test_a_login_ends_with_a_task_that_fails(simulator: Simulator) -> None:
    assert ask(simulator, path="/users/4711", **as_root(simulator))["error"]["code"] == "not_found"
    assert not simulator.tokens()


@pytest.mark.parametrize("stage", ["before", "after"])
@pytest.mark.parametrize("path", ["/users/me", "/users/revoke-token"])
def test_a_login_ends_whose_answers_are_lost(simulator: Simulator, path: str, stage: str) -> None:
    simulator.fault(action="reset", path=path, stage=stage)
    assert not ask(simulator, **as_root(simulator)).get("failed")
    assert not simulator.tokens()


def test_a_login_that_cannot_be_ended_is_warned_of(simulator: Simulator) -> None:
    simulator.fault(action="status", status=500, path="/users/revoke-token", times=-1)
    result = ask(simulator, **as_root(simulator))
    assert any("may still be open" in warning for warning in result["warnings"])


def test_without_session_and_credentials_nobody_is_signed_in(simulator: Simulator) -> None:
    assert ask(simulator)["error"]["code"] == "session_ended"
    assert requests_to(simulator) == []


def test_credentials_that_are_refused_are_an_error(simulator: Simulator) -> None:
    assert ask(simulator, username=ROOT, password="no")["error"]["code"] == "invalid_grant"


def interrupted(simulator: Simulator, number: int, path: str) -> int:
    """Send the signal to a task while the simulator holds its request. What became of its process."""
    simulator.hold(path=path)
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            ask(simulator, **as_root(simulator))
        except KeyboardInterrupt:
            os._exit(130)
        finally:
            os._exit(0)
    simulator.wait_held()
    os.kill(child, number)
    if path == "/users/token":
        simulator.release()
    _child, status = os.waitpid(child, 0)
    simulator.release()
    return status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("path", ["/users/me", "/users/token"])
def test_a_login_ends_with_a_task_that_is_interrupted(simulator: Simulator, number: int, path: str) -> None:
    status = interrupted(simulator, number, path)
    assert os.WTERMSIG(status) == number or os.WEXITSTATUS(status) == 130
    assert not simulator.tokens()


# A token as it is


def test_a_token_is_used_as_it_is(simulator: Simulator, token: dict[str, Any]) -> None:
    assert ask(simulator, access_token=token["access_token"])["status"] == 200
    assert requests_to(simulator) == ["GET /users/me"]
    assert access_tokens(simulator) == {token["access_token"]}


def test_a_token_that_has_ended_is_never_refreshed(simulator: Simulator, token: dict[str, Any]) -> None:
    simulator.expire(access=True)
    tokens = {name: token[name] for name in ("access_token", "refresh_token")}
    assert ask(simulator, **tokens)["error"]["code"] == "session_ended"
    assert requests_to(simulator) == ["GET /users/me"]


# The session of a file


def kept(simulator: Simulator, tmp_path: Path, **more: Any) -> dict[str, Any]:
    return as_root(simulator, session_file=f"{tmp_path}/session.json", **more)


def test_a_session_file_is_used_and_kept(simulator: Simulator, tmp_path: Path) -> None:
    assert ask(simulator, **kept(simulator, tmp_path))["status"] == 200
    assert ask(simulator, **kept(simulator, tmp_path))["status"] == 200
    assert requests_to(simulator) == [*CLIENT_LOGIN, "GET /users/me", "GET /users/me"]
    assert len(simulator.tokens()) == 1


def test_a_session_that_ends_in_the_middle_is_obtained_again(simulator: Simulator, tmp_path: Path) -> None:
    ask(simulator, **kept(simulator, tmp_path))
    simulator.expire(access=True)
    simulator.reset("log")
    assert ask(simulator, **kept(simulator, tmp_path))["status"] == 200
    assert "POST /users/token refresh_token" in requests_to(simulator)
    assert len(simulator.tokens()) == 1


def test_a_session_that_ends_again_and_again_is_an_error(simulator: Simulator, tmp_path: Path) -> None:
    ask(simulator, **kept(simulator, tmp_path))
    body = b'{"status": 401, "code": "invalid_token"}'.decode()
    simulator.fault(
        action="status", status=401, path="/users/stats", times=-1, body=body, content_type="application/problem+json"
    )
    assert ask(simulator, path="/users/stats", **kept(simulator, tmp_path))["error"]["code"] == "session_ended"
    assert len([one for one in requests_to(simulator) if one == "GET /users/stats"]) == 2


# Check mode


def test_check_mode_uses_the_session_of_the_file(simulator: Simulator, tmp_path: Path) -> None:
    ask(simulator, **kept(simulator, tmp_path))
    simulator.reset("log")
    assert ask(simulator, check_mode=True, **kept(simulator, tmp_path))["status"] == 200
    assert requests_to(simulator) == ["GET /users/me"]


def test_check_mode_logs_in_without_a_file_and_ends_that(simulator: Simulator, tmp_path: Path) -> None:
    assert ask(simulator, check_mode=True, **kept(simulator, tmp_path))["status"] == 200
    assert list(tmp_path.iterdir()) == []
    assert not simulator.tokens()


# Any request


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"path": "https://video.example.com/api/v1/users"}, "path"),
        ({"path": "/users?count=1"}, "path"),
        ({"path": "users"}, "path"),
        ({"path": "//users"}, "path"),
        ({"path": "/users/../config"}, "path"),
        ({"path": "/users/a b"}, "path"),
        ({"body": {"a": 1}}, "body"),
        ({"method": "PUT", "all_pages": True}, "all_pages"),
        ({"method": "POST", "files": {"avatarfile": "/no/such/file"}}, "/no/such/file"),
    ],
)
def test_a_request_that_cannot_be_meant_is_refused(simulator: Simulator, options: dict[str, Any], named: str) -> None:
    result = ask(simulator, **as_root(simulator), **options)
    assert (result["error"]["code"], named in result["msg"]) == ("invalid_option", True)
    assert not simulator.tokens()


def test_the_path_may_be_written_as_in_the_address(simulator: Simulator, token: dict[str, Any]) -> None:
    assert ask(simulator, access_token=token["access_token"], path="/api/v1/users/me")["status"] == 200


def test_a_list_is_read_to_its_end(simulator: Simulator, token: dict[str, Any]) -> None:
    simulator.seed(users=230)
    result = ask(
        simulator, access_token=token["access_token"], path="/users", query={"sort": "createdAt"}, all_pages=True
    )
    names = [user["username"] for user in result["items"]]
    assert len(names) == len(set(names)) == result["total"] > 230
    assert len(requests_to(simulator)) == 3


def test_a_write_is_a_change_and_is_not_sent_in_check_mode(simulator: Simulator, token: dict[str, Any]) -> None:
    block = {"access_token": token["access_token"], "method": "POST", "path": "/server/blocklist/servers"}
    checked = ask(simulator, check_mode=True, body={"host": "bad.example"}, **block)
    assert (checked["changed"], checked["skipped"], requests_to(simulator)) == (True, True, [])
    done = ask(simulator, body={"host": "bad.example"}, **block)
    assert (done["changed"], done["status"], done["json"]) == (True, 204, None)


def test_only_the_wanted_numbers_are_a_success(simulator: Simulator, token: dict[str, Any]) -> None:
    wanted = {"access_token": token["access_token"], "status_code": [404]}
    assert ask(simulator, path="/users/4711", **wanted)["status"] == 404
    assert ask(simulator, path="/users/me", **wanted)["failed"]


def test_a_module_in_its_own_process_signs_in_too(simulator: Simulator) -> None:
    result = printed_by_process("peertube_api", url=simulator.url, path="/users/me", **as_root(simulator))
    assert result["json"]["username"] == ROOT
    assert not simulator.tokens()


def test_what_the_user_may_not_do_says_so(simulator: Simulator) -> None:
    result = ask(simulator, path="/users", username=ALICE, password=PASSWORD)
    assert result["error"]["code"] == "forbidden"
