# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a test's function in a process of its own: with fewer rights, less room, or to hold a lock."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
from typing import Any, Callable, Iterator

NOBODY = 65534
_CLONE_NEWNS, _CLONE_NEWUSER = 0x20000, 0x10000000
_MS_PRIVATE_RECURSIVE = 0x44000
_MS_REMOUNT_READ_ONLY = 0x21


def in_child(function: Callable[[], Any]) -> Any:
    """What the function returns or raises, run in a fork of this process; both are pickled on the way."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _report_and_exit(function, writing)
    os.close(writing)
    with open(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    returned, value = pickle.loads(answer)
    if returned:
        return value
    raise value


def give_up_rights() -> None:
    """Root may write everywhere, so become nobody; anybody else stays who they are."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def mount_small_disk(path: str, size: int) -> bool:
    """Mount a disk of `size` bytes that only this process sees; False where the kernel does not allow it."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(_CLONE_NEWNS | _CLONE_NEWUSER) != 0:
        return False
    with contextlib.suppress(OSError):
        for name, content in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(content)
        libc.mount(b"none", b"/", None, _MS_PRIVATE_RECURSIVE, None)
        options = f"size={size},mode=0700".encode()
        return bool(libc.mount(b"tmpfs", path.encode(), b"tmpfs", 0, options) == 0)
    return False


def make_read_only(path: str) -> None:
    """Mount the small disk anew, for reading only."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"none", path.encode(), b"tmpfs", _MS_REMOUNT_READ_ONLY, None) != 0:
        raise OSError(ctypes.get_errno(), "cannot mount")


@contextlib.contextmanager
def held_in_child(enter: Callable[[], Any]) -> Iterator[int]:
    """A process that is inside of a context manager until the block ends, or it is killed. Yields its id."""
    ready, entered = os.pipe()
    child = os.fork()
    if child == 0:
        with enter():
            os.write(entered, b".")
            signal.pause()
    os.close(entered)
    try:
        assert os.read(ready, 1) == b"."
        yield child
    finally:
        os.close(ready)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)


def _report_and_exit(function: Callable[[], Any], writing: int) -> None:
    try:
        answer = (True, function())
    except BaseException as error:
        answer = (False, error)
    with open(writing, "wb") as pipe:
        pipe.write(pickle.dumps(answer))
    os._exit(0)
