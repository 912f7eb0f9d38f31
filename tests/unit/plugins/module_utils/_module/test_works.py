# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import (
    peertube_logout,
    peertube_oauth_client_info,
    peertube_session_info,
    peertube_token,
)
from simulator.accounts import ALICE, EXTERNAL, EXTERNAL_AUTH_TOKEN, PASSWORD, ROOT, ROOT_EMAIL, ROOT_PASSWORD
from simulator.control import Simulator

LOGIN = {"username": ROOT, "password": ROOT_PASSWORD}
A_DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


def run(task: Module, simulator: Simulator, check_mode: bool = False, **options: Any) -> dict[str, Any]:
    return run_in_process(task, {"url": simulator.url, **options}, check_mode)


def log_in(simulator: Simulator, check_mode: bool = False, **options: Any) -> dict[str, Any]:
    return run(peertube_token.MODULE, simulator, check_mode, **{**LOGIN, **options})


def log_out(simulator: Simulator, check_mode: bool = False, **options: Any) -> dict[str, Any]:
    return run(peertube_logout.MODULE, simulator, check_mode, **options)


def tokens_of(simulator: Simulator) -> dict[str, str]:
    pair = simulator.tokens()[-1]
    return {name: pair[name] for name in ("access_token", "refresh_token")}


# peertube_token


def test_a_login_returns_its_token_and_what_was_done(simulator: Simulator) -> None:
    result = log_in(simulator)
    assert set(result) == {"changed", "action", "session_file", "token", "ansible_facts", "diff", "invocation"}
    assert (result["changed"], result["action"]) == (True, "login")


def test_a_token_has_the_fields_of_the_documentation(simulator: Simulator) -> None:
    assert set(log_in(simulator)["token"]) == {
        "access_token",
        "refresh_token",
        "token_type",
        "expires_in",
        "refresh_token_expires_in",
        "expires_at",
        "refresh_token_expires_at",
        "username",
        "url",
        "headers",
    }


@pytest.mark.parametrize("name", ["access_token", "refresh_token"])
def test_a_token_is_the_instances(simulator: Simulator, name: str) -> None:
    assert log_in(simulator)["token"][name] == tokens_of(simulator)[name]


@pytest.mark.parametrize(("name", "seconds"), [("expires_in", 86399), ("refresh_token_expires_in", 2419199)])
def test_a_token_says_how_long_it_lives(simulator: Simulator, name: str, seconds: int) -> None:
    assert log_in(simulator)["token"][name] == pytest.approx(seconds, abs=1)


@pytest.mark.parametrize("name", ["expires_at", "refresh_token_expires_at"])
def test_a_token_says_when_it_ends(simulator: Simulator, name: str) -> None:
    assert re.fullmatch(A_DATE, log_in(simulator)["token"][name])


def test_a_token_names_user_and_instance(simulator: Simulator) -> None:
    token = log_in(simulator)["token"]
    assert (token["username"], token["url"], token["token_type"]) == (ROOT, simulator.url, "Bearer")


def test_the_headers_are_those_of_an_authorized_request(simulator: Simulator) -> None:
    token = log_in(simulator)["token"]
    assert token["headers"] == {"Authorization": f"Bearer {token['access_token']}"}


def test_the_headers_name_the_host_where_it_was_set(simulator: Simulator) -> None:
    simulator.configure(webserver="video.example.com")
    assert log_in(simulator, host_header="video.example.com")["token"]["headers"]["Host"] == "video.example.com"


def test_the_fact_is_the_token(simulator: Simulator) -> None:
    result = log_in(simulator)
    assert result["ansible_facts"] == {"peertube_token": result["token"]}


def test_without_set_facts_there_is_no_fact(simulator: Simulator) -> None:
    assert "ansible_facts" not in log_in(simulator, set_facts=False)


def test_a_reused_session_changes_nothing(simulator: Simulator) -> None:
    log_in(simulator)
    result = run(peertube_token.MODULE, simulator, access_token=tokens_of(simulator)["access_token"])
    assert (result["changed"], result["action"]) == (False, "reuse")


