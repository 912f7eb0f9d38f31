# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.peertube.peertube.plugins.modules import peertube_runner_token
from harness.modules import Administrator

from resources.example import Example

if TYPE_CHECKING:
    from simulator.control import Simulator


def without_token(simulator: Simulator) -> None:
    """A new instance has one."""
    Administrator(simulator, peertube_runner_token.MODULE).run(state="absent")


EXAMPLE = Example(
    module="peertube_runner_token",
    create={"state": "present"},
    update=None,
    delete={"state": "absent"},
    prepare=without_token,
)
