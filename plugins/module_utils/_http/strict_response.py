# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import http.client
import typing as t


class StrictResponse(http.client.HTTPResponse):
    def begin(self) -> None:
        """Python takes the end of the connection for that of the head, and so a piece of an answer for a whole one."""
        self.fp: t.Any = _Head(self.fp)
        super().begin()
        if self.fp is not None:
            self.fp = self.fp.stream

    def _read_status(self) -> tuple[str, int, str]:
        """Python skips an interim answer with 100, and takes the other ones, such as early hints, for the final one."""
        version, status, reason = super()._read_status()  # type: ignore[misc]
        return version, (http.client.CONTINUE if 102 <= status < 200 else status), reason

    def _read_next_chunk_size(self) -> int:
        """Python takes a chunk size of -1 for "all there is", past every limit of ours."""
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]
        if size < 0:
            raise http.client.IncompleteRead(b"")
        return size


class _Head:
    """The stream that an answer is read from, as long as that is within its head."""

    def __init__(self, stream: t.Any) -> None:
        self.stream = stream
        self._begun = False

    def readline(self, limit: int) -> bytes:
        line: bytes = self.stream.readline(limit)
        if not line:
            raise http.client.IncompleteRead(line) if self._begun else http.client.RemoteDisconnected
        self._begun = True
        return line

    def __getattr__(self, name: str) -> t.Any:
        return getattr(self.stream, name)
