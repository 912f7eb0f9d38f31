# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in the files of an export, and that a server which fails leaves none."""

from __future__ import annotations

import resource
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError
from unit.children import in_child

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


FAULTS = {
    "500": {"action": "status", "status": 500},
    "a page of a proxy": {"action": "html", "status": 502},
    "a page of a proxy that says it is well": {"action": "html"},
    "a connection that is cut": {"action": "reset"},
    "half an answer": {"action": "truncate", "bytes": 20, "stage": "after"},
    "no answer": {"action": "hold"},
}


def as_before(valley: Provisioner) -> dict[str, bytes]:
    """The files of an earlier export, which are now of something else, but for two that are not there."""
    for path in map(Path, valley.export()["files"]):
        path.write_bytes(b"mine: true\n")
    (valley.directory / "instance.files/banner.png").unlink()
    (valley.directory / "instance.secrets.yml").unlink()
    return contents(valley)


def contents(valley: Provisioner) -> dict[str, bytes]:
    return {name: (valley.directory / name).read_bytes() for name in valley.files()}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_fails_at_any_request_leaves_all_files_as_they_are(valley: Provisioner, fault: str) -> None:
    before = as_before(valley)
    requests = valley.requests()
    for number, request in enumerate(requests):
        valley.simulator.fault(**FAULTS[fault], skip=number)
        assert valley.export(timeout=0.2).get("failed"), request
        assert contents(valley) == before
        valley.simulator.reset("faults")
    assert not valley.export().get("failed")


def test_a_picture_that_the_instance_does_not_have_is_not_exported_with_a_warning(valley: Provisioner) -> None:
    valley.simulator.fault(action="status", status=404, path="/lazy-static/*")
    result = valley.export()
    assert "is not in the export" in result["warnings"][0]
    assert set(valley.exported(**{SECRET_VARIABLE: SECRET})["images"]) < {"avatar", "banner"}


# With 1000, the file of secrets can be written, which is the first one.
@pytest.mark.parametrize("size", [0, 1000])
def test_a_disk_that_is_full_leaves_all_files_as_they_are(valley: Provisioner, size: int) -> None:
    before = as_before(valley)

    def on_full_disk() -> dict[str, Any]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        return valley.export()

    result = in_child(on_full_disk)
    assert "instance.yml cannot be written: file too large. Name another dest." in result["msg"]
    assert contents(valley) == before


@pytest.mark.parametrize("force", [True, False])
def test_of_exports_at_once_each_file_is_whole(valley: Provisioner, force: bool) -> None:
    count = 4
    valley.export("alone.yml")
    valley.simulator.fault(action="hold", path="/runners/registration-tokens", times=count)
    with ThreadPoolExecutor(count) as pool:
        exports = [pool.submit(valley.export, force=force, timeout=60) for _unused in range(count)]
        valley.simulator.wait_held(count)
        valley.simulator.release()
    results = [export.result() for export in exports]
    valley.simulator.reset("faults")
    assert [one["msg"] for one in results if one.get("failed") and "file exists" not in one["msg"]] == []
    assert not all(one.get("failed") for one in results)
    alone = {name: content for name, content in contents(valley).items() if name.startswith("alone")}
    assert {name.replace("alone", "instance") for name in alone} == valley.files() - set(alone)
    assert not valley.export(force=False)["changed"]
