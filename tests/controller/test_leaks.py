# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret is written anywhere but into the session file, whatever is asked of Ansible and however a task ends."""

from __future__ import annotations

import typing as t

import pytest
from simulator import accounts
from simulator.control import Simulator

from .conftest import CHECKOUT, LOGIN, WAYS, Controller, Run

# Variables of the play, and what the user keeps secret in them.
SECRETS = {
    "root_password": accounts.ROOT_PASSWORD,
    "user_password": accounts.PASSWORD,
    "wrong_password": "wrong-password-4711",
    "wrong_code": "918273",
    "seed": accounts.TWO_FACTOR_SEED,
    "bad_seed": "not-base-32-at-all-1",
    "external": accounts.EXTERNAL_AUTH_TOKEN,
    "wrong_client_secret": "wrong-client-secret-0815",
    "url_with_password": "http://root:password-in-url-123@127.0.0.1:9",
    "dead_access": "a" * 40,
    "dead_refresh": "b" * 40,
}


def task(name: str, module: str, arguments: dict[str, t.Any], **keywords: t.Any) -> dict[str, t.Any]:
    return {"name": name, f"peertube.peertube.{module}": arguments, **keywords}


def tasks(session_file: str) -> list[dict[str, t.Any]]:
    """A day in the life of a session, and what goes wrong in it."""
    reused = {name: "{{ session.token." + name + " }}" for name in ("access_token", "refresh_token")}
    login, logout = "peertube_token", "peertube_logout"
    failing = {"ignore_errors": True}
    return [
        task("log in", login, LOGIN, register="session", check_mode=False),
        task("reuse", login, reused, register="again"),
        task("log in with a file", login, {**LOGIN, "session_file": session_file}),
        task("reuse the file", login, {**LOGIN, "session_file": session_file}),
        task("force", login, {**LOGIN, "session_file": session_file, "force": True}),
        task("the client", "peertube_oauth_client_info", {}, register="client"),
        task("whose", "peertube_session_info", {"access_token": "{{ session.token.access_token }}"}),
        task("two-factor", login, _two_factor(otp_secret="{{ seed }}")),
        task("external", login, {"username": accounts.EXTERNAL, "external_auth_token": "{{ external }}"}),
        task(
            "client given",
            login,
            {**LOGIN, **{key: "{{ client." + key + " }}" for key in ("client_id", "client_secret")}},
        ),
        task("wrong password", login, {**LOGIN, "password": "{{ wrong_password }}"}, **failing),
        task("wrong code", login, _two_factor(otp="{{ wrong_code }}"), **failing),
        task("no code", login, _two_factor(), **failing),
        task("bad seed", login, _two_factor(otp_secret="{{ bad_seed }}"), **failing),
        task(
            "wrong client",
            login,
            {**LOGIN, "client_id": "wrong", "client_secret": "{{ wrong_client_secret }}"},
            **failing,
        ),
        task("nobody there", login, {**LOGIN, "url": "http://127.0.0.1:9", "retries": 0}, **failing),
        task("password in url", login, {**LOGIN, "url": "{{ url_with_password }}"}, **failing),
        task("unknown option", login, {**LOGIN, "nonsense": 1}, **failing),
        task("wrong type", login, {**LOGIN, "timeout": "soon"}, **failing),
        task(
            "dead session",
            login,
            {"access_token": "{{ dead_access }}", "refresh_token": "{{ dead_refresh }}"},
            **failing,
        ),
        task(
            "failures and successes in one loop",
            login,
            {"username": "root", "password": "{{ item }}"},
            loop=["{{ wrong_password }}", "{{ root_password }}", "{{ wrong_password }}"],
            loop_control={"label": "a login"},
            **failing,
        ),
        task("until", login, LOGIN, register="tries", until="tries.attempts == 2", retries=2, delay=0),
        task("once", login, LOGIN, run_once=True, delegate_to="localhost"),
        task("failed when", login, LOGIN, failed_when=True, **failing),
        task("refresh", login, {"refresh_token": "{{ session.token.refresh_token }}"}, register="renewed"),
        task("log out", logout, {"access_token": "{{ (renewed.token | default(session.token)).access_token }}"}),
        task("log out again", logout, reused),
        task("log out of the file", logout, {"session_file": session_file}),
        {
            "name": "whole all the same",
            "ansible.builtin.assert": {
                "that": [
                    "session.token.access_token is match('^[0-9a-f]{40}$')",
                    "session.token.headers.Authorization == 'Bearer ' ~ session.token.access_token",
                    "renewed.token.access_token is match('^[0-9a-f]{40}$')",
                    "again.token.access_token is match('^[0-9a-f]{40}$')",
                    "client.client_secret | length > 0",
                ]
            },
            "when": "not ansible_check_mode",
        },
    ]


