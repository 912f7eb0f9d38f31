# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a file is as a picture, by its own bytes."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._base.picture_file import read_picture
from contract.pictures import png

JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
FRAME = struct.pack(">BBHBHH", 0xFF, 0xC2, 17, 8, 317, 1920)
RIFF = b"RIFF\0\0\0\0WEBP"
PICTURES = {
    "png": ("png", (48, 32), png(48, 32)),
    "gif": ("gif", (48, 32), b"GIF89a" + struct.pack("<HH", 48, 32)),
    "jpg": ("jpg", (1920, 317), JPEG_HEAD + FRAME),
    "jpg, with space before a marker": ("jpg", (1920, 317), JPEG_HEAD + b"\xff\xff" + FRAME),
    "jpg, with a marker that stands alone": ("jpg", (1920, 317), JPEG_HEAD + b"\xff\x01" + FRAME),
    "webp, lossy": ("webp", (48, 32), RIFF + b"VP8 " + bytes(10) + struct.pack("<HH", 48 | 0x4000, 32)),
    "webp, lossless": ("webp", (48, 32), RIFF + b"VP8L" + bytes(5) + struct.pack("<I", 47 | 31 << 14)),
    "webp, extended": ("webp", (48, 32), RIFF + b"VP8X" + bytes(8) + b"\x2f\0\0\x1f\0\0"),
    "svg": ("svg", None, b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "svg, with a declaration": ("svg", None, b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- A logo -->\n<svg>\n</svg>'),
}
NO_PICTURES = {
    "nothing": b"",
    "text": b"A picture says more than a thousand words.",
    "a page": b"<!DOCTYPE html><html></html>",
    "a PNG without a header": png(48, 48)[:20],
    "a JPEG without a frame": JPEG_HEAD,
    "a JPEG that is cut off in a segment": JPEG_HEAD + b"\xff\xe1\xff\xff",
    "a JPEG with something between its segments": JPEG_HEAD + b"\0" + FRAME,
    "a GIF without a size": b"GIF89a",
    "a WebP of an unknown kind": RIFF + b"VP9 " + bytes(20),
    "a WebP that is cut off": RIFF + b"VP8X" + bytes(4),
    "another RIFF": b"RIFF\0\0\0\0WAVE" + bytes(20),
    "a PDF": b"%PDF-1.7",
}


@pytest.mark.parametrize(("kind", "size", "content"), PICTURES.values(), ids=PICTURES.keys())
def test_a_picture_tells_its_kind_and_size(
    tmp_path: Path, kind: str, size: tuple[int, int] | None, content: bytes
) -> None:
    (tmp_path / "picture.txt").write_bytes(content)
    picture = read_picture("src", str(tmp_path / "picture.txt"))
    assert (picture.kind, picture.size, picture.has_exif) == (kind, size, False)


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES.keys())
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "picture.png").write_bytes(content)
    with pytest.raises(PeerTubeError, match="is no picture that can be read"):
        read_picture("src", str(tmp_path / "picture.png"))


def test_what_cannot_be_read_is_refused_with_the_reason(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reasons = {
        "missing.png": "no such file",
        ".": "it is a directory",
        "pipe": "it is not a file",
        "nul\0": "not a path",
    }
    for name, reason in reasons.items():
        with pytest.raises(PeerTubeError, match=reason) as raised:
            read_picture("src", f"{tmp_path}/{name}")
        assert raised.value.code == "invalid_option"


def test_a_file_of_50_mb_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(50 * 1024**2)
    with pytest.raises(PeerTubeError, match="has 50 MB, more than PeerTube takes"):
        read_picture("src", str(tmp_path / "large.png"))


@pytest.mark.parametrize("mark", [b"Exif\0\0", b"eXIf", b"EXIF"])
def test_exif_is_seen(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / "picture.png").write_bytes(png(48, 48) + mark)
    assert read_picture("src", str(tmp_path / "picture.png")).has_exif
