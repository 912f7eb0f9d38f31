# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said of an instance that is as new, and that files are there as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from simulator.control import Simulator

from instance.provisioner import Provisioner


@pytest.fixture
def bare(simulator: Simulator, tmp_path: Path) -> Provisioner:
    return Provisioner(simulator, "8.2", tmp_path / "files")


def test_it_says_where_it_comes_from(bare: Provisioner) -> None:
    bare.export()
    first, second, third = (bare.directory / "instance.yml").read_text().split("\n")[:3]
    assert first == "---"
    assert bare.simulator.url in second
    assert "PeerTube 8.2.1" in second
    assert "UTC" in second
    assert third.startswith("# Written by peertube.peertube ")


def test_what_goes_without_saying_is_not_said(bare: Provisioner) -> None:
    bare.export()
    assert set(bare.exported()) == {"config", "users", "channels", "runner_token"}
    assert bare.exported()["config"] == {"admin": {"email": "admin@example.com"}}


def test_with_defaults_everything_is_said(bare: Provisioner) -> None:
    bare.export(with_defaults=True)
    exported = bare.exported()
    assert exported["config"]["signup"]["enabled"] is False
    assert all(user["blocked"] in (True, False) for user in exported["users"])
    again = bare.apply(exported)
    assert (again.failures, again.changed, again.writes) == ([], [], [])


def test_only_what_was_asked_for_is_written_and_read(bare: Provisioner) -> None:
    bare.export(gather_subset=["blocklist", "homepage"], with_defaults=True)
    assert set(bare.exported()) == {"blocklist", "homepage"}
    assert bare.requests() == [
        "GET /config",
        "GET /custom-pages/homepage/instance",
        "GET /server/blocklist/servers",
        "GET /server/blocklist/accounts",
    ]


def test_a_file_that_says_something_else_stays(bare: Provisioner) -> None:
    (bare.directory / "instance.yml").write_text("mine: true\n")
    result = bare.export(force=False)
    assert result["error"]["code"] == "invalid_option"
    assert (bare.directory / "instance.yml").read_text() == "mine: true\n"
    assert bare.export(force=True)["changed"]


def test_a_check_writes_nothing_and_shows_the_diff(bare: Provisioner) -> None:
    result = bare.export(check_mode=True)
    assert result["changed"]
    assert "peertube_instance:" in result["diff"]["after"]
    assert bare.files() == set()


@pytest.mark.parametrize("dest", ["instance.yml", "/nowhere/instance.yml", "/"])
def test_a_destination_that_cannot_be_one_is_refused_before_anything_is_sent(bare: Provisioner, dest: str) -> None:
    assert bare.export(dest=dest)["error"]["code"] == "invalid_option"
    assert bare.requests() == []
