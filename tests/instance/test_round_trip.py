# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was exported applies to where it came from without a change, and makes another instance alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.peertube.peertube.plugins.module_utils._resources.instance_file import without_header
from hypothesis import HealthCheck, given, settings

from instance.instances import SECRET, SECRET_VARIABLE, random_instances, rich, with_passwords
from instance.provisioner import Provisioner


def written(provisioner: Provisioner, name: str = "instance.yml") -> tuple[str, dict[str, bytes]]:
    """An export: what it says of the instance, and its pictures."""
    result = provisioner.export(name)
    assert not result.get("failed"), result["msg"]
    files = {path.rpartition("/")[2]: Path(path).read_bytes() for path in result["files"]}
    return without_header(files.pop(name).decode()), files


def test_an_instance_with_everything_is_applied_once(provisioner: Provisioner) -> None:
    instance = rich(provisioner.directory)
    first = provisioner.apply(instance)
    assert first.failures == []
    assert provisioner.apply(instance).changed == []


def test_what_was_exported_applies_to_where_it_came_from_with_nothing_but_get(provisioner: Provisioner) -> None:
    provisioner.apply(rich(provisioner.directory))
    written(provisioner)
    again = provisioner.apply(provisioner.exported(**{SECRET_VARIABLE: SECRET}))
    assert (again.failures, again.changed, again.writes) == ([], [], [])


def test_what_was_exported_makes_an_empty_instance_alike(provisioner: Provisioner) -> None:
    provisioner.apply(rich(provisioner.directory))
    first = written(provisioner)
    instance = with_passwords(provisioner.exported(**{SECRET_VARIABLE: SECRET}))
    provisioner.begin_anew()
    assert provisioner.apply(instance).failures == []
    assert written(provisioner) == first


def test_a_check_of_what_was_exported_on_an_empty_instance_sends_nothing_but_get(provisioner: Provisioner) -> None:
    provisioner.apply(rich(provisioner.directory))
    written(provisioner)
    instance = with_passwords(provisioner.exported(**{SECRET_VARIABLE: SECRET}))
    provisioner.begin_anew()
    check = provisioner.apply(instance, check_mode=True)
    assert (check.failures, check.writes) == ([], [])
    assert "Configure" in check.changed


@settings(max_examples=3, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(instance=random_instances)
def test_any_instance_comes_back(provisioner: Provisioner, instance: dict[str, Any]) -> None:
    provisioner.begin_anew()
    assert provisioner.apply(instance).failures == []
    first = written(provisioner)
    found = provisioner.exported()
    again = provisioner.apply(found)
    assert (again.failures, again.changed, again.writes) == ([], [], [])
    provisioner.begin_anew()
    assert provisioner.apply(with_passwords(found)).failures == []
    assert written(provisioner) == first
