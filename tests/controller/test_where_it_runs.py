# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which tasks run in the controller's own process, which as a module, and that both do the same."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import typing as t

import pytest
from harness.plays import LOGIN, WAYS, Controller, Run
from simulator.control import Simulator

IN_PROCESS = "in the controller's process"
# ansible-core says so, with -vvv, for every module that it transfers.
TRANSFERRED = "Using module file"


def login(**keywords: t.Any) -> dict[str, t.Any]:
    return {"name": "log in", "peertube.peertube.peertube_token": LOGIN, "register": "session", **keywords}


def was_in_process(run: Run) -> bool:
    assert run.status == 0, run.shown
    return TRANSFERRED not in run.shown


def test_a_local_task_runs_in_process(controller: Controller) -> None:
    assert was_in_process(controller.play([login()], IN_PROCESS, "-vvv"))


def test_a_task_elsewhere_runs_as_a_module(controller: Controller) -> None:
    assert not was_in_process(controller.play([login()], "as a module elsewhere", "-vvv"))


def test_a_task_delegated_from_elsewhere_to_localhost_runs_in_process(controller: Controller) -> None:
    assert was_in_process(controller.play([login(delegate_to="localhost")], "as a module elsewhere", "-vvv"))


@pytest.mark.parametrize(
    "keywords",
    [
        {"environment": {"PEERTUBE_TIMEOUT": "20"}},
        {"vars": {"peertube_in_process": False}},
        {"vars": {"peertube_in_process": "no"}},
        {"async": 30, "poll": 1},
    ],
    ids=["environment", "peertube_in_process", "peertube_in_process as text", "async"],
)
def test_what_needs_a_process_of_its_own_gets_one(keywords: dict[str, t.Any], controller: Controller) -> None:
    assert not was_in_process(controller.play([login(**keywords)], IN_PROCESS, "-vvv"))


def test_become_runs_as_a_module(controller: Controller) -> None:
    # Stands for sudo: whoever runs the tests may not be allowed to become anybody else.
    become = controller.directory / "become"
    become.write_text('#!/bin/sh\nwhile [ "$1" != /bin/sh ]; do shift; done\nexec "$@"\n')
    become.chmod(0o755)
    variables = {"ansible_become_exe": str(become)}
    assert not was_in_process(controller.play([login(become=True, vars=variables)], IN_PROCESS, "-vvv"))


def test_another_python_gets_a_process_of_its_own(controller: Controller) -> None:
    # The same program by another name: in a virtual environment that means other libraries.
    link = controller.directory / "python3"
    link.symlink_to(sys.executable)
    run = controller.play(
        [login(vars={"ansible_python_interpreter": str(link)}, ignore_errors=True)], IN_PROCESS, "-vvv"
    )
    assert not was_in_process(run)


@pytest.mark.parametrize("interpreter", ["auto", "auto_silent", "{{ ansible_playbook_python }}"])
def test_a_python_left_to_ansible_runs_in_process(interpreter: str, controller: Controller) -> None:
    run = controller.play([login(vars={"ansible_python_interpreter": interpreter})], IN_PROCESS, "-vvv")
    assert was_in_process(run)


@pytest.mark.parametrize("strategy", ["linear", "free"])
def test_any_strategy_with_many_forks_runs_in_process(
    strategy: str, controller: Controller, simulator: Simulator
) -> None:
    loop = {"loop": list(range(4)), "loop_control": {"label": "one of many"}}
    run = controller.play([login(**loop)], IN_PROCESS, "-vvv", "--forks", "4", strategy=strategy)
    assert was_in_process(run)
    assert simulator.counters()["logins"] == 4


def test_a_timeout_ends_a_task_in_process(controller: Controller, simulator: Simulator) -> None:
    simulator.hold(method="POST", path="/users/token")
    run = controller.play([login(timeout=1)], IN_PROCESS, "-vvv")
    simulator.release()
    assert run.status != 0
    assert TRANSFERRED not in run.shown
    assert "timeout" in run.shown.lower()


def logging_in(controller: Controller, task: dict[str, t.Any] | None = None) -> t.ContextManager[subprocess.Popen[str]]:
    """A play that logs in, while it runs."""
    controller.write_play([task or login()])
    to_target = controller.to_target(IN_PROCESS)
    return controller.running("ansible-playbook", *to_target, "-e", "@variables.yml", "play.yml")


