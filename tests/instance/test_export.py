# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in the files of an export, and that a server which fails leaves none."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import yaml
from ansible.errors import AnsibleError

from instance.instances import SECRET, SECRET_VARIABLE, TEXT
from instance.provisioner import Provisioner


def test_a_text_that_looks_like_a_template_stays_a_text(valley: Provisioner) -> None:
    valley.export()
    assert valley.exported(**{SECRET_VARIABLE: SECRET})["homepage"] == TEXT


def test_a_secret_of_a_plugin_is_a_variable_without_a_value(valley: Provisioner) -> None:
    result = valley.export()
    written = "".join(path.read_text() for path in valley.directory.glob("instance*.yml"))
    assert SECRET not in written + str(result)
    assert result["variables"] == [SECRET_VARIABLE]
    with pytest.raises(AnsibleError, match=SECRET_VARIABLE):
        valley.exported()


def test_a_second_file_names_the_variables_and_defines_none(valley: Provisioner) -> None:
    valley.export()
    text = (valley.directory / "instance.secrets.yml").read_text()
    assert f"# {SECRET_VARIABLE}:" in text
    assert "client-secret of peertube-plugin-auth-openid-connect" in text
    assert yaml.safe_load(text) is None


def test_the_file_of_secrets_is_never_replaced(valley: Provisioner) -> None:
    secrets = valley.directory / "instance.secrets.yml"
    secrets.write_text("other: value\n")
    warnings = valley.export()["warnings"]
    assert secrets.read_text() == "other: value\n"
    assert SECRET_VARIABLE in warnings[0]


def test_what_was_exported_is_for_its_owner_alone(valley: Provisioner) -> None:
    for path in map(Path, valley.export()["files"]):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((valley.directory / "instance.files").stat().st_mode) == 0o700


def test_a_second_export_changes_nothing(valley: Provisioner) -> None:
    valley.export()
    again = valley.export(force=False)
    assert (again["changed"], again["diff"]) == (False, {})


def test_a_server_that_fails_in_the_middle_leaves_no_file(valley: Provisioner) -> None:
    before = valley.files()
    valley.export()
    requests = len(valley.requests())
    for name in valley.files() - before:
        (valley.directory / name).unlink()
    pictures = 2  # one that cannot be had is not exported, with a warning
    for number in range(requests - pictures):
        valley.simulator.fault(action="status", status=500, skip=number, times=1)
        assert valley.export().get("failed"), number
        assert valley.files() == before
        valley.simulator.reset("faults")
