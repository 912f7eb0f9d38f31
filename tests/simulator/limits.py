# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""PeerTube's rate limits: a fixed window for each address, opened by its first request."""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Verdict:
    limit: int
    remaining: int
    # Seconds; set on every answer once the counter is used up, also on those that were let through.
    retry_after: int | None

    @property
    def exceeded(self) -> bool:
        return self.retry_after is not None


@dataclass
class _Window:
    ends_at: float
    hits: int = 0


@dataclass
class RateLimit:
    limit: int
    window: int
    _windows: dict[str, _Window] = field(default_factory=dict)

    def hit(self, address: str, now: float) -> Verdict | None:
        """Count one request; None when the limit is off (0)."""
        if self.limit == 0:
            return None
        window = self._windows.get(address)
        if window is None or not window.ends_at - self.window <= now < window.ends_at:
            window = self._windows[address] = _Window(now + self.window)
        window.hits += 1
        wait = math.ceil(window.ends_at - now) if window.hits > self.limit else None
        return Verdict(self.limit, max(self.limit - window.hits, 0), wait)

    def reset(self) -> None:
        self._windows.clear()
