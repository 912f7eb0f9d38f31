# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# What a file is as a picture, by its own first bytes: neither its name nor a library has a say.
import dataclasses
import hashlib
import os
import re
import stat
import struct
import typing as t

from .errors import PeerTubeError, invalid_option

Size = t.Tuple[int, int]

CONTENT_TYPES: t.Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
# More than four times what PeerTube takes: it is not even read.
_LARGEST: t.Final = 32 * 1024**2
_SVG_HEAD: t.Final = 4096
_EXIF: t.Final = (b"Exif\0\0", b"eXIf", b"EXIF")
# JPEG's frame headers are SOF0 to SOF15, but for three of that range: DHT, JPG and DAC.
_FRAMES: t.Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Markers without a segment: TEM, RST0 to RST7, SOI.
_ALONE: t.Final = frozenset((0x01, *range(0xD0, 0xD9)))


@dataclasses.dataclass(frozen=True)
class PictureFile:
    """A picture on disk. kind: png, jpg, gif, webp or svg. size: width and height, None where there is none (SVG)."""

    path: str
    kind: str
    size: Size | None
    content: bytes = dataclasses.field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def has_exif(self) -> bool:
        """As far as can be seen without reading all of it: rather once too often."""
        return any(mark in self.content for mark in _EXIF)


def read_picture(option: str, path: str) -> PictureFile:
    """The picture in a file. Raises PeerTubeError invalid_option."""
    content = _content(option, path)
    kind = _kind(content)
    size = None
    if kind is not None and kind != "svg":
        try:
            size = _SIZES[kind](content)
        except (struct.error, IndexError):
            kind = None
    if kind is None:
        raise invalid_option(
            f"{option} {path} is no picture that can be read.", "Name a whole picture in PNG, JPEG, GIF, WebP or SVG."
        )
    return PictureFile(path, kind, size, content)


def _content(option: str, path: str) -> bytes:
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            what = "it is a directory" if stat.S_ISDIR(status.st_mode) else "it is not a file"
            raise _unreadable(option, path, what)
        if status.st_size > _LARGEST:
            size = f"{status.st_size / 1024**2:.0f} MB"
            raise invalid_option(f"{option} {path} has {size}, more than PeerTube takes.", "Make it smaller.")
        with open(path, "rb") as opened:
            return opened.read(_LARGEST)
    except OSError as error:
        raise _unreadable(option, path, os.strerror(error.errno or 0).lower()) from None
    except ValueError:
        raise _unreadable(option, path, "not a path") from None


def _unreadable(option: str, path: str, reason: str) -> PeerTubeError:
    return invalid_option(f"{option} {path} cannot be read: {reason}.", "Name a file that this task can read.")


def _kind(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    head = content[:_SVG_HEAD]
    head = head[3:] if head.startswith(b"\xef\xbb\xbf") else head
    return "svg" if head.lstrip().startswith(b"<") and re.search(rb"<svg[\s>]", head) else None


def _png_size(content: bytes) -> Size:
    return _pair(">II", content, 16)


def _gif_size(content: bytes) -> Size:
    return _pair("<HH", content, 6)


def _jpg_size(content: bytes) -> Size:
    at = 2
    while True:
        if content[at] != 0xFF:
            raise IndexError
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = _pair(">HH", content, at + 5)
            return width, height
        if marker == 0xFF:  # which may fill the space before a marker
            at += 1
        elif marker in _ALONE:
            at += 2
        else:
            (length,) = struct.unpack_from(">H", content, at + 2)
            at += 2 + int(length)


def _webp_size(content: bytes) -> Size:
    """Of the first chunk: lossy, lossless, or extended (RFC 9649)."""
    first = content[12:16]
    if first == b"VP8 ":
        width, height = _pair("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    if first == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if first == b"VP8X" and len(content) >= 30:
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    raise IndexError


def _pair(form: str, content: bytes, at: int) -> Size:
    first, second = struct.unpack_from(form, content, at)
    return int(first), int(second)


_SIZES: t.Final[t.Mapping[str, t.Callable[[bytes], Size]]] = {
    "png": _png_size,
    "jpg": _jpg_size,
    "gif": _gif_size,
    "webp": _webp_size,
}
