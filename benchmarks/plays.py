# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is declared in the plays that are measured, and what people write with ansible.builtin.uri for the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contract.pictures import png
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

Task = dict[str, Any]


def debug(number: int) -> Task:
    return {"ansible.builtin.debug": {"msg": f"{number}"}}


def user(number: int) -> dict[str, Any]:
    return {"name": f"user{number}", "email": f"user{number}@example.com", "role": "user", "video_quota": "50GB"}


def one_user(number: int) -> Task:
    return {"peertube.peertube.peertube_user": {**user(0), **NEW}}


def loop(count: int) -> Task:
    """What one writes who does not know peertube_users."""
    each = {"name": "{{ item.name }}", "email": "{{ item.email }}", "role": "user", "video_quota": "50GB", **NEW}
    return {"peertube.peertube.peertube_user": each, "loop": [user(number) for number in range(count)]}


def users(count: int) -> Task:
    return {"peertube.peertube.peertube_users": {"users": [{**user(number), **NEW} for number in range(count)]}}


def uri_way(url: str) -> list[Task]:
    """What people write for one user: log in, look, create what is not there, and set what is."""
    client = {"url": f"{url}/api/v1/oauth-clients/local"}
    form = {"grant_type": "password", "username": ROOT, "password": ROOT_PASSWORD}
    form.update({name: "{{ client.json." + name + " }}" for name in ("client_id", "client_secret")})
    login = {"url": f"{url}/api/v1/users/token", "method": "POST", "body_format": "form-urlencoded", "body": form}
    wanted = {"username": "user0", "password": NEW["user_password"], "email": "user0@example.com", "role": 2}
    create = {"method": "POST", "body_format": "json", "body": wanted, "status_code": [200, 409]}
    update = {"method": "PUT", "body_format": "json", "body": {"email": "user0@example.com"}, "status_code": 204}
    return [
        {"ansible.builtin.uri": client, "register": "client", "no_log": True},
        {"ansible.builtin.uri": login, "register": "token", "no_log": True},
        {"ansible.builtin.uri": _signed(url, "/users?search=user0&count=100"), "register": "found", "no_log": True},
        {"ansible.builtin.uri": {**_signed(url, "/users"), **create}, "no_log": True},
        {"ansible.builtin.uri": {**_signed(url, "/users/{{ found.json.data.0.id }}"), **update}, "no_log": True},
    ]


def uri_users(url: str, count: int) -> list[Task]:
    """The same for many: one login, then a loop for each of the three requests."""
    *login, look, create, update = uri_way(url)
    names = [user(number)["name"] for number in range(count)]
    wanted = {"username": "{{ item }}", "password": NEW["user_password"], "email": "{{ item }}@example.com", "role": 2}
    create["ansible.builtin.uri"]["body"] = wanted
    look["ansible.builtin.uri"].update(_signed(url, "/users?search={{ item }}&sort=username&count=1"))
    update["ansible.builtin.uri"].update(_signed(url, "/users/{{ found.results[number].json.data.0.id }}"))
    update["ansible.builtin.uri"]["body"] = {"email": "{{ item }}@example.com"}
    loop_control = {"index_var": "number"}
    return [*login, *({**task, "loop": names, "loop_control": loop_control} for task in (look, create, update))]


def _signed(url: str, path: str) -> dict[str, Any]:
    return {"url": f"{url}/api/v1{path}", "headers": {"Authorization": "Bearer {{ token.json.access_token }}"}}


def whole_instance(simulator: Simulator, directory: Path) -> dict[str, Any]:
    """All leaves of the configuration, 5 plugins, 50 users, 10 follows, 20 blocked servers, pictures and a homepage."""
    hosts = [f"peer{number}.example.com" for number in range(10)]
    simulator.configure(https=True)
    for host in hosts:
        simulator.peer(host)
    names = [f"peertube-plugin-bench-{number}" for number in range(5)]
    simulator.plugins(available={name: {"versions": ["1.0.0"], "settings": []} for name in names})
    for name, size in (("avatar.png", (120, 120)), ("banner.png", (600, 100))):
        (directory / name).write_bytes(png(*size))
    configuration = simulator.configuration()
    # What mails begin with has a variable of PeerTube's, which a play would take for one of its own.
    configuration.pop("email")
    return {
        "config": configuration,
        "plugins": [{"name": name, "version": "1.0.0"} for name in names],
        "homepage": "# Welcome",
        "images": {"avatar": f"{directory / 'avatar.png'}", "banner": f"{directory / 'banner.png'}"},
        "users": [{**user(number), **NEW} for number in range(50)],
        "follows": {"hosts": hosts},
        "blocklist": {"servers": [f"spam{number}.example.com" for number in range(20)]},
    }


def role(options: dict[str, Any], instance: dict[str, Any]) -> list[Task]:
    variables = {f"peertube_{name}": options[name] for name in ("url", "username", "password", "session_file")}
    return [
        {
            "ansible.builtin.include_role": {"name": "peertube.peertube.instance"},
            "vars": {**variables, "peertube_instance": instance},
        }
    ]


def uri_instance(url: str, instance: dict[str, Any]) -> list[Task]:
    """The least that the same takes with uri: the login, and one look at each resource. Nothing is compared."""
    looks = ["/config/custom", "/custom-pages/homepage/instance", *["/config/about"] * len(instance["images"])]
    looks += [f"/plugins/{plugin['name']}" for plugin in instance["plugins"]]
    looks += [f"/users?search={one['name']}&count=100" for one in instance["users"]]
    looks += ["/server/following?count=100"] * len(instance["follows"]["hosts"])
    looks += ["/server/blocklist/servers?count=100"] * len(instance["blocklist"]["servers"])
    return [*uri_way(url)[:2], *({"ansible.builtin.uri": _signed(url, path), "no_log": True} for path in looks)]


NEW = {"user_password": "a long password", "update_password": "on_create"}
