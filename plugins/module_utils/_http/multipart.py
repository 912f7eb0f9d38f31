# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import os
import stat
import typing as t
import uuid

from .._base.errors import PeerTubeError, invalid_option

if t.TYPE_CHECKING:
    from .messages import FileContent

_PIECE = 65536


@contextlib.contextmanager
def open_multipart(
    fields: t.Iterable[tuple[str, str]], files: t.Mapping[str, FileContent], progress: t.Callable[[], None]
) -> t.Iterator[Multipart]:
    """A multipart body (RFC 7578) that holds its files open. Raises PeerTubeError: invalid_option."""
    with contextlib.ExitStack() as opened:
        multipart = Multipart(progress)
        for name, value in fields:
            multipart.add_field(name, value)
        for name, content in files.items():
            multipart.add_file(name, content, opened.enter_context(_open(content.path)))
        multipart.end()
        yield multipart


class Multipart:
    """A body that requests takes for a stream: it knows its length, and reads its files while they are sent."""

    def __init__(self, progress: t.Callable[[], None]) -> None:
        self._boundary = uuid.uuid4().hex
        self._parts: list[bytes | tuple[str, t.BinaryIO, int]] = []
        self._progress = progress
        self._pieces: t.Iterator[bytes] = iter(self)

    @property
    def content_type(self) -> str:
        return f"multipart/form-data; boundary={self._boundary}"

    def add_field(self, name: str, value: str) -> None:
        self._add_head(f'name="{_quoted(name)}"')
        self._parts.append(value.encode("utf-8") + b"\r\n")

    def add_file(self, name: str, content: FileContent, opened: t.BinaryIO) -> None:
        filename = content.name or os.path.basename(content.path)
        self._add_head(f'name="{_quoted(name)}"; filename="{_quoted(filename)}"', content.content_type)
        self._parts.append((content.path, opened, os.fstat(opened.fileno()).st_size))
        self._parts.append(b"\r\n")

    def end(self) -> None:
        self._parts.append(f"--{self._boundary}--\r\n".encode("ascii"))

    def __len__(self) -> int:
        return sum(len(part) if isinstance(part, bytes) else part[2] for part in self._parts)

    def __iter__(self) -> t.Iterator[bytes]:
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from self._pieces_of(*part)

    def read(self, size: int = -1) -> bytes:
        """The next piece, of a size of its own; nothing at the end. http.client sends what it can read."""
        return next(self._pieces, b"")

    def _pieces_of(self, path: str, opened: t.BinaryIO, size: int) -> t.Iterator[bytes]:
        left = size
        while left:
            piece = opened.read(min(left, _PIECE))
            if not piece:
                # As many bytes were announced as there were.
                raise invalid_option(f"The file {path} became shorter while it was sent.", "Try again.")
            left -= len(piece)
            self._progress()
            yield piece

    def _add_head(self, disposition: str, content_type: str | None = None) -> None:
        lines = [f"--{self._boundary}", f"Content-Disposition: form-data; {disposition}"]
        if content_type is not None:
            lines.append(f"Content-Type: {content_type}")
        self._parts.append("\r\n".join([*lines, "", ""]).encode("utf-8"))


def _quoted(text: str) -> str:
    """As browsers do it (HTML, "multipart form data")."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _open(path: str) -> t.BinaryIO:
    try:
        # Opening a pipe would wait for somebody to write into it.
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise _unreadable(path, "it is not a file")
        return open(path, "rb")
    except OSError as error:
        raise _unreadable(path, os.strerror(error.errno or 0).lower()) from None
    except ValueError:
        raise _unreadable(path, "not a path") from None


def _unreadable(path: str, reason: str) -> PeerTubeError:
    return invalid_option(f"The file {path} cannot be read: {reason}.", "Name a file that this task can read.")
