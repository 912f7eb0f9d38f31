# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import json
import typing as t

from .._base.errors import invalid_option
from .._http.messages import Request
from .sender import Sender

# PeerTube takes no JSON of more than "500kb" (6.3 and 8.2).
LARGEST: t.Final = 500 * 1024
_PATH: t.Final = "/custom-pages/homepage/instance"


def read_homepage(sender: Sender) -> str | None:
    """The text of the homepage; None when there is none, or it is empty."""
    answer = sender.send(Request("GET", _PATH, limit=4 * 1024 * 1024), accept=(404,))
    if answer.status == 404:
        if answer.problem is None:
            raise answer.refused()
        # Until it is written for the first time; later it can only be emptied.
        return None
    content = answer.expect_object().get("content")
    if content is not None and not isinstance(content, str):
        raise answer.unexpected("that is no homepage")
    return content or None


def write_homepage(sender: Sender, content: str | None) -> None:
    """None empties it."""
    sender.send(Request("PUT", _PATH, json={"content": content}), names={"content": "content"})


def check_homepage(option: str, content: str) -> str:
    """A text as it can be written. Raises PeerTubeError invalid_option, which names the option that it came from."""
    if "\0" in content:
        raise invalid_option(
            f"{option} holds a character with the number 0.", "Remove it: the instance cannot keep it."
        )
    size = len(json.dumps({"content": content}))
    if size > LARGEST:
        raise invalid_option(
            f"{option} is {size // 1024} KB long as it would be sent, and PeerTube takes no more than 500.",
            "Shorten it, and leave out pictures that are part of the text.",
        )
    return content
