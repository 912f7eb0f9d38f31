# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import TYPE_CHECKING

from resources.example import Example

if TYPE_CHECKING:
    from simulator.control import Simulator


def with_runners(simulator: Simulator) -> None:
    simulator.seed(runners=2)


# A runner registers itself: there is nothing but its removal.
EXAMPLE = Example(
    module="peertube_runner",
    create={"name": "seeded-1", "state": "absent"},
    update=None,
    delete=None,
    prepare=with_runners,
)
