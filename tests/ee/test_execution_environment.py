# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An execution environment with this collection: what it would hold, and a play in it as ansible-runner runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
BIN = Path(sys.executable).parent
# Where the collection is installed, as by ansible-galaxy.
COLLECTIONS = Path(os.environ["PEERTUBE_COLLECTIONS_PATH"])


def output_of(command: str, *arguments: object) -> str:
    environment = {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]])}
    ran = subprocess.run(
        [command, *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


def test_introspection_finds_what_the_modules_import() -> None:
    found = yaml.safe_load(output_of("ansible-builder", "introspect", COLLECTIONS))

    wanted = {requirement.partition("  #")[0] for requirement in found["python"]}
    assert wanted == {"requests >= 2.25", "pyotp"}
    assert found["system"] == []


def test_a_definition_that_names_the_collection_becomes_a_build_context(tmp_path: Path) -> None:
    (archive,) = COLLECTIONS.parent.glob("peertube-peertube-*.tar.gz")
    definition = shutil.copy(HERE / "execution-environment.yml", tmp_path)
    shutil.copy(archive, tmp_path / "peertube-peertube.tar.gz")

    context = tmp_path / "context"
    to = ["--context", context, "--output-filename", "Containerfile"]
    output_of("ansible-builder", "create", "--file", definition, *to)

    build = context / "_build"
    assert yaml.safe_load((build / "requirements.yml").read_text())["collections"][0]["type"] == "file"
    assert (build / "peertube-peertube.tar.gz").read_bytes() == archive.read_bytes()
    assert "ansible-galaxy collection install" in (context / "Containerfile").read_text()


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator.start() as simulator:
        yield simulator


@pytest.fixture
def project(tmp_path: Path, simulator: Simulator) -> Path:
    """A private data directory of ansible-runner, with the examples as its project."""
    shutil.copytree(EXAMPLES, tmp_path / "project")
    (tmp_path / "env").mkdir()
    credentials = {
        "PEERTUBE_URL": simulator.url,
        "PEERTUBE_USERNAME": ROOT,
        "PEERTUBE_PASSWORD": ROOT_PASSWORD,
        "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
    }
    (tmp_path / "env" / "envvars").write_text(yaml.safe_dump(credentials))
    return tmp_path


def run_play(project: Path, playbook: str) -> list[dict[str, Any]]:
    """Run it, and return the events that ansible-runner kept of it."""
    output_of("ansible-runner", "run", project, "--playbook", playbook, "--ident", "test")
    paths = (project / "artifacts" / "test" / "job_events").glob("*.json")
    return sorted((json.loads(path.read_text()) for path in paths), key=lambda event: event["counter"])


def test_a_play_logs_in_and_out(project: Path, simulator: Simulator) -> None:
    events = run_play(project, "login-logout.yml")

    results = {event["event_data"]["task"]: event["event_data"]["res"] for event in events if is_success(event)}
    assert "valid until" in " ".join(results["Tell what happened"]["msg"])
    assert simulator.counters()["logins"] == 1
    assert simulator.tokens() == []


def test_what_is_kept_of_the_tasks_of_the_collection_holds_no_token(project: Path, simulator: Simulator) -> None:
    events = run_play(project, "login-logout.yml")

    secrets = [*simulator.issued(), simulator.client()["client_secret"]]
    # ansible.builtin.uri shows the headers that it sent to whoever keeps events; our guides say so.
    kept = {str(event["counter"]): json.dumps(event) for event in events if task_action(event) != "ansible.builtin.uri"}
    for path in (project / "artifacts").rglob("*"):
        if path.is_file() and path.parent.name != "job_events":
            kept[str(path)] = path.read_text()
    assert len(secrets) >= 3
    assert len(kept) > 10
    assert [(place, secret) for place, text in kept.items() for secret in secrets if secret in text] == []


def is_success(event: dict[str, Any]) -> bool:
    return bool(event["event"] == "runner_on_ok")


def task_action(event: dict[str, Any]) -> str | None:
    # What is displayed between two events of ansible-core is one of its own, without any data.
    return event.get("event_data", {}).get("task_action")
