# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import peertube_token
from harness.modules import printed_by_module
from simulator.accounts import ALICE
from simulator.control import Simulator

HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
SECRET = "hunter2"


OPTIONS = {"path": {"type": "path"}, "count": {"type": "int", "default": 5}}


def returning(**result: Any) -> Module:
    return Module("peertube.peertube.peertube_test", lambda call: result, OPTIONS)


def raising(error: Exception) -> Module:
    def perform(call: Call) -> dict[str, Any]:
        raise error

    return Module("peertube.peertube.peertube_test", perform, OPTIONS)


def seen_by_task(**arguments: Any) -> Call:
    """The call that a task of these arguments gets."""
    calls: list[Call] = []

    def perform(call: Call) -> dict[str, Any]:
        calls.append(call)
        return {}

    run_in_process(Module("peertube.peertube.peertube_test", perform, OPTIONS), arguments, check_mode=False)
    return calls[0]


def in_process(task: Module, **arguments: Any) -> dict[str, Any]:
    return run_in_process(task, arguments, check_mode=False)


WAYS = pytest.mark.parametrize("run", [in_process, printed_by_module], ids=["in this process", "as a module"])


# A call


@pytest.mark.parametrize(("name", "value"), [("username", "root"), ("count", 5), ("otp", None), ("unknown", None)])
def test_an_option_has_the_value_of_the_task(name: str, value: object) -> None:
    assert seen_by_task(username="root").option(name) == value


@pytest.mark.parametrize(("name", "expected"), [("username", True), ("password", False), ("otp", False)])
def test_an_option_is_explicit_when_the_task_sets_it(
    monkeypatch: pytest.MonkeyPatch, name: str, expected: bool
) -> None:
    monkeypatch.setenv("PEERTUBE_PASSWORD", SECRET)
    assert seen_by_task(username="root").explicit(name) is expected


def test_an_option_can_be_forgotten() -> None:
    call = seen_by_task(username="root", password=SECRET)
    call.forget("username", "password")
    assert (call.option("username"), call.option("password")) == (None, None)


def test_the_secrets_of_a_call_are_its_hidden_options() -> None:
    call = seen_by_task(username="root", password=SECRET, otp="123456", path="/x")
    assert sorted(call.secrets()) == ["123456", SECRET]


def test_a_secret_of_the_environment_is_one_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERTUBE_PASSWORD", SECRET)
    assert seen_by_task().secrets() == [SECRET]


@WAYS
@pytest.mark.parametrize("name", ["username", "password", "path"])
def test_an_empty_text_is_refused(run: Any, name: str) -> None:
    assert run(returning(), **{name: ""})["msg"] == f"{name} is empty. Set it to a value, or leave it out."


@WAYS
def test_what_options_need_of_each_other_is_checked(run: Any) -> None:
    rules = {"required_one_of": [("path", "username")]}
    task = Module("peertube.peertube.peertube_test", lambda call: {}, OPTIONS, rules=rules)
    assert "one of the following is required: path, username" in run(task)["msg"]


@pytest.mark.parametrize("name", ["username", "password", "path"])
def test_a_text_that_cannot_be_sent_is_refused(name: str) -> None:
    assert in_process(returning(), **{name: "a\ud800"})["msg"].startswith(f"{name} is not valid Unicode.")


@pytest.mark.parametrize("text", [" ", "\x00", "\u202e", "\U0001f512", "0"])
def test_any_other_text_is_passed_on(text: str) -> None:
    assert seen_by_task(password=text).option("password") == text


# Results


@WAYS
def test_a_result_is_returned_whole(run: Any) -> None:
    assert run(returning(token={"access_token": "eee"}), password="e")["token"] == {"access_token": "eee"}


@WAYS
def test_a_result_that_equals_a_secret_is_returned_whole(run: Any) -> None:
    assert run(returning(token=SECRET), password=SECRET)["token"] == SECRET


@WAYS
@pytest.mark.parametrize("changed", [True, False])
def test_a_result_says_whether_something_changed(run: Any, changed: bool) -> None:
    assert run(returning(changed=changed))["changed"] is changed


def test_nothing_changed_when_the_task_does_not_say() -> None:
    assert in_process(returning())["changed"] is False


@WAYS
def test_a_success_has_not_failed(run: Any) -> None:
    assert not run(returning()).get("failed", False)


@WAYS
@pytest.mark.parametrize("check_mode", [True, False])
def test_a_task_knows_whether_it_is_checked(run: Any, check_mode: bool) -> None:
    task = Module("peertube.peertube.peertube_test", lambda call: {"checked": call.check_mode}, OPTIONS)
    result = run_in_process(task, {}, check_mode) if run is in_process else run(task, check_mode=check_mode)
    assert result["checked"] is check_mode


def warned_in(result: dict[str, Any]) -> str:
    return str(result.get("warnings"))


@WAYS
def test_a_warning_is_in_the_result(run: Any) -> None:
    def perform(call: Call) -> dict[str, Any]:
        call.warn("Mind the gap.")
        return {}

    assert "Mind the gap." in warned_in(run(Module("peertube.peertube.peertube_test", perform, OPTIONS)))


