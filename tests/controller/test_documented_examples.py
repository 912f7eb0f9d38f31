# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the documentation shows can be copied: every example of it runs."""

from __future__ import annotations

import json
import re
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible.parsing.plugin_docs import read_docstring
from contract.pictures import png
from harness import CHECKOUT
from harness.plays import Controller
from simulator import accounts
from simulator.control import Simulator

# What the examples call their instance, and what of it a vault holds.
ADDRESSES = ("https://video.example.com", "http://127.0.0.1:9000")
NAME = "video.example.com"
VAULT = {
    "vault_peertube_root_password": accounts.ROOT_PASSWORD,
    "vault_peertube_root_otp_secret": accounts.TWO_FACTOR_SEED,
    "vault_ada_password": "a password of Ada's",
    "vault_first_password": "a first password",
    "vault_peertube_ada_password": "a password of Ada's",
    "vault_oidc_secret": "a secret of the sign-in",
    "vault_ldap_password": "of the directory",
}
# What the examples find beside their play.
PICTURES = {
    "avatar": (1500, 1500),
    "banner": (1920, 317),
    "favicon": (32, 32),
    "opengraph": (1200, 650),
    "news": (600, 100),
}

DOCUMENTED = [path for kind in ("modules", "lookup", "filter") for path in (CHECKOUT / "plugins" / kind).glob("*.py")]
README = CHECKOUT / "README.md"


def examples_of(plugin: Path) -> str:
    return str(read_docstring(str(plugin), verbose=False)["plainexamples"])


def blocks_of_readme() -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)


EXAMPLES = {f"{path.parent.name}/{path.stem}": examples_of(path) for path in DOCUMENTED}
EXAMPLES.update({f"README.md, block {number}": block for number, block in enumerate(blocks_of_readme(), 1)})


def pointed_at(simulator: Simulator, example: str) -> list[dict[str, t.Any]]:
    """The example, with the simulator where it names its instance."""
    for address in ADDRESSES:
        example = example.replace(address, simulator.url)
    parsed = yaml.safe_load(example.replace(NAME, simulator.url.partition("://")[2]))
    return t.cast("list[dict[str, t.Any]]", parsed)


def let_it_federate(simulator: Simulator, example: str) -> None:
    """An instance with HTTPS, which examples of follows take for granted, and those that they follow."""
    if "peertube_follows" in example or "follows:" in example:
        simulator.configure(https=True)
        for host in re.findall(r"[a-z]+\.example\.(?:org|net)", example):
            simulator.peer(host, actors=["news"])


def lay_out_files(directory: Path) -> None:
    """The folder with files that a play has beside it."""
    (directory / "files").mkdir(exist_ok=True)
    for name, (width, height) in PICTURES.items():
        (directory / "files" / f"{name}.png").write_bytes(png(width, height))


def as_play(simulator: Simulator, tasks: list[dict[str, t.Any]]) -> dict[str, t.Any]:
    """A play of tasks, after the one that earlier tasks of a user's play have done: to log in."""
    options = {"url": simulator.url, "username": "root", "password": "{{ vault_peertube_root_password }}"}
    earlier = {"name": "An earlier task", "peertube.peertube.peertube_token": options}
    return {"hosts": "localhost", "gather_facts": False, "tasks": [earlier, *tasks]}


def signed_in(controller: Controller) -> dict[str, str]:
    """What module_defaults, or the environment, say for all tasks of a play whose examples do not repeat it."""
    return {
        "PEERTUBE_URL": controller.url,
        "PEERTUBE_USERNAME": accounts.ROOT,
        "PEERTUBE_PASSWORD": accounts.ROOT_PASSWORD,
        "PEERTUBE_SESSION_FILE": f"{controller.directory}/session.json",
    }


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_of_the_documentation_runs(name: str, controller: Controller, simulator: Simulator) -> None:
    let_it_federate(simulator, EXAMPLES[name])
    example = pointed_at(simulator, EXAMPLES[name])
    plays = example if "hosts" in example[0] else [as_play(simulator, example)]
    (controller.directory / "play.yml").write_text(yaml.safe_dump(plays, sort_keys=False))
    lay_out_files(controller.directory)
    variables = ["-e", json.dumps(VAULT)]
    run = controller.run(
        "ansible-playbook", "in the controller's process", "play.yml", *variables, env=signed_in(controller)
    )
    assert run.status == 0, run.shown
    assert "WARNING" not in run.shown


def test_the_readme_shows_a_whole_playbook() -> None:
    assert any("hosts" in yaml.safe_load(block)[0] for block in blocks_of_readme())
