# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret is written anywhere but into the session file, whatever is asked of Ansible and however a task ends."""

from __future__ import annotations

import datetime
import importlib
import re
import sys
import typing as t

import pytest
from ansible.release import __version__ as ansible_version
from harness import CHECKOUT
from harness.plays import COLLECTIONS, LOGIN, Controller, Run
from simulator import accounts
from simulator.control import Simulator

CORE = tuple(int(number) for number in ansible_version.split(".")[:2])

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
    "new_password": "new-password-0123",
    "plugin_secret": "secret-of-a-plugin",
    "dead_access": "a" * 40,
    "dead_refresh": "b" * 40,
}
# As PeerTube makes them, a new one each time.
RUNNER_TOKEN = re.compile(r"ptrrt-[0-9a-f-]{36}")

GRACE = {"name": "grace", "email": "grace@example.com", "user_password": "{{ new_password }}"}
PLUGIN = {"name": "peertube-plugin-hello-world", "settings": {"no-such-setting": "{{ plugin_secret }}"}}


def task(name: str, module: str, arguments: dict[str, t.Any], **keywords: t.Any) -> dict[str, t.Any]:
    return {"name": name, f"peertube.peertube.{module}": arguments, **keywords}


def tasks(session_file: str) -> list[dict[str, t.Any]]:
    """A day in the life of a session, and what goes wrong in it."""
    reused = {name: "{{ session.token." + name + " }}" for name in ("access_token", "refresh_token")}
    login, logout = "peertube_token", "peertube_logout"
    session = {"access_token": "{{ session.token.access_token }}"}
    changed = {"body": {"currentPassword": "{{ wrong_password }}", "password": "{{ user_password }}"}}
    failing = {"ignore_errors": True}
    return [
        task("log in", login, LOGIN, register="session", check_mode=False),
        task("reuse", login, reused, register="again"),
        task("log in with a file", login, {**LOGIN, "session_file": session_file}),
        task("reuse the file", login, {**LOGIN, "session_file": session_file}),
        task("force", login, {**LOGIN, "session_file": session_file, "force": True}),
        task("the client", "peertube_oauth_client_info", {}, register="client"),
        task("whose", "peertube_session_info", {"access_token": "{{ session.token.access_token }}"}),
        task("an answer", "peertube_api", {**session, "path": "/users/me"}, register="me"),
        task("an answer with a secret", "peertube_api", {**session, "path": "/oauth-clients/local"}, register="pair"),
        task("what is sent", "peertube_api", {**session, "path": "/users/me", "method": "PUT", **changed}, **failing),
        task("a user", "peertube_user", {**session, **GRACE}),
        task("users", "peertube_users", {**session, "users": [GRACE]}),
        task("users in a loop", "peertube_users", {**session, "users": ["{{ item }}"]}, loop=[GRACE]),
        task("a plugin", "peertube_plugin", {**session, **PLUGIN}, **failing),
        task("a runner token", "peertube_runner_token", session, register="runner_token"),
        task("another one", "peertube_runner_token", {**session, "rotate": True}),
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
                    "pair.json.client_secret == client.client_secret",
                    "me.json.username == 'root'",
                    "runner_token.registration_token is match('^ptrrt-[0-9a-f-]{36}$')",
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
    return [
        f"{secret} in {place}"
        for place, text in run.written()
        for secret in [*secrets(simulator), *RUNNER_TOKEN.findall(text)]
        if secret in text
    ]


def test_every_module_with_secrets_of_its_own_is_among_the_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(COLLECTIONS)
    plugins = "ansible_collections.peertube.peertube.plugins.modules"
    names = {path.stem for path in (CHECKOUT / "plugins" / "modules").glob("[!_]*.py")}
    modules = {name: importlib.import_module(f"{plugins}.{name}").MODULE for name in names}
    with_secrets = {
        name
        for name, module in modules.items()
        if module.secrets or module.answers or "'no_log': True" in str(module.options)
    }
    assert with_secrets
    assert with_secrets <= {key.rpartition(".")[2] for one in tasks("") for key in one if key.startswith("peertube.")}


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
# What a connection shows is for test_over_ssh.py.
LOUDEST = ("verbose, with diffs",)
NEAR = ("in the controller's process", "as a module")


@pytest.mark.parametrize(
    ("asked", "way"),
    [(asked, way) for way in NEAR for asked in ASKED if asked in LOUDEST or way == "in the controller's process"],
)
def test_a_play_shows_no_secret(asked: str, way: str, controller: Controller, simulator: Simulator) -> None:
    arguments, environment = ASKED[asked]
    directory = controller.directory
    environment = {
        **environment,
        "JUNIT_OUTPUT_DIR": f"{directory}/junit",
        "ANSIBLE_CALLBACK_TREE_DIR": f"{directory}/tree",
        # Half the time. test_over_ssh.py goes without it, too.
        "ANSIBLE_PIPELINING": "1",
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


def test_no_log_of_the_user_hides_diffs_and_failures_too(controller: Controller) -> None:
    wrong = {"username": "root", "password": "{{ item }}"}
    hidden = [
        task("log in", "peertube_token", LOGIN, no_log=True),
        task("fail", "peertube_token", wrong, loop=["{{ wrong_password }}"], no_log=True, ignore_errors=True),
    ]
    run = controller.play(hidden, "in the controller's process", "-vvv", "--diff")
    assert run.status == 0, run.shown
    assert '"username": "root"' not in run.shown
    # ansible-core 2.19 and newer show the message of every failure once, whatever no_log says.
    assert run.shown.count("The instance refused") == (0 if CORE < (2, 19) else 1)


# What is no text, as YAML reads it, and where a template gets it from.
NO_TEXTS: dict[str, t.Any] = {
    "a dictionary": {"root": "secret-4711"},
    "a list": ["secret-4711"],
    "a date": datetime.date(2031, 5, 17),
}


def test_a_secret_that_is_no_text_is_refused_and_not_shown(controller: Controller, simulator: Simulator) -> None:
    controller.variables = {**SECRETS, "no_texts": NO_TEXTS}
    refused: list[dict[str, t.Any]] = []
    for kind in NO_TEXTS:
        value = f"no_texts['{kind}']"
        lookup = f"lookup('peertube.peertube.peertube_token', url='{controller.url}', username='root',"
        lookup += f" password={value}, session_file='/nonexistent/session.json')"
        refused.append({"name": f"{kind} in a lookup", "ansible.builtin.debug": {"msg": "{{ " + lookup + " }}"}})
        # Before ansible-core 2.19, a template makes a text of a date.
        if kind != "a date":
            options = {"username": "root", "password": "{{ " + value + " }}"}
            refused.append(task(f"{kind} in a task", "peertube_token", options))
    refused = [{**one, "ignore_errors": True} for one in refused]
    run = controller.play(refused, "in the controller's process", "-vvv")
    assert run.status == 0, run.shown
    assert simulator.log() == []
    for kind in NO_TEXTS:
        assert f"password is {kind}, not a text." in run.shown
    assert [place for place, text in run.written() if "secret-4711" in text or "2031" in text] == []


def test_a_job_whose_result_another_task_would_show_is_not_started(
    controller: Controller, simulator: Simulator
) -> None:
    run = controller.play([task("log in", "peertube_token", LOGIN, **{"async": 30, "poll": 0})], "as a module")
    assert run.status != 0
    assert "Set poll to 1 or more, or leave out async." in run.shown
    assert simulator.log() == []


def test_a_result_that_was_cut_off_is_not_shown(controller: Controller, simulator: Simulator) -> None:
    """As by a connection that was lost: ansible-core shows what it could not read."""
    cut = controller.directory / "python"
    cut.write_text(f"#!/bin/sh\n{sys.executable} \"$@\" | sed '$ s/}}}}$//'\n")
    cut.chmod(0o755)
    variables = {"ansible_python_interpreter": str(cut)}
    run = controller.play([task("log in", "peertube_token", LOGIN, vars=variables)], "as a module", "-vvv")
    assert run.status != 0
    assert "(withheld: it may hold a secret)" in run.shown
    assert leaks(run, simulator) == []


def test_in_check_mode_a_lookup_opens_the_session_that_the_next_run_uses(
    controller: Controller, simulator: Simulator
) -> None:
    session_file = controller.directory / "sessions" / "root.json"
    options = f"url='{controller.url}', username='root', password=root_password, session_file='{session_file}'"
    token = "{{ lookup('peertube.peertube.peertube_token', " + options + ") | length }}"
    run = controller.play([{"ansible.builtin.debug": {"msg": token}}] * 2, "as a module", "--check")
    assert run.status == 0, run.shown
    assert session_file.is_file()
    assert simulator.counters()["logins"] == len(simulator.tokens()) == 1
