# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# Files that are there as a whole or not at all, for their owner alone.
import contextlib
import os
import tempfile
import typing as t


def write_all(files: t.Mapping[str, bytes], replace: t.Collection[str] = ()) -> None:
    """Write all files, by their paths, in their order; directories that are missing are made.

    All bytes are on the disk before the first file has its name. Raises OSError; FileExistsError where a file is there
    that may not be replaced.
    """
    with contextlib.ExitStack() as stack:
        written = [(path, _written_beside(path, content, stack)) for path, content in files.items()]
        for path, temporary in written:
            if path in replace:
                os.replace(temporary, path)
            else:
                os.link(temporary, path)  # unlike a renaming, it never replaces


def _written_beside(path: str, content: bytes, stack: contextlib.ExitStack) -> str:
    directory = os.path.dirname(path)
    if not os.path.isdir(directory):
        os.makedirs(directory, mode=0o700, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{os.path.basename(path)}.", dir=directory)
    stack.callback(_remove, temporary)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.remove(path)
