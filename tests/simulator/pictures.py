# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Uploaded pictures: what an instance makes of them and keeps. No HTTP."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Iterator

from simulator.picture_sizes import Size, has_exif, redrawn, size_of
from simulator.problems import Failure

EXTENSIONS = {"image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/jpg": ".jpg",
              "image/jpeg": ".jpg"}  # fmt: skip
SVG = "image/svg+xml"
LOGOS = ("favicon", "header-square", "header-wide", "opengraph")
# What is made of an upload, the order in which it is listed on 6.3. A width of None keeps the picture's proportions.
SIZES: dict[str, list[tuple[int | None, int]]] = {
    "avatar": [(1500, 1500), (600, 600), (120, 120), (48, 48)],
    "banner": [(1920, 317), (600, 100)],
    "favicon": [(32, 32)],
    "header-square": [(48, 48)],
    "header-wide": [(None, 48)],
    "opengraph": [(1200, 650)],
}
FOLDERS = {"avatar": "/lazy-static/avatars/", "banner": "/lazy-static/banners/"}
LOGO_FOLDER = "/static/uploads/images/"


@dataclass(frozen=True)
class Upload:
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Picture:
    # Below the address of the instance; new for each upload.
    path: str
    content: bytes
    content_type: str
    # None for what has no size: SVG.
    size: Size | None
    created: float


@dataclass
class Pictures:
    # By whose they are: `avatar`, `banner`, a kind of logo; others may add names of their own.
    kept: dict[str, list[Picture]] = field(default_factory=dict)

    def put(self, owner: str, kind: str, upload: Upload, flavour: str, now: float) -> None:
        """Replace what `owner` has. Fails, and changes nothing, when the bytes are no picture."""
        made = list(_made(kind, upload, flavour, now))
        self.kept[owner] = made if flavour == "6.3" else made[::-1]

    def remove(self, owner: str) -> None:
        self.kept.pop(owner, None)

    def of(self, owner: str) -> list[Picture]:
        return self.kept.get(owner, [])

    def at(self, path: str) -> Picture | None:
        return next((picture for kept in self.kept.values() for picture in kept if picture.path == path), None)

    def reset(self) -> None:
        self.kept.clear()


def _made(kind: str, upload: Upload, flavour: str, now: float) -> Iterator[Picture]:
    folder = FOLDERS.get(kind, LOGO_FOLDER)
    if upload.content_type == SVG:
        yield Picture(f"{folder}{uuid.uuid4()}.svg", upload.content, SVG, None, now)
        return
    source = size_of(upload.content)
    if source is None:
        raise Failure("Error")
    for width, height in SIZES[kind]:
        wanted = (width or round(height * source[0] / source[1]), height)
        content = upload.content
        if not _is_kept_as_it_is(upload, source, wanted, flavour):
            content = redrawn(upload.content, wanted)
        extension = EXTENSIONS[upload.content_type]
        yield Picture(f"{folder}{uuid.uuid4()}{extension}", content, upload.content_type, wanted, now)


def _is_kept_as_it_is(upload: Upload, source: Size, wanted: Size, flavour: str) -> bool:
    # 6.3 reads these two with FFmpeg and writes them anew.
    if flavour == "6.3" and upload.content_type in ("image/gif", "image/webp"):
        return False
    largest = 200_000 if wanted[1] >= 1000 else 100_000 if wanted[1] >= 500 else 15_000
    return source == wanted and len(upload.content) <= largest and not has_exif(upload.content)
