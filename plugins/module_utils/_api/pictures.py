# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import re
import typing as t
from urllib.parse import urlsplit

from .._base.errors import PeerTubeError
from .._base.picture_file import CONTENT_TYPES, PictureFile
from .._http.messages import FileContent, Request
from .answer import Answer, ask
from .sender import Sender

LOGOS: t.Final = ("favicon", "header-square", "header-wide", "opengraph")
OF_INSTANCE: t.Final = ("avatar", "banner", *LOGOS)
_CHANNEL: t.Final = "channel-"
# What is fetched to compare it: no more than PeerTube takes for a picture.
_LIMIT: t.Final = 8 * 1024**2
_ADDRESS = re.compile(r"/[A-Za-z0-9_./~-]{1,500}")


@dataclasses.dataclass(frozen=True)
class Stored:
    """One of the sizes in which a picture is kept. height: None on older servers, and size of an SVG."""

    address: str
    width: int | None
    height: int | None


@dataclasses.dataclass(frozen=True)
class Shown:
    """The sizes of a picture, largest first, none where there is no picture; and what the server takes for one.

    known: whether the server knows such a picture at all. What it was not asked, or does not say, is None.
    """

    sizes: tuple[Stored, ...]
    known: bool = True
    version: str | None = None
    limit: int | None = None
    extensions: tuple[str, ...] | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(one.address for one in self.sizes)


class Pictures:
    """One picture of an instance or, where a name is given, of a channel."""

    def __init__(self, sender: Sender, target: str, channel: str | None = None) -> None:
        self.http = sender.http
        self._sender = sender
        self._target = target
        self._channel = channel
        # PeerTube knows three kinds.
        self.kind = "logo" if target in LOGOS else target[len(_CHANNEL) :] if channel else target

    def shown(self) -> Shown | None:
        """None where there is no such channel."""
        if self._channel is None:
            return self.configured()
        answer = self._sender.send(Request("GET", f"/video-channels/{self._channel}"), accept=(404,))
        if answer.status == 404:
            return None
        return Shown(_sizes(answer, answer.expect_object().get(f"{self.kind}s")))

    def configured(self) -> Shown:
        """What the public configuration says: also what the server takes, for the pictures of channels as well."""
        return self.shown_in(self._sender.send(Request("GET", "/config")))

    def shown_in(self, answer: Answer) -> Shown:
        """The same of an answer that is there, for asking once for many pictures."""
        config = answer.expect_object()
        instance, version = config.get("instance"), config.get("serverVersion")
        if not isinstance(instance, dict) or not isinstance(version, str):
            raise answer.unexpected("that is no configuration")
        limit, extensions = _taken(config.get(self.kind))
        if self._channel is not None:
            return Shown((), True, version, limit, extensions)
        if self.kind != "logo":
            return Shown(_sizes(answer, instance.get(f"{self.kind}s")), True, version, limit, extensions)
        # In place of a logo that was not uploaded, the avatar is told, or one of PeerTube's own.
        logos = [one for one in _rows(answer, instance.get("logo", [])) if one.get("type") == self._target]
        own = [one for one in logos if one.get("isFallback") is False]
        return Shown(_sizes(answer, own), "logo" in instance, version, limit, extensions)

    def upload(self, picture: PictureFile) -> None:
        """In place of what was there. Raises PeerTubeError."""
        content = FileContent(picture.path, content_type=CONTENT_TYPES[picture.kind])
        request = Request("POST", f"{self._path()}/pick", files={f"{self.kind}file": content})
        self._sender.send(request, names={f"{self.kind}file": "src"})

    def remove(self) -> None:
        self._sender.send(Request("DELETE", self._path(), after_lost_reply=True, after_gateway_error=True))

    def content(self, address: str) -> bytes | None:
        """The bytes of a picture, of at most 8 MiB; None where they cannot be had."""
        try:
            return self.asked_for(address)
        except PeerTubeError:
            return None

    def asked_for(self, address: str) -> bytes | None:
        """The same, but None only where the instance has nothing there. Raises PeerTubeError."""
        answer = ask(self.http, Request("GET", address, api=False, limit=_LIMIT))
        if answer.status >= 500:
            raise answer.refused()
        if answer.status != 200:
            return None
        if not answer.reply.content_type.startswith("image/"):
            raise answer.unexpected("that is no picture")
        return answer.reply.body

    def _path(self) -> str:
        if self._channel is not None:
            return f"/video-channels/{self._channel}/{self.kind}"
        return f"/config/instance-{'logo/' if self.kind == 'logo' else ''}{self._target}"


def _sizes(answer: Answer, rows: t.Any) -> tuple[Stored, ...]:
    sizes = [
        Stored(_address(answer, one), _number(one.get("width")), _number(one.get("height")))
        for one in _rows(answer, rows)
    ]
    return tuple(sorted(sizes, key=lambda one: (-(one.width or 0), one.address)))


def _rows(answer: Answer, rows: t.Any) -> list[dict[str, t.Any]]:
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise answer.unexpected("that lists no pictures")
    return rows


def _address(answer: Answer, row: t.Mapping[str, t.Any]) -> str:
    """Below the address of the instance, which may know itself by another one than it is asked at."""
    path = row.get("path") or urlsplit(str(row.get("fileUrl"))).path
    if not isinstance(path, str) or _ADDRESS.fullmatch(path) is None:
        raise answer.unexpected("that gives no address of a picture")
    return path


def _taken(kind: t.Any) -> tuple[int | None, tuple[str, ...] | None]:
    file = kind.get("file") if isinstance(kind, dict) else None
    if not isinstance(file, dict):
        return None, None
    size, extensions = file.get("size"), file.get("extensions")
    limit = _number(size.get("max")) if isinstance(size, dict) else None
    return limit, tuple(map(str, extensions)) if isinstance(extensions, list) else None


def _number(value: t.Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
