# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import json
import os
import stat
import typing as t

from .._base import strict_json
from .private_files import CREATE, READ, write_all
from .turns import cache_file

_SIZE_LIMIT: t.Final = 64 * 1024


class Uploads:
    """What was uploaded from here: for each picture its address at the instance, and the SHA-256 of its source.

    It is only a memory: where nothing can be read or written, nothing is known. session_file: beside which it is kept;
    without one it is in the cache directory of the user.
    """

    def __init__(self, url: str, session_file: str | None) -> None:
        self._path = cache_file(url, "pictures") if session_file is None else f"{session_file}.pictures"

    def source_of(self, picture: str, addresses: t.Collection[str]) -> str | None:
        """The SHA-256 of what was uploaded, where the picture is still at one of these addresses."""
        known = self._read().get(picture)
        return known["sha256"] if known is not None and known["address"] in addresses else None

    def remember(self, picture: str, address: str, sha256: str) -> bool:
        """Whether that worked."""
        known = {**self._read(), picture: {"address": address, "sha256": sha256}}
        return self._write(json.dumps({"version": 1, "pictures": known}, indent=1).encode("ascii"))

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            pictures = strict_json.parse(self._content())["pictures"]
            return {str(name): {key: str(one[key]) for key in ("address", "sha256")} for name, one in pictures.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _content(self) -> bytes:
        if self._path is None:
            raise FileNotFoundError
        descriptor = os.open(self._path, READ)
        try:
            status = os.fstat(descriptor)
            # What others can write says nothing.
            if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o022:
                raise PermissionError
            return os.read(descriptor, _SIZE_LIMIT)
        finally:
            os.close(descriptor)

    def _write(self, content: bytes) -> bool:
        if self._path is None or len(content) > _SIZE_LIMIT:
            return False
        new = f"{self._path}.new"
        try:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(new)  # which a killed process left
            descriptor = os.open(new, CREATE | os.O_EXCL, 0o600)
            try:
                write_all(descriptor, content)
            finally:
                os.close(descriptor)
            os.rename(new, self._path)
        except OSError:
            return False
        return True
