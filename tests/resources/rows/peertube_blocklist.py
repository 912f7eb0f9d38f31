# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import TYPE_CHECKING

from resources.example import Example

if TYPE_CHECKING:
    from simulator.control import Simulator


def with_a_troll(simulator: Simulator) -> None:
    simulator.peer("peer.example", actors=["troll"])


EXAMPLE = Example(
    module="peertube_blocklist",
    create={"servers": ["Bad.example"], "accounts": ["troll@peer.example"]},
    update={"servers": ["worse.example"], "purge": True},
    delete={"servers": [], "accounts": [], "purge": True},
    requests=2,
    prepare=with_a_troll,
)
