# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks of examples/ do what they are copied for."""

from __future__ import annotations

import json
import re
import sys
import typing as t

import pytest
from harness import CHECKOUT
from harness.plays import Controller, Run
from simulator import accounts
from simulator.control import Simulator

EXAMPLES = sorted(path.name for path in (CHECKOUT / "examples").glob("*.yml"))
HOSTS = ["peertube", "another"]
# These have tests of their own.
APART = ("on-the-server.yml", "runner-farm.yml")


@pytest.fixture
def run_example(controller: Controller, simulator: Simulator) -> t.Callable[..., Run]:
    """Run an example as its user does, with the variables of a vault and an inventory of her own."""
    variables = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "peertube_url": simulator.url,
        "peertube_username": accounts.TWO_FACTOR,
        "vault_peertube_root_password": accounts.ROOT_PASSWORD,
        "vault_peertube_password": accounts.PASSWORD,
        "vault_peertube_otp_secret": accounts.TWO_FACTOR_SEED,
        # All hosts of this inventory are one machine.
        "peertube_runner_directory": f"{controller.directory}/runners/{{{{ inventory_hostname }}}}",
    }
    environment = {
        "PEERTUBE_URL": simulator.url,
        "PEERTUBE_USERNAME": "root",
        "PEERTUBE_PASSWORD": accounts.ROOT_PASSWORD,
    }

    def run(name: str, *more: str) -> Run:
        example, inventory = str(CHECKOUT / "examples" / name), ["--inventory", ",".join(HOSTS)]
        arguments = [example, *inventory, "-e", json.dumps(variables), *more]
        return controller.run("ansible-playbook", "in the controller's process", *arguments, env=environment)

    return run


@pytest.fixture
def under_its_public_name(simulator: Simulator) -> None:
    """The instance answers to the name that on-the-server.yml gives it, as it does behind a proxy."""
    simulator.configure(webserver="video.example.com")


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name not in APART])
def test_an_example_logs_in_and_leaves_no_session(
    name: str, run_example: t.Callable[..., Run], simulator: Simulator
) -> None:
    run = run_example(name)
    assert run.status == 0, run.shown
    assert simulator.counters()["logins"] == 1
    assert simulator.tokens() == []


@pytest.mark.usefixtures("under_its_public_name")
def test_on_the_server_every_request_bears_the_public_name(
    run_example: t.Callable[..., Run], simulator: Simulator
) -> None:
    run = run_example("on-the-server.yml")
    assert run.status == 0, run.shown
    assert {entry["host"] for entry in simulator.log()} == {"video.example.com"}
    assert simulator.tokens() == []


def test_many_hosts_work_with_the_session_of_one_login(run_example: t.Callable[..., Run], simulator: Simulator) -> None:
    run_example("many-hosts.yml")
    asked = {entry["query"] for entry in simulator.log() if entry["path"].endswith("/users")}
    assert {f"search={host}" for host in HOSTS} < asked
    assert simulator.counters()["logins"] == 1


def test_a_farm_of_runners_registers_once_and_shows_no_token(
    run_example: t.Callable[..., Run], simulator: Simulator, controller: Controller
) -> None:
    first, second = (run_example("runner-farm.yml", "--limit", ",".join(HOSTS), how) for how in ("-vvvv", "--diff"))
    assert (first.status, second.status) == (0, 0), first.shown + second.shown
    assert simulator.tokens() == []
    asked = [entry["path"].rpartition("/")[2] for entry in simulator.log() if entry["method"] == "POST"]
    assert asked.count("register") == len(HOSTS)
    assert simulator.counters()["logins"] == 2
    kept = {host: (controller.directory / "runners" / host / "config.toml").read_text() for host in HOSTS}
    runner_tokens = re.findall(r"ptrt-[0-9a-f-]+", "".join(kept.values()))
    assert len(set(runner_tokens)) == len(HOSTS)
    shown = first.shown + second.shown
    assert not any(token in shown for token in [*runner_tokens, "ptrrt-"])


def test_a_runner_that_cannot_keep_its_token_is_removed_again(
    run_example: t.Callable[..., Run], simulator: Simulator
) -> None:
    nowhere = json.dumps({"peertube_runner_directory": "/proc/nowhere"})
    run = run_example("runner-farm.yml", "--limit", HOSTS[0], "-e", nowhere)
    assert "Make a directory for the configuration: this failed" in run.shown
    (removal,) = (entry for entry in simulator.log() if entry["method"] == "DELETE")
    assert removal["status"] == 204
    assert simulator.tokens() == []
