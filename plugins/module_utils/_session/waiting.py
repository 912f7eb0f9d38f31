# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import fcntl
import random
import typing as t

from .._base.clock import LONG_WAIT, Clock


def take_lock(descriptor: int, kind: int, timeout: float, clock: Clock, say_of_wait: t.Callable[[], object]) -> bool:
    """Whether the lock of a file was given within so many seconds. say_of_wait: called once, if it takes long.

    kind: LOCK_EX or LOCK_SH of fcntl. Raises OSError where there are no locks.
    """
    begun, said = clock.monotonic(), False
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            waited = clock.monotonic() - begun
        if waited >= timeout:
            return False
        if waited >= LONG_WAIT and not said:
            said = True
            say_of_wait()
        # Not at the same rhythm in every process, or the unlucky stay so.
        clock.sleep(random.uniform(0.005, 0.05))
