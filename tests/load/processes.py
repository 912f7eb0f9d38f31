# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the kernel knows of processes (Linux)."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Iterator, NamedTuple

PROC = Path("/proc")


class Memory(NamedTuple):
    """MiB: the most that a process ever had, and what it has now that it shares with no other."""

    peak: float
    own: float


def children(pid: int) -> list[int]:
    """The processes that a process has started, and that have not been waited for."""
    return [child for child, status in _all() if status[1] == str(pid)]


def family(pid: int) -> list[int]:
    """A process and all that it has started, and these. A worker of ansible-core is in a session of its own."""
    return [pid, *(member for child in children(pid) for member in family(child))]


def of_session(pid: int) -> list[int]:
    """The processes of the session that a process leads, or led before it ended."""
    return [member for member, status in _all() if status[3] == str(pid)]


def memory(pid: int) -> Memory | None:
    """None when the process has ended."""
    try:
        peak = _kibibytes(PROC / f"{pid}/status", "VmHWM")
        own = _kibibytes(PROC / f"{pid}/smaps_rollup", "Private_Clean", "Private_Dirty")
    except OSError:
        return None
    return Memory(peak / 1024, own / 1024)


def descriptors() -> list[str]:
    """What this process has open."""
    opened = []
    for link in PROC.joinpath("self/fd").iterdir():
        # The directory itself is open only while it is read.
        with contextlib.suppress(FileNotFoundError):
            opened.append(str(link.readlink()))
    return sorted(target for target in opened if not target.endswith("/fd"))


def threads() -> int:
    return len(list(PROC.joinpath("self/task").iterdir()))


def _all() -> Iterator[tuple[int, list[str]]]:
    """Each process with what follows its name in its status: state, parent, group, session, ..."""
    for path in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            yield int(path.parent.name), path.read_text().rpartition(")")[2].split()


def _kibibytes(path: Path, *names: str) -> int:
    fields = (line.partition(":") for line in path.read_text().splitlines())
    return sum(int(value.split()[0]) for name, _unused, value in fields if name in names)
