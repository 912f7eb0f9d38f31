# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the guides show can be copied: every example of them runs, and does what the page says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import typing as t
from pathlib import Path

import pyotp
import pytest
import yaml
from ansible_collections.peertube.peertube.plugins.plugin_utils._instance import problems
from controller.test_documented_examples import VAULT, as_play, lay_out_files, let_it_federate, pointed_at
from harness.certificates import Authority
from harness.plays import Controller, Run
from simulator import accounts
from simulator.control import Simulator

from .guides import Block, blocks_in, blocks_of

PLAYS = blocks_in("yaml+jinja")
# One play of a workflow needs what the one before it handed on.
WORKFLOW = [block for block in PLAYS if "peertube_access_token" in block.text]
# These declare an instance, and are run twice.
WHOLE = [block for page in ("plugins", "look") for block in blocks_of(page) if "hosts:" in block.text]
# These leave the instance to the play around them.
WITHOUT_MODULE = [block for block in blocks_of("any_request") if "url:" not in block.text]
PLAIN = [one for one in PLAYS if one not in WORKFLOW + WHOLE + WITHOUT_MODULE and "our-ca" not in one.text]
# What the plays of a page are warned of only where all of them are one.
OF_ALL_TOGETHER = ("Each task logs in to", "The old token is still good, for runners registered with it")
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
INVENTORY = {
    "encoders": {"hosts": dict.fromkeys(("encoder1", "encoder2", "encoder3")), "vars": LOCAL},
    "video": {"hosts": {"video1": None}, "vars": LOCAL},
}
CREDENTIAL = {"PEERTUBE_USERNAME": "root", "PEERTUBE_PASSWORD": accounts.ROOT_PASSWORD}

RunBlock = t.Callable[..., Run]


def plays_of(block: Block, simulator: Simulator) -> list[dict[str, t.Any]]:
    """The block as its reader runs it: as it is, or within a play."""
    example = pointed_at(simulator, block.text.replace("https://192.0.2.10", "https://video.example.com"))
    plays = example if "hosts" in example[0] else [as_play(simulator, example)]
    if plays is not example and "ansible_facts.peertube_token" not in block.text:
        plays[0]["tasks"] = example  # which use nothing of an earlier task
    return plays


@pytest.fixture
def run_block(controller: Controller) -> RunBlock:
    """Run a block as its reader does, with a vault, an inventory, and the environment that the block speaks of."""
    (controller.directory / "hosts.yml").write_text(yaml.safe_dump(INVENTORY))

    def run(block: Block, simulator: Simulator, **variables: str) -> Run:
        let_it_federate(simulator, block.text)
        plays = plays_of(block, simulator)
        (controller.directory / "play.yml").write_text(yaml.safe_dump(plays, sort_keys=False))
        lay_out_files(controller.directory)
        environment = {"PEERTUBE_URL": simulator.url, **CREDENTIAL} if "PEERTUBE_PASSWORD" in block.text else {}
        arguments = ["--inventory", "hosts.yml", "play.yml", "-e", json.dumps({**VAULT, **variables})]
        return controller.run("ansible-playbook", "in the controller's process", *arguments, env=environment)

    return run


@pytest.mark.parametrize("page", sorted({block.page for block in PLAIN}))
def test_the_examples_of_a_page_run(page: str, run_block: RunBlock, simulator: Simulator) -> None:
    """One after the other, as its reader does: each play costs a few seconds to start."""
    if page == "two_factor":
        simulator.account("root", two_factor_seed=accounts.TWO_FACTOR_SEED)
    simulator.plugins(index=True)
    plays = [play for block in PLAIN if block.page == page for play in plays_of(block, simulator)]
    whole = Block(page, 1, "yaml+jinja", yaml.safe_dump(plays, sort_keys=False))
    run = run_block(whole, simulator, code=pyotp.TOTP(accounts.TWO_FACTOR_SEED).now())
    assert run.status == 0, run.shown
    assert [one for one in re.findall(r"WARNING\]: (.*)", run.shown) if not one.startswith(OF_ALL_TOGETHER)] == []