def test_what_is_not_known_of_a_reused_token_is_null(simulator: Simulator) -> None:
    log_in(simulator)
    result = run(peertube_token.MODULE, simulator, access_token=tokens_of(simulator)["access_token"])
    unknown = ("refresh_token", "expires_in", "refresh_token_expires_in", "expires_at", "refresh_token_expires_at")
    assert [result["token"][name] for name in unknown] == [None] * 5


def test_a_reused_session_is_of_the_user_that_the_instance_names(simulator: Simulator) -> None:
    log_in(simulator)
    result = run(peertube_token.MODULE, simulator, username="ROOT", **tokens_of(simulator))
    assert result["token"]["username"] == ROOT


def test_a_refreshed_session_is_a_change(simulator: Simulator) -> None:
    log_in(simulator)
    result = run(peertube_token.MODULE, simulator, refresh_token=tokens_of(simulator)["refresh_token"])
    assert (result["changed"], result["action"]) == (True, "refresh")


@pytest.mark.parametrize(
    ("options", "action"),
    [
        ({}, "reuse"),
        ({"force": True}, "login"),
        ({"min_validity": 200_000}, "refresh"),
        ({"min_validity": 200_000, "grant_type": "password"}, "login"),
    ],
)
def test_what_becomes_of_a_known_session_is_for_the_options_to_say(
    simulator: Simulator, tmp_path: Path, options: dict[str, Any], action: str
) -> None:
    session_file = f"{tmp_path / 'session.json'}"
    log_in(simulator, session_file=session_file)
    assert log_in(simulator, session_file=session_file, **options)["action"] == action


@pytest.mark.parametrize("name", ["min_validity", "revalidate_after"])
def test_seconds_before_now_are_refused(simulator: Simulator, name: str) -> None:
    assert f"{name} is -1" in log_in(simulator, **{name: -1})["msg"]


def test_an_external_auth_token_logs_in(simulator: Simulator) -> None:
    options = {"username": EXTERNAL, "external_auth_token": EXTERNAL_AUTH_TOKEN}
    assert run(peertube_token.MODULE, simulator, **options)["action"] == "login"


def test_a_known_client_pair_saves_a_request(simulator: Simulator) -> None:
    log_in(simulator, **simulator.client())
    assert simulator.counters()["requests"] == 1


def test_a_login_is_two_requests_on_one_connection(simulator: Simulator) -> None:
    log_in(simulator)
    counters = simulator.counters()
    assert (counters["requests"], counters["connections"]) == (2, 1)


def test_checking_a_login_returns_no_token(simulator: Simulator) -> None:
    result = log_in(simulator, check_mode=True)
    assert set(result) == {"changed", "action", "session_file", "diff", "invocation"}
    assert (result["changed"], result["action"]) == (True, "login")


def test_checking_a_login_only_reads(simulator: Simulator) -> None:
    log_in(simulator, check_mode=True)
    assert {entry["method"] for entry in simulator.log()} == {"GET"}


def test_checking_a_valid_session_returns_its_token(simulator: Simulator) -> None:
    log_in(simulator)
    known = tokens_of(simulator)
    assert run(peertube_token.MODULE, simulator, True, **known)["token"]["access_token"] == known["access_token"]


def test_the_diff_of_a_login_shows_who_came(simulator: Simulator) -> None:
    result = log_in(simulator)
    after = {"url": simulator.url, "username": ROOT, "expires_at": result["token"]["expires_at"]}
    assert result["diff"] == {"before": {}, "after": after}


def test_the_diff_of_a_checked_login_shows_who_would_come(simulator: Simulator) -> None:
    after = {"url": simulator.url, "username": ROOT, "expires_at": None}
    assert log_in(simulator, check_mode=True)["diff"] == {"before": {}, "after": after}


def test_the_diff_of_a_reused_session_shows_no_difference(simulator: Simulator, tmp_path: Path) -> None:
    path = str(tmp_path / "session.json")
    log_in(simulator, session_file=path)
    diff = log_in(simulator, session_file=path)["diff"]
    assert diff["before"] == diff["after"]