def _two_factor(**code: str) -> dict[str, str]:
    return {"username": accounts.TWO_FACTOR, "password": "{{ user_password }}", **code}


def secrets(simulator: Simulator) -> list[str]:
    return [*SECRETS.values(), "password-in-url-123", simulator.client()["client_secret"], *simulator.issued()]


def leaks(run: Run, simulator: Simulator) -> list[str]:
    return [f"{secret} in {place}" for place, text in run.written() for secret in secrets(simulator) if secret in text]


def test_every_module_is_among_the_tasks() -> None:
    modules = {path.stem for path in (CHECKOUT / "plugins" / "modules").glob("[!_]*.py")}
    assert modules == {key.rpartition(".")[2] for one in tasks("") for key in one if key.startswith("peertube.")}


@pytest.fixture(autouse=True)
def _variables(controller: Controller) -> None:
    controller.variables = SECRETS


ASKED = {
    "verbose, with diffs": (["-vvvv", "--diff"], {}),
    "checking": (["-vvvv", "--diff", "--check"], {}),
    "results in YAML": (["-vvvv"], {"ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml"}),
    "one line a result": (["-vvvv"], {"ANSIBLE_STDOUT_CALLBACK": "oneline"}),
    "minimal": (["-vvvv", "--diff"], {"ANSIBLE_STDOUT_CALLBACK": "minimal"}),
    "files of other callbacks": (["-vvvv"], {"ANSIBLE_CALLBACKS_ENABLED": "junit,tree"}),
}


# Those of the tasks above, which people need to read.
FAILURES = {"invalid_grant", "invalid_two_factor", "missing_two_factor", "invalid_option", "unreachable"}

# What is shown is made in the controller whichever way the task was run: each way meets the loudest, one meets all.
LOUDEST = ("verbose, with diffs", "checking")


@pytest.mark.parametrize(
    ("asked", "way"),
    [(asked, way) for way in WAYS for asked in ASKED if asked in LOUDEST or way == "in the controller's process"],
)
def test_a_play_shows_no_secret(asked: str, way: str, controller: Controller, simulator: Simulator) -> None:
    arguments, environment = ASKED[asked]
    directory = controller.directory
    environment = {
        **environment,
        "JUNIT_OUTPUT_DIR": f"{directory}/junit",
        "ANSIBLE_CALLBACK_TREE_DIR": f"{directory}/tree",
    }
    run = controller.play(tasks(str(directory / "sessions" / "root.json")), way, *arguments, env=environment)
    assert run.status == 0, run.shown
    assert leaks(run, simulator) == []
    assert "Traceback" not in run.shown
    if asked == "verbose, with diffs":
        assert {code for code in FAILURES if f'"code": "{code}"' not in run.shown} == set()


def test_in_the_controllers_process_not_even_debugging_shows_a_secret(
    controller: Controller, simulator: Simulator
) -> None:
    environment = {"ANSIBLE_DEBUG": "1", "ANSIBLE_KEEP_REMOTE_FILES": "1"}
    session_file = str(controller.directory / "sessions" / "root.json")
    everywhere = [one for one in tasks(session_file) if "assert" not in str(one)]
    run = controller.play(everywhere, "in the controller's process", "-vvvv", env=environment)
    assert run.status == 0, run.shown
    assert leaks(run, simulator) == []


def test_a_task_in_the_background_shows_no_secret(controller: Controller, simulator: Simulator) -> None:
    background = task("log in", "peertube_token", LOGIN, **{"async": 120, "poll": 1}, register="session")
    whole = {"ansible.builtin.assert": {"that": "session.token.access_token is match('^[0-9a-f]{40}$')"}}
    run = controller.play([background, whole], "as a module", "-vvvv", "--diff")
    assert run.status == 0, run.shown
    # ansible-core keeps the module there until its watcher notices that the job has ended.
    assert [leak for leak in leaks(run, simulator) if "tmp/remote/" not in leak] == []


def test_an_ad_hoc_command_shows_no_secret(way: str, controller: Controller, simulator: Simulator) -> None:
    environment = {
        "PEERTUBE_URL": controller.url,
        "PEERTUBE_USERNAME": "root",
        "PEERTUBE_PASSWORD": accounts.ROOT_PASSWORD,
    }
    run = controller.run("ansible", way, "target", "-m", "peertube.peertube.peertube_token", "-vvvv", env=environment)
    assert run.status == 0, run.shown
    assert leaks(run, simulator) == []
