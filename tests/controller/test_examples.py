# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks of examples/ do what they are copied for."""

from __future__ import annotations

import json
import sys
import typing as t

import pytest
from simulator import accounts
from simulator.control import Simulator

from .conftest import CHECKOUT, Controller, Run

EXAMPLES = sorted(path.name for path in (CHECKOUT / "examples").glob("*.yml"))
HOSTS = ["peertube", "another"]


@pytest.fixture
def run_example(controller: Controller, simulator: Simulator) -> t.Callable[[str], Run]:
    """Run an example as its user does, with the variables of a vault and an inventory of her own."""
    variables = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "peertube_url": simulator.url,
        "peertube_username": accounts.TWO_FACTOR,
        "vault_peertube_root_password": accounts.ROOT_PASSWORD,
        "vault_peertube_password": accounts.PASSWORD,
        "vault_peertube_otp_secret": accounts.TWO_FACTOR_SEED,
    }
    environment = {
        "PEERTUBE_URL": simulator.url,
        "PEERTUBE_USERNAME": "root",
        "PEERTUBE_PASSWORD": accounts.ROOT_PASSWORD,
    }

    def run(name: str) -> Run:
        example, inventory = str(CHECKOUT / "examples" / name), ["--inventory", ",".join(HOSTS)]
        arguments = [example, *inventory, "-e", json.dumps(variables)]
        return controller.run("ansible-playbook", "in the controller's process", *arguments, env=environment)

    return run


@pytest.fixture
def under_its_public_name(simulator: Simulator) -> t.Iterator[None]:
    """The instance answers to the name that on-the-server.yml gives it, as it does behind a proxy."""
    simulator.configure(webserver="video.example.com")
    yield
    simulator.configure(webserver=simulator.url.partition("://")[2])


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "on-the-server.yml"])
def test_an_example_logs_in_and_leaves_no_session(
    name: str, run_example: t.Callable[[str], Run], simulator: Simulator
) -> None:
    run = run_example(name)
    assert run.status == 0, run.shown
    assert simulator.counters()["logins"] == 1
    assert simulator.tokens() == []


@pytest.mark.usefixtures("under_its_public_name")
def test_on_the_server_every_request_bears_the_public_name(
    run_example: t.Callable[[str], Run], simulator: Simulator
) -> None:
    run = run_example("on-the-server.yml")
    assert run.status == 0, run.shown
    assert {entry["host"] for entry in simulator.log()} == {"video.example.com"}
    assert simulator.tokens() == []


def test_many_hosts_work_with_the_session_of_one_login(
    run_example: t.Callable[[str], Run], simulator: Simulator
) -> None:
    run_example("many-hosts.yml")
    asked = {entry["query"] for entry in simulator.log() if entry["path"].endswith("/users")}
    assert {f"search={host}" for host in HOSTS} < asked
    assert simulator.counters()["logins"] == 1
