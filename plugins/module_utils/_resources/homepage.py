# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import os

from .._api.homepage import LARGEST, check_homepage, read_homepage, write_homepage
from .._api.sender import Sender
from .._base.errors import PeerTubeError, invalid_option
from .._declare import fields
from .._declare.ensure import Outcome, ensure
from .._declare.fields import State
from .._declare.plan import Plan, plan

FIELDS = (fields.plain("content"),)


class Homepage:
    """The homepage of an instance: there is one, or none."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def read(self) -> dict[str, State]:
        content = read_homepage(self._sender)
        return {} if content is None else {"": {"content": content}}

    def create(self, plan: Plan) -> None:
        write_homepage(self._sender, plan.send["content"])

    def update(self, plan: Plan, present: State) -> None:
        write_homepage(self._sender, plan.send["content"])

    def delete(self, plan: Plan, present: State) -> None:
        write_homepage(self._sender, None)


def as_given(sender: Sender) -> str:
    """The text of the homepage, empty where there is none."""
    return read_homepage(sender) or ""


def ensure_homepage(resource: Homepage, content: str, check_mode: bool) -> Outcome:
    """Have the homepage with that text; with an empty one, have none."""
    return ensure(
        resource,
        lambda states: [plan(FIELDS, "", states.get(""), {"content": content}, present=bool(content))],
        check_mode,
    )


def content_of(content: str | None, src: str | None) -> str:
    """The text that is given, or that is in a file. Raises PeerTubeError invalid_option."""
    if src is None:
        return check_homepage("content", content or "")
    octets = _octets_of(src)
    if len(octets) > LARGEST:
        raise _unusable(src, "is longer than 500 KB")
    try:
        return check_homepage("src", octets.decode("utf-8"))
    except UnicodeDecodeError:
        raise _unusable(src, "is no text in UTF-8") from None


def _octets_of(src: str) -> bytes:
    """What is in a file, up to a little more than is possible."""
    if not os.path.exists(src):
        raise _unusable(src, "does not exist")
    if not os.path.isfile(src):
        raise _unusable(src, "is no file")
    try:
        with open(src, "rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise _unusable(src, f"cannot be read: {(error.strerror or 'unknown reason').lower()}") from None


def _unusable(src: str, what: str) -> PeerTubeError:
    return invalid_option(
        f"src is {src}, which {what}.", "Name a file with text in UTF-8 on the machine where the task runs."
    )
