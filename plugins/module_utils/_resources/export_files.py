# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# The files of an export, beside each other: the instance, its pictures, and the names of variables without a value.
import dataclasses
import os
import time
import typing as t

from .._base.errors import PeerTubeError, invalid_option
from .._base.version import VERSION
from .._base.whole_files import write_all
from .._declare.names import listed
from .export import Export
from .instance import READERS
from .instance_file import text_of, variables_missing, without_header

_VARIABLE: t.Final = "peertube_instance"
_VAULT: t.Final = "$ANSIBLE_VAULT"


@dataclasses.dataclass(frozen=True)
class Written:
    """What was written, or in check mode would be. paths: of all files of the export, that of the instance first."""

    changed: bool
    paths: list[str]
    diff: dict[str, str]
    warnings: list[str]


class Destination:
    """Where an export goes: a file, and what is named after it. Raises PeerTubeError invalid_option."""

    def __init__(self, path: str) -> None:
        if not os.path.isabs(path) or path.endswith("/") or "\0" in path:
            raise invalid_option(f"dest {path!r} is not the absolute path of a file.", "Begin it with / or ~/.")
        if not os.path.isdir(os.path.dirname(path)):
            raise invalid_option(f"dest {path} is in a directory that does not exist.", "Make the directory first.")
        self.path = path
        self._stem = os.path.splitext(path)[0]

    def write(self, export: Export, force: bool, check_mode: bool) -> Written:
        """Write what is not there yet, the file of the instance last. Raises PeerTubeError."""
        files = self._files(export)
        # Each is read once: another export may write it at any time.
        present = {path: _bytes(path) for path in files}
        due = {path: content for path, content in files.items() if not self._is_same(path, present[path], content)}
        warnings = list(self._keep_secrets(export, due))
        others = [path for path in due if present[path] is not None]
        if others and not force:
            raise invalid_option(f"{others[0]} is there, and says something else.", "Name another dest, or set force.")
        diff = {"before": _as_text(present[self.path]), "after": files[self.path].decode()} if self.path in due else {}
        if due and not check_mode:
            # Also what another export has written since. The names of variables are never replaced.
            self._write(due, [path for path in due if force and path != self._secrets])
        return Written(bool(due), sorted(files, key=lambda path: path != self.path), diff, warnings)

    @property
    def _secrets(self) -> str:
        return f"{self._stem}.secrets.yml"

    def _files(self, export: Export) -> dict[str, bytes]:
        folder = f"{self._stem}.files"
        files, images = {}, {}
        # First: where it was written meanwhile, nothing else is.
        if export.variables:
            files[self._secrets] = variables_missing(export.variables).encode()
        for target, (ending, content) in export.pictures.items():
            images[target] = f"{os.path.basename(folder)}/{target}{ending}"
            files[os.path.join(os.path.dirname(self.path), images[target])] = content
        told = {**export.instance, **({"images": images} if images else {})}
        instance = {part: told[part] for part in READERS if part in told}
        files[self.path] = text_of(_VARIABLE, instance, self._header(export)).encode()
        return files

    def _header(self, export: Export) -> list[str]:
        when = time.strftime("%Y-%m-%d %H:%M", time.gmtime(export.read_at))
        return [
            f"The PeerTube instance {export.url}, which runs PeerTube {export.version}, as it was on {when} UTC.",
            f"Written by peertube.peertube {VERSION}.",
        ]

    def _is_same(self, path: str, present: bytes | None, content: bytes) -> bool:
        """Of the file of the instance, the time in its first lines does not count."""
        if path == self.path and present is not None:
            return without_header(_as_text(present)) == without_header(content.decode())
        return present == content

    def _keep_secrets(self, export: Export, due: dict[str, bytes]) -> t.Iterator[str]:
        """A file that is there is left as it is: it may have got values by now, and be encrypted."""
        if self._secrets in due and os.path.lexists(self._secrets):
            del due[self._secrets]
            present = _as_text(_bytes(self._secrets))
            missing = [name for name in export.variables if name not in present]
            if missing and not present.startswith(_VAULT):
                yield f"{self._secrets} was left as it is, and does not speak of {listed(missing)}."

    def _write(self, due: t.Mapping[str, bytes], replace: t.Collection[str]) -> None:
        try:
            write_all(due, replace)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise invalid_option(f"dest {self.path} cannot be written: {reason}.", "Name another dest.") from None


def _bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise PeerTubeError(
            "invalid_option", f"{path} cannot be read: {reason}.", remedy="Name another dest."
        ) from None


def _as_text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8", "replace")
