# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Callable

from ansible_collections.peertube.peertube.plugins.module_utils._base.clock import Clock


class MovableClock(Clock):
    """A clock that stands still, but for what it sleeps, which takes no time and is kept in `slept`."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.moment = now
        self.slept: list[float] = []
        # What happens in the world while this sleeps.
        self.on_sleep: Callable[[float], object] = lambda seconds: None

    def now(self) -> float:
        return self.moment

    def monotonic(self) -> float:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += seconds
        self.on_sleep(seconds)