@pytest.mark.parametrize("block", [one for one in PLAYS if "our-ca" in one.text], ids=str)
def test_an_example_with_a_private_ca_runs(block: Block, run_block: RunBlock, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate, key = authority.files("127.0.0.1")
    for shown, real in {"our-ca.pem": authority.path, "our-client.pem": certificate, "our-client.key": key}.items():
        block = Block(block.page, block.line, block.language, block.text.replace(f"/etc/ssl/{shown}", real))
    with Simulator.start(tls_cert=certificate, tls_key=key) as simulator:
        run = run_block(block, simulator)
    assert run.status == 0, run.shown


def test_first_steps_change_nothing_when_taken_twice(run_block: RunBlock, simulator: Simulator) -> None:
    play, logout = (block for block in blocks_of("first_steps") if block.language == "yaml+jinja")
    first, second = run_block(play, simulator), run_block(play, simulator)
    assert "changed=1" in first.shown
    assert "changed=0" in second.shown
    assert '"users.json.total"' in first.shown
    assert simulator.counters()["logins"] == 1
    run_block(logout, simulator)
    assert simulator.tokens() == []


@pytest.mark.parametrize("block", WHOLE, ids=str)
def test_a_declared_instance_is_unchanged_the_second_time(
    block: Block, run_block: RunBlock, simulator: Simulator
) -> None:
    first, second = run_block(block, simulator), run_block(block, simulator)
    assert (first.status, second.status) == (0, 0), first.shown + second.shown
    assert "WARNING" not in first.shown + second.shown
    assert "changed=0" in second.shown


def test_what_has_no_module_changes_nothing_the_second_time(run_block: RunBlock, simulator: Simulator) -> None:
    """All of it in one play, with a session that all of it uses."""
    tasks = [task for block in WITHOUT_MODULE for task in yaml.safe_load(block.text)]
    defaults = {
        "url": simulator.url,
        "username": "root",
        "password": accounts.ROOT_PASSWORD,
        "session_file": "~/root.json",
    }
    play = {"hosts": "localhost", "gather_facts": False, "tasks": tasks}
    play["module_defaults"] = {"group/peertube.peertube.peertube": defaults}
    whole = Block("any_request", WITHOUT_MODULE[0].line, "yaml+jinja", yaml.safe_dump([play], sort_keys=False))
    first, second = run_block(whole, simulator), run_block(whole, simulator)
    assert (first.status, second.status) == (0, 0), first.shown + second.shown
    # Beside the configuration and the follow, one task of each block.
    assert f"changed={len(WITHOUT_MODULE) + 2} " in first.shown
    assert "changed=0" in second.shown


@pytest.mark.parametrize("block", [one for one in blocks_of("many_hosts") if "hosts: encoders" in one.text], ids=str)
def test_many_hosts_cost_one_login(block: Block, run_block: RunBlock, simulator: Simulator) -> None:
    assert run_block(block, simulator).status == 0
    assert simulator.counters()["logins"] == 1


def test_a_blocked_account_is_told_from_other_failures(run_block: RunBlock, simulator: Simulator) -> None:
    (block,) = (one for one in blocks_of("when_it_fails") if one.language == "yaml+jinja")
    simulator.account("root", blocked=True)
    blocked = run_block(block, simulator)
    assert blocked.status == 0, blocked.shown
    assert "skipping: [localhost]" in blocked.shown
    wrong = run_block(block, simulator, vault_peertube_root_password="wrong")
    assert wrong.status != 0
    assert "invalid_grant" in wrong.shown


def test_a_workflow_opens_one_session_and_ends_it(run_block: RunBlock, simulator: Simulator) -> None:
    login, work, logout = WORKFLOW
    assert run_block(login, simulator).status == 0
    (session,) = simulator.tokens()
    for block in (work, logout):
        tokens = {f"peertube_{name}": session[name] for name in ("access_token", "refresh_token")}
        run = run_block(block, simulator, **tokens)
        assert run.status == 0, run.shown
    assert simulator.tokens() == []
    assert simulator.counters()["logins"] == 1


def test_many_instances_share_a_part_and_have_their_own(controller: Controller, simulator: Simulator) -> None:
    for block in blocks_of("many_instances"):
        if block.language == "yaml":
            path = controller.directory / block.text.partition("\n")[0].lstrip("# ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text.replace("https://{{ inventory_hostname }}", simulator.url))
    passwords = dict.fromkeys(("video.example.com", "films.example.org"), accounts.ROOT_PASSWORD)
    variables = ["-e", json.dumps({"vault_peertube_root_passwords": passwords})]
    inventory = ["--inventory", "inventory.yml"]
    environment = {"ANSIBLE_STDOUT_CALLBACK": "default"}
    run = controller.execute("ansible-playbook", *inventory, "instances.yml", *variables, env=environment)
    assert run.status == 0, run.shown
    assert "blocklist: server bad.example new" in run.shown
    assert "blocklist: server worse.example new" in run.shown
    assert "config: instance.terms changed" in run.shown
    assert "config: instance.name changed" in run.shown


@pytest.mark.parametrize("block", [one for one in blocks_in("yaml") if "peertube_instance:\n" in one.text], ids=str)
def test_the_description_of_an_instance_has_no_problem(block: Block) -> None:
    assert problems(yaml.safe_load(block.text)["peertube_instance"]) == []


@pytest.mark.parametrize("block", blocks_in("shell"), ids=str)
def test_commands_are_valid(block: Block) -> None:
    subprocess.run(["bash", "-n"], input=block.text, text=True, check=True)


def test_the_way_of_curl_gets_the_users(simulator: Simulator) -> None:
    (block,) = (one for one in blocks_of("coming_from") if "curl" in one.text)
    script = block.text.replace("https://video.example.com", simulator.url)
    environment = {**os.environ, **CREDENTIAL}
    command = ["bash", "-euo", "pipefail", "-c", script]
    printed = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert "total" in json.loads(printed)
