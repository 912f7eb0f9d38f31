# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later


"""Files to upload: a picture of a given size, or text that is none."""

from __future__ import annotations

import struct
import zlib
from typing import Any

BOUNDARY = "----recorded-facts"


def multipart(files: dict[str, dict[str, Any]]) -> tuple[bytes, str]:
    """The body with one file for each field, and its content type (RFC 7578)."""
    body = b""
    for name, described in files.items():
        content = png(*described["png"]) if "png" in described else described["text"].encode()
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.png"\r\n'.encode()
        body += b"Content-Type: image/png\r\n\r\n" + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}"


def png(width: int, height: int) -> bytes:
    """A black picture in shades of grey (RFC 2083)."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((1 + width) * height))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