def test_ctrl_c_ends_a_task_in_process(controller: Controller, simulator: Simulator) -> None:
    simulator.hold(method="POST", path="/users/token")
    with logging_in(controller) as process:
        simulator.wait_held()
        process.send_signal(signal.SIGINT)
        shown, _nothing = process.communicate(timeout=30)
    simulator.release()
    assert process.returncode != 0
    assert "Traceback" not in shown


LOOKUP = (
    "lookup('peertube.peertube.peertube_token', url=instance, username='root', password=root_password, "
    "session_file=playbook_dir ~ '/session') is string"
)


@pytest.mark.parametrize(
    "task", [login(), {"name": "look up", "ansible.builtin.assert": {"that": LOOKUP}}], ids=["task", "lookup"]
)
def test_a_wait_for_a_rate_limit_is_announced_when_it_begins(
    task: dict[str, t.Any], controller: Controller, simulator: Simulator
) -> None:
    simulator.fault(action="status", status=429, headers={"Retry-After": "50"}, path="/users/token")
    controller.variables["instance"] = controller.url
    with logging_in(controller, task) as process:
        shown = ""
        while "50 s of waiting" not in shown and process.stdout is not None and (line := process.stdout.readline()):
            shown += line
        logins = simulator.counters()["logins"]
        # Twice, should the first one come while ansible-core shows the message.
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=5)
    assert "50 s of waiting" in shown
    assert logins == 0


def test_both_ways_take_defaults_from_the_environment(way: str, controller: Controller, simulator: Simulator) -> None:
    environment = {
        "PEERTUBE_URL": controller.url,
        "PEERTUBE_USERNAME": "root",
        "PEERTUBE_PASSWORD": controller.variables["root_password"],
    }
    run = controller.play([{"peertube.peertube.peertube_token": {}}], way, env=environment, module_defaults={})
    assert run.status == 0, run.shown
    assert simulator.counters()["logins"] == 1


@pytest.mark.parametrize("asked_for", [True, False])
def test_every_way_returns_the_same_keys(asked_for: bool, controller: Controller) -> None:
    """ansible-core adds its own, which depend on its release."""
    keys = {"ansible.builtin.copy": {"content": "{{ session.keys() | sort }}", "dest": "{{ playbook_dir }}/keys"}}
    environment = {"ANSIBLE_INJECT_INVOCATION": str(asked_for)}
    returned = []
    for way in WAYS:
        run = controller.play([login(), {**keys, "connection": "local"}], way, env=environment)
        assert run.status == 0, run.shown
        returned.append((controller.directory / "keys").read_text())
    assert returned == returned[:1] * len(WAYS)


def test_both_ways_show_warnings(way: str, controller: Controller) -> None:
    # The address is none of this machine's, so that the warning of plain http comes before the failure.
    task = login(ignore_errors=True)
    task["peertube.peertube.peertube_token"] = {**LOGIN, "url": "http://192.0.2.1:9", "timeout": 0.1, "retries": 0}
    run = controller.play([task], way)
    assert "unencrypted" in run.shown


def test_a_fact_cache_on_disk_is_warned_of_once(controller: Controller) -> None:
    environment = {
        "ANSIBLE_CACHE_PLUGIN": "jsonfile",
        "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(controller.directory / "facts"),
    }
    run = controller.play([login(), login()], IN_PROCESS, env=environment)
    assert run.shown.count("set set_facts to false") == 1


def test_a_diff_is_shown_though_the_result_is_hidden(way: str, controller: Controller) -> None:
    run = controller.play([login()], way, "--diff")
    assert '+    "username": "root"' in run.shown


def test_the_item_of_a_loop_is_no_way_around_the_hiding(way: str, controller: Controller) -> None:
    controller.variables["wrong_password"] = "wrong-password-4711"
    task = login(loop=["{{ wrong_password }}"], ignore_errors=True)
    task["peertube.peertube.peertube_token"] = {**LOGIN, "password": "{{ item }}"}
    task["loop_control"] = {"label": "a password"}
    run = controller.play([task], way, "-vvv")
    assert "wrong-password-4711" not in run.shown
    assert "The instance refused the username" in run.shown
