# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role and the playbooks by ansible-playbook itself: sessions, what is shown, and exit statuses."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from harness.plays import COLLECTIONS
from load.many_instances import apply_twice
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

from instance.instances import SECRET, SECRET_VARIABLE, rich
from instance.plays import Operator
from instance.provisioner import Provisioner

LOGIN = {"username": ROOT, "password": ROOT_PASSWORD}
LOGIN_VARIABLES = {f"peertube_{name}": value for name, value in LOGIN.items()}
# What may be sent beside GET where nothing changes: one login, and its end.
SESSION = ["POST /users/token", "POST /users/revoke-token"]


@pytest.fixture
def fresh(simulator: Simulator, tmp_path: Path) -> Provisioner:
    """A fresh instance, and files for one with something in each part."""
    provisioner = Provisioner(simulator, "8.2", tmp_path)
    simulator.reset("counters")
    return provisioner


@pytest.fixture
def operator(fresh: Provisioner) -> Operator:
    operator = Operator(fresh.directory, fresh.simulator)
    operator.describe(rich(fresh.directory))
    return operator


def left_open(operator: Operator, fresh: Provisioner) -> int:
    """How many sessions there are beside the one of whoever looks."""
    return sum(one["access_token"] != fresh.session["access_token"] for one in operator.simulator.tokens())


def writes(requests: list[str]) -> list[str]:
    return [one for one in requests if not one.startswith("GET ")]


def test_the_role_opens_one_session_shows_no_secret_and_changes_nothing_when_run_again(
    operator: Operator, fresh: Provisioner
) -> None:
    first = operator.play("-v", module_defaults=LOGIN, peertube_url=operator.simulator.url)
    assert first.status == 0, first.shown
    assert "users: ada, bob new" in first.shown, first.shown
    assert operator.simulator.counters()["logins"] == 1
    assert left_open(operator, fresh) == 0
    for place, text in first.written():
        if place not in ("instance.yml", "variables.yml"):
            assert [secret for secret in (SECRET, ROOT_PASSWORD, "ada-password") if secret in text] == [], place
    operator.requests()
    # Passwords are verified by logins.
    again = operator.play("--diff", module_defaults=LOGIN, peertube_url=operator.simulator.url)
    assert (again.status, "changed=0" in again.shown) == (0, True), again.shown
    assert "Everything is as it should be." in again.shown, again.shown
    assert set(writes(operator.requests())) == set(SESSION)


def test_unchanged_it_costs_few_requests_and_none_but_get(operator: Operator, fresh: Provisioner) -> None:
    fill(fresh)
    operator.describe(whole(fresh))
    operator.play(peertube_session_file=str(operator.session_file), **LOGIN_VARIABLES)
    operator.requests()
    again = operator.play(peertube_session_file=str(operator.session_file), **LOGIN_VARIABLES)
    assert (again.status, "changed=0" in again.shown) == (0, True), again.shown
    requests = operator.requests()
    assert writes(requests) == []
    assert len(requests) <= 20
    assert left_open(operator, fresh) == 1


def fill(fresh: Provisioner) -> None:
    """50 users, 10 follows, 20 blocks and 5 plugins."""
    plugins = ["plugin-hello-world", "plugin-auth-openid-connect", "theme-dark", "plugin-transcode", "theme-light"]
    fresh.simulator.plugins(available={f"peertube-{name}": {"versions": ["9.0.0"]} for name in plugins})
    instance = rich(fresh.directory)
    instance["plugins"] = [{"name": f"peertube-{name}", "version": "9.0.0"} for name in plugins]
    fresh.simulator.seed(users=50, following=10, blocked_servers=10, blocked_accounts=10)
    assert fresh.apply(instance).failures == []


def whole(fresh: Provisioner) -> dict[str, Any]:
    """What an export has to say of it, with every leaf of the configuration."""
    fresh.export("whole.yml", with_defaults=True)
    return fresh.exported("whole.yml")


