# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Much of everything at once, for tests of long lists."""

from __future__ import annotations

from typing import Callable

from simulator.accounts import ROOT
from simulator.endpoints import blocklists, follows, runners
from simulator.endpoints.watched_words import watched_words
from simulator.shelves import Peer
from simulator.simulation import Simulation


def seed(simulation: Simulation, counts: dict[str, int]) -> None:
    """Add as many of each as `counts` says; their names end with numbers that go on from those of the last time."""
    for name, count in counts.items():
        if name not in SEEDS:
            raise ValueError(f"only these can be seeded: {', '.join(SEEDS)}")
        for _time in range(count):
            simulation.seeded[name] += 1
            SEEDS[name](simulation, simulation.seeded[name])


def meet(simulation: Simulation, peer: Peer) -> None:
    """Make another instance known, or change it; what it says of a follow holds for the one that is there, too."""
    simulation.peers[peer.host] = peer
    for row in follows.following.shelf(simulation).rows:
        if row.fields["handle"].endswith(f"@{peer.host}") and peer.accepted:
            row.fields["state"] = "accepted"
    handle = f"peertube@{peer.host}"
    if peer.follows and follows.followers.find(simulation, "handle", handle) is None:
        follows.followers.add(simulation, **follows.a_follow(handle, "accepted", inwards=True))


def _user(simulation: Simulation, number: int) -> None:
    simulation.instance.put_account(f"seeded{number}")


def _channel(simulation: Simulation, number: int) -> None:
    people, now = simulation.instance.people, simulation.instance.clock.now()
    root = next(account for account in people.accounts if account.username == ROOT)
    people.open_channel(root, now, name=f"seeded_channel{number}", display_name=f"Seeded {number}")


def _blocked_server(simulation: Simulation, number: int) -> None:
    blocklists.servers.add(simulation, host=f"blocked{number}.example")


def _blocked_account(simulation: Simulation, number: int) -> None:
    peer = simulation.peers.setdefault("trolls.example", Peer("trolls.example"))
    peer.actors.append(f"troll{number}")
    blocklists.accounts.add(simulation, name=f"troll{number}@{peer.host}")


def _watched_words(simulation: Simulation, number: int) -> None:
    watched_words.add(simulation, listName=f"seeded {number}", words=[f"word{number}"])


def _following(simulation: Simulation, number: int) -> None:
    peer = simulation.peers.setdefault(f"followed{number}.example", Peer(f"followed{number}.example"))
    follows.begin(simulation, peer.host)


def _runner(simulation: Simulation, number: int) -> None:
    token = runners.tokens.shelf(simulation).rows[-1]
    runners.add_runner(simulation, token, "127.0.0.1", {"name": f"seeded-{number}", "version": "0.1.0"})


def _runner_token(simulation: Simulation, number: int) -> None:
    runners.tokens.add(simulation, **runners.new_token())


SEEDS: dict[str, Callable[[Simulation, int], None]] = {
    "users": _user,
    "channels": _channel,
    "blocked_servers": _blocked_server,
    "blocked_accounts": _blocked_account,
    "watched_words": _watched_words,
    "following": _following,
    "runner_tokens": _runner_token,
    "runners": _runner,
}
