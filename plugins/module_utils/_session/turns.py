# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import stat
import typing as t

from .._base.clock import Clock
from .._base.errors import PeerTubeError
from .waiting import take_lock


@contextlib.contextmanager
def turn(
    url: str, timeout: float, clock: Clock, say: t.Callable[[str], None] = lambda message: None
) -> t.Iterator[None]:
    """Let those who write to one instance take turns, as far as they are processes of one user on one machine.

    Of two that write at once, PeerTube answers 500 to one (configuration), or loses one (plugins; measured on 6.3 and
    8.2). timeout: seconds to wait, which say tells of. Raises PeerTubeError conflict after that.
    """
    lock = _open(url)
    if lock is None:
        # Where no file can be made, waiting for each other is left to the play.
        yield
        return
    try:
        _wait(lock, url, timeout, clock, say)
        yield
    finally:
        os.close(lock)


def cache_file(url: str, kind: str) -> str | None:
    """A file for what belongs to one instance, in the cache directory of this user; None where there can be none."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    directory = os.path.join(base, "peertube.peertube")
    name = hashlib.sha256(url.encode()).hexdigest()[:32]
    with contextlib.suppress(OSError):
        os.makedirs(directory, mode=0o700, exist_ok=True)
        status = os.lstat(directory)
        if stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid():
            return os.path.join(directory, f"{name}.{kind}")
    return None


def _open(url: str) -> int | None:
    path = cache_file(url, "turn")
    if path is not None:
        with contextlib.suppress(OSError):
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    return None


def _wait(lock: int, url: str, timeout: float, clock: Clock, say: t.Callable[[str], None]) -> None:
    message = f"Another task is writing to {url}: waiting for its end, at most {timeout:.0f} s."
    try:
        taken = take_lock(lock, fcntl.LOCK_EX, timeout, clock, lambda: say(message))
    except OSError:
        return  # a file system without locks
    if not taken:
        raise PeerTubeError(
            "conflict",
            f"Another task has been writing to {url} for {timeout:.0f} s.",
            remedy="Wait for it to end, and use throttle: 1 where many hosts write to one instance.",
        )
