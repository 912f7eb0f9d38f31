# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is measured: plays against one simulated instance, that differ in how they come by a token.

Addresses and credentials stand in the plays as plain text: filling in templates is ansible-core's work, not a task's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

Task = dict[str, Any]


class Place(NamedTuple):
    """What the simulator and the directory of this run are called. `client` holds client_id and client_secret."""

    url: str
    username: str
    password: str
    client: dict[str, Any]
    sessions: Path

    def account(self) -> dict[str, str]:
        return {"url": self.url, "username": self.username, "password": self.password}

    def session_file(self, number: int) -> str:
        return f"{self.sessions / str(number)}.json"


# The tasks of one login, refresh and so on, of which a play has several, numbered from 0.
Tasks = Callable[[Place, int], list[Task]]

TASKS_OF_A_PLAY = 10


@dataclasses.dataclass(frozen=True)
class Case:
    """One play.

    `sessions` is how many session files must hold a new session before it starts, `at_most` how often it runs.
    """

    name: str
    tasks: Tasks
    repeated: int = TASKS_OF_A_PLAY
    sessions: int = 0
    hosts: int = 0
    at_most: int | None = dataclasses.field(default=None, compare=False)

    def play(self, place: Place) -> list[dict[str, Any]]:
        tasks = [task for number in range(self.repeated) for task in self.tasks(place, number)]
        if self.hosts:
            tasks = [{**task, "delegate_to": "localhost"} for task in tasks]
        return [{"hosts": "all" if self.hosts else "localhost", "gather_facts": False, "tasks": tasks}]

    def on_hosts(self, hosts: int, at_most: int | None = None) -> Case:
        """The same once for each of many hosts, from the controller."""
        return dataclasses.replace(self, repeated=1, hosts=hosts, at_most=at_most)


def token(place: Place, number: int, session: int | None = None, **options: Any) -> list[Task]:
    file = {} if session is None else {"session_file": place.session_file(session)}
    options = {**place.account(), **file, **options}
    return [{"peertube.peertube.peertube_token": options, "register": f"session_{number}"}]


def nothing(place: Place, number: int) -> list[Task]:
    return []


def debug(place: Place, number: int) -> list[Task]:
    return [{"ansible.builtin.debug": {"msg": f"{place.url} {number}"}}]


def ping(place: Place, number: int) -> list[Task]:
    """What any task costs that runs as a module."""
    return [{"ansible.builtin.ping": {}}]


def uri(place: Place, number: int) -> list[Task]:
    """What people do without this collection."""
    client = {"url": f"{place.url}/api/v1/oauth-clients/local"}
    login = {
        "url": f"{place.url}/api/v1/users/token",
        "method": "POST",
        "body_format": "form-urlencoded",
        "body": {
            "client_id": "{{ client.json.client_id }}",
            "client_secret": "{{ client.json.client_secret }}",
            "grant_type": "password",
            "username": place.username,
            "password": place.password,
        },
    }
    return [
        {"ansible.builtin.uri": client, "register": "client", "no_log": True},
        {"ansible.builtin.uri": login, "register": f"session_{number}", "no_log": True},
    ]


def login(place: Place, number: int) -> list[Task]:
    return token(place, number)


def login_as_module(place: Place, number: int) -> list[Task]:
    return [{**task, "vars": {"peertube_in_process": False}} for task in token(place, number)]


def login_with_client(place: Place, number: int) -> list[Task]:
    return token(place, number, **place.client)


def login_to_file(place: Place, number: int) -> list[Task]:
    return token(place, number, session=number, force=True)


def trusted_reuse(place: Place, number: int) -> list[Task]:
    return token(place, number, session=0)


def checked_reuse(place: Place, number: int) -> list[Task]:
    return token(place, number, session=0, revalidate_after=0)


def refresh(place: Place, number: int) -> list[Task]:
    """Each renews what the one before it left: no access token of the simulator's lasts for two days."""
    return token(place, number, session=0, min_validity=2 * 24 * 3600)


def logout(place: Place, number: int) -> list[Task]:
    options = {"url": place.url, "session_file": place.session_file(number)}
    return [{"peertube.peertube.peertube_logout": options}]


EMPTY = Case("an empty play", nothing)
DEBUG = Case("`debug`", debug)
URI = Case("two `uri` tasks: client, then token", uri)
LOGIN = Case("login, on the controller", login)
SESSION_FILE = Case("one session file", trusted_reuse)

ON_LOCALHOST = (
    EMPTY,
    DEBUG,
    Case("`ping`, which is a module", ping),
    URI,
    Case("login, as a module", login_as_module),
    LOGIN,
    Case("login, with the client pair known", login_with_client),
    Case("refresh", refresh, sessions=1),
    Case("reuse, with one request", checked_reuse, sessions=1),
    Case("reuse, trusted", trusted_reuse, sessions=1),
    Case("logout", logout, sessions=TASKS_OF_A_PLAY),
)
