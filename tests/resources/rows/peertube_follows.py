# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import TYPE_CHECKING

from resources.example import Example

if TYPE_CHECKING:
    from simulator.control import Simulator


def federated(simulator: Simulator) -> None:
    simulator.configure(https=True)
    simulator.peer("peer.example", accepted=False)
    simulator.peer("other.example", actors=["news"])


EXAMPLE = Example(
    module="peertube_follows",
    create={"hosts": ["Peer.example"], "handles": ["news@other.example"], "wait": 0},
    update={"hosts": ["other.example"], "purge": True},
    delete={"hosts": [], "handles": [], "purge": True},
    prepare=federated,
)