def test_a_diff_shows_no_token(simulator: Simulator) -> None:
    shown = json.dumps(log_in(simulator)["diff"])
    assert not any(token in shown for token in tokens_of(simulator).values())


def test_a_login_in_the_clear_is_warned_of(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    # The simulator as a proxy: it answers whatever host it is asked for.
    simulator.configure(webserver="video.example.com")
    monkeypatch.setenv("http_proxy", simulator.url)
    (warning,) = run_in_process(peertube_token.MODULE, {"url": "http://video.example.com", **LOGIN}, False)["warnings"]
    assert "unencrypted to http://video.example.com" in warning


def test_a_login_on_loopback_is_not_warned_of(simulator: Simulator) -> None:
    assert "warnings" not in log_in(simulator)


@pytest.mark.parametrize("name", ["access_token", "refresh_token"])
def test_a_login_with_the_environment_in_place_of_a_given_session_is_warned_of(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("PEERTUBE_USERNAME", ROOT)
    monkeypatch.setenv("PEERTUBE_PASSWORD", ROOT_PASSWORD)
    (warning,) = run(peertube_token.MODULE, simulator, **{name: "ended"})["warnings"]
    assert "The session has ended. Logged in with username and password of the environment" in warning


@pytest.mark.parametrize(
    "options",
    [LOGIN, {"username": EXTERNAL, "external_auth_token": EXTERNAL_AUTH_TOKEN}],
    ids=lambda one: one["username"],
)
def test_a_login_in_place_of_a_given_session_is_not_warned_of_where_the_task_asks_for_it(
    simulator: Simulator, options: dict[str, str]
) -> None:
    result = run(peertube_token.MODULE, simulator, access_token="ended", **options)
    assert result["action"] == "login"
    assert "warnings" not in result


# peertube_logout


def test_a_logout_says_how_many_sessions_it_ended(simulator: Simulator) -> None:
    log_in(simulator)
    result = log_out(simulator, **tokens_of(simulator))
    assert set(result) == {"changed", "revoked", "ansible_facts", "diff", "invocation"}
    assert (result["changed"], result["revoked"]) == (True, 1)


@pytest.mark.parametrize("name", ["access_token", "refresh_token"])
def test_a_token_of_the_task_is_ended_whoever_the_environment_names(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    log_in(simulator)
    monkeypatch.setenv("PEERTUBE_USERNAME", ALICE)
    assert log_out(simulator, **{name: tokens_of(simulator)[name]})["revoked"] == 1


def test_a_logout_that_refreshes_takes_the_client_pair_that_is_given(simulator: Simulator) -> None:
    log_in(simulator)
    simulator.expire(access=True)
    simulator.reset("log")
    assert log_out(simulator, **tokens_of(simulator), **simulator.client())["revoked"] == 1
    assert not any("oauth-clients" in entry["path"] for entry in simulator.log())


def test_a_logout_empties_the_fact(simulator: Simulator) -> None:
    log_in(simulator)
    assert log_out(simulator, **tokens_of(simulator))["ansible_facts"] == {"peertube_token": {}}


def test_a_session_that_has_ended_changes_nothing(simulator: Simulator) -> None:
    result = log_out(simulator, access_token="ended")
    assert (result["changed"], result["revoked"]) == (False, 0)


def test_without_set_facts_a_logout_leaves_the_fact(simulator: Simulator) -> None:
    assert "ansible_facts" not in log_out(simulator, access_token="ended", set_facts=False)


def test_a_logout_of_others_leaves_the_fact(simulator: Simulator) -> None:
    log_in(simulator)
    assert "ansible_facts" not in log_out(simulator, sessions="others", **tokens_of(simulator))


def test_checking_a_logout_leaves_the_fact(simulator: Simulator) -> None:
    log_in(simulator)
    assert "ansible_facts" not in log_out(simulator, check_mode=True, **tokens_of(simulator))


def test_checking_a_logout_only_reads(simulator: Simulator) -> None:
    log_in(simulator)
    simulator.reset("log")
    assert log_out(simulator, check_mode=True, **tokens_of(simulator))["changed"] is True
    assert {entry["method"] for entry in simulator.log()} == {"GET"}


def test_the_diff_of_a_logout_shows_who_left(simulator: Simulator, tmp_path: Path) -> None:
    path = str(tmp_path / "session.json")
    expires_at = log_in(simulator, session_file=path)["token"]["expires_at"]
    before = {"url": simulator.url, "username": ROOT, "expires_at": expires_at}
    assert log_out(simulator, session_file=path)["diff"] == {"before": before, "after": {}}


def test_the_diff_of_a_logout_of_others_shows_no_difference(simulator: Simulator) -> None:
    log_in(simulator)
    diff = log_out(simulator, sessions="others", **tokens_of(simulator))["diff"]
    assert diff["before"] == diff["after"] != {}


def test_a_session_file_that_is_not_there_is_no_session(simulator: Simulator, tmp_path: Path) -> None:
    result = log_out(simulator, session_file=str(tmp_path / "session.json"))
    assert (result["changed"], result["diff"]["before"], simulator.log()) == (False, {}, [])


# peertube_oauth_client_info


def test_the_client_pair_is_the_instances(simulator: Simulator) -> None:
    result = run(peertube_oauth_client_info.MODULE, simulator)
    assert {name: result[name] for name in ("client_id", "client_secret")} == simulator.client()


def test_asking_for_the_client_pair_changes_nothing(simulator: Simulator) -> None:
    assert run(peertube_oauth_client_info.MODULE, simulator)["changed"] is False


# peertube_session_info


def session_info(simulator: Simulator, **options: Any) -> dict[str, Any]:
    return run(peertube_session_info.MODULE, simulator, **options)


def test_a_valid_session_is_described(simulator: Simulator) -> None:
    log_in(simulator)
    result = session_info(simulator, **tokens_of(simulator))
    assert (result["valid"], result["changed"], result["server_version"]) == (True, False, "8.2.1")


def test_the_user_of_a_session_is_described(simulator: Simulator) -> None:
    log_in(simulator)
    assert session_info(simulator, **tokens_of(simulator))["user"] == {
        "id": 1,
        "username": ROOT,
        "email": ROOT_EMAIL,
        "role": "Administrator",
        "video_quota": -1,
        "video_quota_daily": -1,
    }


def test_the_sessions_of_the_user_are_listed(simulator: Simulator) -> None:
    log_in(simulator)
    log_in(simulator)
    sessions = session_info(simulator, **tokens_of(simulator))["sessions"]
    assert sorted(session["current_session"] for session in sessions) == [False, True]


def test_a_session_has_the_fields_of_the_documentation(simulator: Simulator) -> None:
    log_in(simulator)
    (session,) = session_info(simulator, **tokens_of(simulator))["sessions"]
    assert set(session) == {
        "id",
        "current_session",
        "login_ip",
        "login_device",
        "login_date",
        "last_activity_ip",
        "last_activity_device",
        "last_activity_date",
        "created_at",
    }
    assert None not in session.values()


def test_an_older_server_lists_no_sessions(simulator_6_3: Simulator) -> None:
    log_in(simulator_6_3, username=ALICE, password=PASSWORD)
    result = session_info(simulator_6_3, **tokens_of(simulator_6_3))
    assert (result["valid"], result["sessions"]) == (True, None)


def test_an_invalid_token_is_an_answer(simulator: Simulator) -> None:
    result = session_info(simulator, access_token="ended")
    assert (result["valid"], result["user"], result["sessions"]) == (False, None, None)


def test_a_refresh_token_is_never_sent(simulator: Simulator) -> None:
    log_in(simulator)
    simulator.reset("log")
    result = session_info(simulator, refresh_token=tokens_of(simulator)["refresh_token"])
    assert (result["valid"], [entry["path"] for entry in simulator.log()]) == (False, ["/api/v1/config"])


def test_the_session_of_a_file_is_described(simulator: Simulator, tmp_path: Path) -> None:
    path = str(tmp_path / "session.json")
    log_in(simulator, session_file=path)
    assert session_info(simulator, session_file=path)["user"]["username"] == ROOT