def test_a_failure_in_the_middle_says_how_far_it_came_and_ends_the_session(
    operator: Operator, fresh: Provisioner
) -> None:
    operator.simulator.fault(action="status", status=400, method="POST", path="/users")
    run = operator.play(peertube_url=operator.simulator.url, **LOGIN_VARIABLES)
    assert run.status == 2
    assert "Manage users failed" in run.shown, run.shown
    assert "Done: plugins, config, homepage, images." in run.shown, run.shown
    assert "Failed: users." in run.shown, run.shown
    assert "Not done: channels, follows, blocklist, watched_words, runner_token." in run.shown, run.shown
    assert "Changed: plugins: " in run.shown, run.shown
    assert left_open(operator, fresh) == 0


def test_instances_at_once_are_applied_and_no_session_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIBLE_COLLECTIONS_PATH", COLLECTIONS)
    # Not in tmp_path: see Controller.
    with tempfile.TemporaryDirectory() as directory:
        apply_twice(Path(directory), hosts=6, forks=6)


def test_what_does_not_fit_is_refused_before_anything_is_sent(operator: Operator) -> None:
    operator.describe({"user": [], "users": [{"name": "ada", "emial": "x"}]})
    run = operator.play(peertube_url=operator.simulator.url, **LOGIN_VARIABLES)
    assert run.status == 2
    assert "Did you mean users?" in run.shown, run.shown
    assert "Did you mean email?" in run.shown, run.shown
    assert operator.requests() == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "instance.yml is not there. Name a file that is, with -e peertube_instance_file=FILE."),
        (b"", "instance.yml has no peertube_instance. Write that key, and all others below it."),
        (b"peertube_instance: {users: [], users: []}", "peertube_instance.users stands in line 1 and in line 1"),
        (b"peertube_instance: {users: [{name: 010}]}", "users, 8: name is no text, but a number. Put it in quotes."),
        # By ansible-core.
        (b"- users", "dictionar"),
        (b"peertube_instance:\n\thomepage: a", "instance.yml"),
        ("peertube_instance: {homepage: ä}".encode("latin-1"), "utf-8"),
        (b"peertube_instance: {homepage: !vault '$ANSIBLE_VAULT;1.1;AES256'}", "instance.yml"),
    ],
)
def test_a_file_that_cannot_be_applied_is_told_of_before_anything_is_sent(
    operator: Operator, content: bytes | None, told: str
) -> None:
    operator.file.unlink()
    if content is not None:
        operator.file.write_bytes(content)
    run = operator.playbook("apply")
    assert run.status != 0
    assert told in run.shown, run.shown
    assert operator.requests() == []


def test_an_export_has_no_drift_until_something_changes(operator: Operator, fresh: Provisioner) -> None:
    assert fresh.apply(rich(fresh.directory)).failures == []
    operator.file.unlink()
    export = operator.playbook("export")
    assert export.status == 0, export.shown
    assert f"{SECRET_VARIABLE} needs a value" in export.shown, export.shown
    fresh.simulator.configuration(values={"signup.limit": 7})
    fresh.requests()
    drift = operator.playbook("drift", "-e", f"{SECRET_VARIABLE}={SECRET}")
    assert drift.status == 2, drift.shown
    assert drift.shown.count("config: signup.limit changed") == 1, drift.shown
    assert "-    limit: 7" in drift.shown, drift.shown
    assert writes(operator.requests()) == SESSION
    variables = ["-e", f"{SECRET_VARIABLE}={SECRET}", "-e", f"peertube_session_file={operator.session_file}"]
    assert operator.playbook("apply", *variables).status == 0
    ended = forget_that_it_is_good(operator.session_file)
    fresh.simulator.expire()
    operator.requests()
    drift = operator.playbook("drift", *variables)
    assert (drift.status, writes(operator.requests())) == (0, SESSION), drift.shown
    # A check leaves the file of a session as it is, and nothing of its own.
    assert operator.session_file.read_text() == ended
    assert list((operator.directory / "tmp").rglob("*.peertube")) == []


def forget_that_it_is_good(session_file: Path) -> str:
    """What is in the file of a session that nobody has asked about for long."""
    session = json.loads(session_file.read_text())
    session_file.write_text(json.dumps({**session, "checked_at": session["checked_at"] - 3600}))
    return session_file.read_text()


def test_a_playbook_shows_no_secret_of_the_description(operator: Operator) -> None:
    run = operator.playbook("drift", "-vv")
    assert run.status == 2, run.shown
    assert [secret for secret in (SECRET, ROOT_PASSWORD, "ada-password") if secret in run.shown] == []
