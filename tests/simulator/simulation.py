# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything a running simulator knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from aiohttp import web

from simulator.configuration import Configuration
from simulator.faults import Faults
from simulator.journal import Journal
from simulator.limits import RateLimit
from simulator.people import Account
from simulator.pictures import Pictures
from simulator.plugins import Plugins
from simulator.shelves import Peer, Shelf
from simulator.state import Instance

API_LIMIT, API_WINDOW = 50, 10
LOGIN_LIMIT, LOGIN_WINDOW = 15, 300
SIGNUP_LIMIT, SIGNUP_WINDOW = 2, 300


@dataclass
class Homepage:
    content: str | None = None
    # Until then there is none; afterwards it can only be emptied.
    written: bool = False

    def write(self, content: str | None) -> None:
        self.content, self.written = content, True

    def reset(self) -> None:
        self.content, self.written = None, False


@dataclass
class Simulation:
    instance: Instance
    # The one Host that the client endpoint answers to.
    webserver: str = ""
    # Seconds that checking a password takes.
    hash_delay: float = 0
    api_limit: RateLimit = field(default_factory=lambda: RateLimit(API_LIMIT, API_WINDOW))
    login_limit: RateLimit = field(default_factory=lambda: RateLimit(LOGIN_LIMIT, LOGIN_WINDOW))
    signup_limit: RateLimit = field(default_factory=lambda: RateLimit(SIGNUP_LIMIT, SIGNUP_WINDOW))
    journal: Journal = field(default_factory=Journal)
    faults: Faults = field(default_factory=Faults)
    configuration: Configuration = field(default_factory=Configuration)
    homepage: Homepage = field(default_factory=Homepage)
    pictures: Pictures = field(default_factory=Pictures)
    plugins: Plugins = field(default_factory=Plugins)
    # How it is really reached.
    scheme: str = "http"
    # Whether its own configuration says that it has HTTPS, however it is reached. Without, PeerTube follows nobody.
    https: bool = False
    # Other instances, by host.
    peers: dict[str, Peer] = field(default_factory=dict)
    # The lists of collection.py, by path.
    shelves: dict[str, Shelf] = field(default_factory=dict)
    # How many of each were added by seed().
    seeded: Counter[str] = field(default_factory=Counter)

    @property
    def address(self) -> str:
        return f"{'https' if self.https else self.scheme}://{self.webserver}"

    def knows(self, handle: str) -> bool:
        """Whether that account or channel lives on a peer."""
        name, _sign, host = handle.partition("@")
        return host in self.peers and name in self.peers[host].actors

    def local_name(self, name: str) -> str:
        """The name of a local actor, whose host may be given; "" for one that lives elsewhere."""
        local, _sign, host = name.partition("@")
        return local if host in ("", self.webserver) else ""

    def local_user(self, name: str) -> Account | None:
        wanted = self.local_name(name)
        return next((user for user in self.instance.people.users() if user.username == wanted), None)

    def reset_accounts(self) -> None:
        for channel in self.instance.people.channels:
            self.pictures.remove(channel.picture("avatar"))
            self.pictures.remove(channel.picture("banner"))
        self.instance.reset_accounts()

    def reset_limits(self) -> None:
        self.api_limit.reset()
        self.login_limit.reset()
        self.signup_limit.reset()


SIMULATION: web.AppKey[Simulation] = web.AppKey("simulation", Simulation)