@WAYS
def test_a_warning_is_in_the_result_of_a_failure(run: Any) -> None:
    def perform(call: Call) -> dict[str, Any]:
        call.warn("Mind the gap.")
        raise PeerTubeError("server_error", "Failed.")

    assert "Mind the gap." in warned_in(run(Module("peertube.peertube.peertube_test", perform, OPTIONS)))


def saying(message: str) -> Module:
    def perform(call: Call) -> dict[str, Any]:
        call.say(message)
        return {}

    return Module("peertube.peertube.peertube_test", perform, OPTIONS)


@WAYS
def test_what_cannot_be_said_at_once_is_a_warning_in_the_result(run: Any) -> None:
    assert "It takes a while." in warned_in(run(saying("It takes a while.")))


def test_what_can_be_said_at_once_is_not_said_again_in_the_result() -> None:
    told: list[str] = []
    result = run_in_process(saying("It takes a while."), {}, False, told.append)
    assert (told, "warnings" in result) == (["It takes a while."], False)


def test_without_warnings_there_are_none_in_the_result() -> None:
    assert "warnings" not in in_process(returning())


# Invocation


@WAYS
@pytest.mark.parametrize("name", ["password", "otp", "otp_secret", "external_auth_token"])
def test_the_invocation_hides_secrets_by_name(run: Any, name: str) -> None:
    assert run(returning(), **{name: "e"})["invocation"]["module_args"][name] == HIDDEN


@WAYS
def test_the_invocation_shows_what_is_no_secret_whole(run: Any) -> None:
    result = run(returning(), username="eve", password="e")
    assert result["invocation"]["module_args"]["username"] == "eve"


@WAYS
def test_the_invocation_shows_what_was_not_set(run: Any) -> None:
    arguments = run(returning())["invocation"]["module_args"]
    assert (arguments["password"], arguments["count"]) == (None, 5)


@WAYS
def test_the_invocation_is_the_tasks_even_where_an_option_was_forgotten(run: Any) -> None:
    def perform(call: Call) -> dict[str, Any]:
        call.forget("username")
        return {}

    assert (
        run(Module("peertube.peertube.peertube_test", perform, OPTIONS), username="root")["invocation"]["module_args"][
            "username"
        ]
        == "root"
    )


@WAYS
def test_the_invocation_hides_a_password_in_an_address(run: Any) -> None:
    result = run(peertube_token.MODULE, url=f"http://user:{SECRET}@video.example.com")
    assert SECRET not in str(result)


# Failures


@WAYS
def test_an_error_becomes_a_failed_result(run: Any) -> None:
    result = run(raising(PeerTubeError("account_blocked", "The account is blocked.", status=400)))
    assert (result["failed"], result["error"]["code"], result["error"]["status"]) == (True, "account_blocked", 400)


@WAYS
def test_a_failure_has_no_traceback(run: Any) -> None:
    result = run(raising(PeerTubeError("account_blocked", "The account is blocked.")))
    assert not {"exception", "traceback"} & set(result)


@WAYS
def test_a_defect_is_an_internal_error(run: Any) -> None:
    assert run(raising(KeyError(SECRET)))["error"]["code"] == "internal_error"


@WAYS
def test_a_defect_is_named_by_type_and_place(run: Any) -> None:
    message = run(raising(KeyError(SECRET)))["msg"]
    assert re.match(r"KeyError in perform, line [0-9]+\. .*report it", message)


@WAYS
def test_the_text_of_a_defect_is_not_shown(run: Any) -> None:
    assert SECRET not in str(run(raising(KeyError(SECRET))))


@WAYS
def test_an_error_that_follows_another_shows_nothing_of_it(run: Any) -> None:
    def perform(call: Call) -> dict[str, Any]:
        try:
            raise KeyError(SECRET)
        except KeyError:
            raise PeerTubeError("account_blocked", "The account is blocked.") from None

    assert SECRET not in str(run(Module("peertube.peertube.peertube_test", perform, OPTIONS)))


# Arguments that are refused before the task begins


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({"count": "many"}, "count"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
@WAYS
def test_arguments_against_the_spec_fail(run: Any, arguments: dict[str, Any], part: str) -> None:
    result = run(returning(), **arguments)
    assert (result["failed"], part in result["msg"]) == (True, True)


@WAYS
def test_a_secret_among_arguments_against_the_spec_is_not_shown(run: Any) -> None:
    assert SECRET not in str(run(returning(), password=SECRET, count=SECRET))


# A real task


@WAYS
def test_a_token_is_whole_with_a_password_of_one_letter(run: Any, simulator: Simulator) -> None:
    simulator.account(ALICE, password="e")
    result = run(peertube_token.MODULE, url=simulator.url, username=ALICE, password="e")
    (pair,) = simulator.tokens()
    assert result["token"]["headers"]["Authorization"] == f"Bearer {pair['access_token']}"


@WAYS
def test_a_token_that_is_reused_is_returned_whole(run: Any, simulator: Simulator) -> None:
    simulator.account(ALICE, password="e")
    run(peertube_token.MODULE, url=simulator.url, username=ALICE, password="e")
    (pair,) = simulator.tokens()
    result = run(peertube_token.MODULE, url=simulator.url, access_token=pair["access_token"])
    assert (result["action"], result["token"]["access_token"]) == ("reuse", pair["access_token"])
