# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Over a real ssh, whose plugin in ansible-core shows with -vvv all that a module prints, no secret is shown either."""

from __future__ import annotations

import re
import shutil
import tempfile
import typing as t
from pathlib import Path

import pytest
from harness.plays import LOGIN, Controller, Run
from simulator import accounts
from simulator.control import Simulator

from .sshd import start_sshd
from .test_leaks import leaks, task

# As ansible-core's ssh plugin shows what came back, and as it does when it must not.
RAW = r"\(0, b'[^\n]*"
CENSORED = "stdout and stderr censored due to no log"


@pytest.fixture(scope="module")
def over_ssh(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[dict[str, t.Any]]:
    # The path of a socket has at most 108 characters.
    sockets = tempfile.mkdtemp()
    for variables in start_sshd(tmp_path_factory.mktemp("sshd")):
        yield {**variables, "ansible_control_path_dir": sockets}
    shutil.rmtree(sockets)


def tasks(directory: Path, pipelining: bool) -> list[dict[str, t.Any]]:
    """What returns secrets and what fails, with the module in a file on the target, or sent through a pipe."""
    session_file = str(directory / "sessions" / f"{pipelining}.json")
    sent = {"vars": {"ansible_pipelining": pipelining}}
    failing = {**sent, "ignore_errors": True}
    given = {"session_file": session_file}
    shown_either_way = [
        task("log in", "peertube_token", {**LOGIN, **given}, register="session", **sent),
        task("wrong password", "peertube_token", {**LOGIN, "password": "{{ wrong_password }}"}, **failing),
        task("log out", "peertube_logout", given, **sent),
    ]
    if pipelining:
        return shown_either_way
    return [
        task("the client", "peertube_oauth_client_info", {}, register="client", **sent),
        task("the client, as any answer", "peertube_api", {**LOGIN, "path": "/oauth-clients/local"}, **sent),
        task("loop", "peertube_token", {**LOGIN, "password": "{{ item }}"}, loop=["{{ root_password }}"], **sent),
        *shown_either_way,
    ]


def everything(directory: Path) -> list[dict[str, t.Any]]:
    background: dict[str, t.Any] = {"async": 120, "poll": 1}
    return [
        *tasks(directory, pipelining=False),
        *tasks(directory, pipelining=True),
        task("in the background", "peertube_token", LOGIN, register="later", **background),
        {"name": "of others", "ansible.builtin.command": "echo shown all the same"},
        {
            "name": "whole all the same",
            "ansible.builtin.assert": {
                "that": [
                    "session.token.access_token is match('^[0-9a-f]{40}$')",
                    "later.token.access_token is match('^[0-9a-f]{40}$')",
                    "client.client_secret | length > 0",
                ]
            },
        },
        *(
            task(f"nobody listens, {pipelining}", "peertube_token", LOGIN, ignore_unreachable=True, vars=variables)
            for pipelining in (False, True)
            for variables in [{"ansible_pipelining": pipelining, "ansible_port": 9}]
        ),
    ]


@pytest.fixture
def run(over_ssh: dict[str, t.Any], controller: Controller) -> Run:
    controller.target = over_ssh
    controller.variables["wrong_password"] = "wrong-password-4711"
    return controller.play(everything(controller.directory), "as a module", "-vvvv", "--diff")


def test_over_ssh_no_secret_is_shown_and_failures_are(run: Run, simulator: Simulator) -> None:
    assert run.status == 0, run.shown
    assert "<127.0.0.1> SSH: EXEC" in run.shown
    # ansible-core keeps the module there until its watcher notices that the job has ended.
    assert [leak for leak in leaks(run, simulator) if "tmp/remote/" not in leak] == []
    assert run.shown.count('"code": "invalid_grant"') == 2
    # Why there was no connection is no secret, and the only thing that helps.
    assert len(re.findall(r"UNREACHABLE! => \{[^}]*Connection refused", run.shown)) == 2
    # What the module printed was hidden, and nothing of what came after it.
    assert CENSORED in run.shown
    assert re.search(r"rm -f -r [^\n]*\n[^\n]*" + RAW, run.shown)
    assert re.search(RAW + "shown all the same", run.shown)
    assert accounts.ROOT_PASSWORD not in run.shown
