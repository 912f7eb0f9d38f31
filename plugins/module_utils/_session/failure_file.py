# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import os

from .._base.errors import PeerTubeError
from .failures import Note, dump, load
from .private_files import CREATE, SIZE_LIMIT, PrivateFiles, write_all


class FailureFile:
    """What failed lately for those who share a session file, beside it. Written by who holds the lock, read by all.

    It spares requests and is no more than that: what cannot be read is no note, what cannot be written is left.
    """

    def __init__(self, files: PrivateFiles) -> None:
        self.path = files.path + ".failures"
        self._new_path = self.path + ".new"
        self._files = files

    def read(self) -> Note | None:
        with contextlib.suppress(PeerTubeError):
            content = self._files.read(self.path)
            return None if content is None else load(content)
        return None

    def write(self, note: Note) -> None:
        content = dump(note)
        if len(content) > SIZE_LIMIT:
            return
        with contextlib.suppress(OSError):
            self._remove(self._new_path)
            descriptor = os.open(self._new_path, CREATE | os.O_EXCL, 0o600)
            try:
                write_all(descriptor, content)
            finally:
                os.close(descriptor)
            os.rename(self._new_path, self.path)

    def remove(self) -> None:
        for path in (self.path, self._new_path):
            self._remove(path)

    @staticmethod
    def _remove(path: str) -> None:
        with contextlib.suppress(OSError):
            os.unlink(path)
