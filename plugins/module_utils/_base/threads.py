# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import signal
import threading
import typing as t


@contextlib.contextmanager
def told(say: t.Callable[[str], None] | None, what: str, every: float = 15) -> t.Iterator[None]:
    """Say that something goes on, each so many seconds while what is within goes on; without say, do not."""
    if say is None:
        yield
        return
    done = threading.Event()

    def tell() -> None:
        passed = every
        while not done.wait(every):
            say(f"{what} ({passed:g} s).")
            passed += every

    teller = threading.Thread(target=tell, daemon=True)
    start_unsignalled(teller)
    try:
        yield
    finally:
        done.set()
        # Nothing is said of what has ended.
        teller.join()


def start_unsignalled(thread: threading.Thread) -> None:
    """A signal that another thread takes would not wake this one.

    Ctrl-C, or the timeout of a task, would be noticed when the instance answers.
    """
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        thread.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
