# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""peertube_instance_info, in the shape of the role's variable."""

from __future__ import annotations

from typing import Any

from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import peertube_instance_info
from ansible_collections.peertube.peertube.plugins.plugin_utils._instance import PARTS, problems

from instance.instances import OPENID, SECRET
from instance.provisioner import Provisioner


def info(provisioner: Provisioner, *subset: str) -> dict[str, Any]:
    options = {"gather_subset": list(subset)} if subset else {}
    return provisioner.run(module=peertube_instance_info.MODULE, **options)


def test_it_has_all_keys_in_the_shape_that_the_role_takes(valley: Provisioner) -> None:
    instance = info(valley)["instance"]
    assert tuple(instance) == PARTS
    assert problems(instance) == []


def test_a_secret_of_a_plugin_is_hidden(valley: Provisioner) -> None:
    result = info(valley)
    (plugin,) = (one for one in result["instance"]["plugins"] if one["name"] == OPENID)
    assert plugin["settings"] == {
        "client-id": "peertube",
        "client-secret": "(hidden)",
        "signature-algorithm": "RS384",
    }
    assert SECRET not in str(result)


def test_pictures_have_addresses(valley: Provisioner) -> None:
    images = info(valley, "images")["instance"]["images"]
    assert set(images) == {"avatar", "banner"}
    assert all(address.startswith(f"{valley.simulator.url}/lazy-static/") for address in images.values())


def test_only_what_was_asked_for_is_read(valley: Provisioner) -> None:
    assert set(info(valley, "users", "runner_token")["instance"]) == {"users", "runner_token"}
    assert valley.requests() == ["GET /users", "GET /runners/registration-tokens"]


def test_a_list_is_read_a_hundred_at_a_time(valley: Provisioner) -> None:
    valley.simulator.seed(users=250)
    assert len(info(valley, "users")["instance"]["users"]) > 250
    assert valley.requests() == ["GET /users"] * 3


def test_who_is_no_administrator_is_told_so(valley: Provisioner) -> None:
    login = {"url": valley.simulator.url, "username": "ada", "password": "ada-password"}
    assert run_in_process(peertube_instance_info.MODULE, login, False)["error"]["code"] == "forbidden"
