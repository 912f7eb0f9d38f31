# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import time

# Seconds that a task may be silent without being taken for one that hangs.
LONG_WAIT = 5
# Seconds for which what failed is not tried again, or told again.
REMEMBERED_FOR = 60.0


class Clock:
    """The passing of time, as one object, so that tests can move it instead of waiting."""

    def now(self) -> float:
        """Seconds since the epoch, by this machine's clock."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
