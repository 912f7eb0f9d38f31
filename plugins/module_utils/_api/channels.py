# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._base.errors import PeerTubeError
from .._http.messages import Request
from .answer import Answer
from .sender import Sender

# The options, by the names of PeerTube's fields.
NAMES: t.Final = {"name": "name", "displayName": "display_name", "description": "description", "support": "support"}


def channel(sender: Sender, name: str) -> dict[str, t.Any] | None:
    """A channel of the instance; None where there is none of that name."""
    answer = sender.send(Request("GET", f"/video-channels/{name}"), accept=(404,))
    if answer.status == 404:
        if answer.problem is None:
            raise answer.refused()
        return None
    return _described(answer, answer.expect_object())


def own_channels(sender: Sender) -> list[dict[str, t.Any]]:
    """The channels of the account that is signed in."""
    answer = sender.send(Request("GET", "/users/me"))
    channels = answer.expect_object().get("videoChannels")
    if not isinstance(channels, list):
        raise answer.unexpected("without the channels of the account")
    return [_described(answer, one) for one in channels]


def create_channel(sender: Sender, name: str, fields: t.Mapping[str, t.Any]) -> None:
    """A channel of the account that is signed in, whoever that is (measured on 6.3 and 8.2)."""
    request = Request("POST", "/video-channels", json={"name": name, **fields})
    answer = sender.send(request, NAMES, accept=(409,))
    if answer.status == 409:
        raise _taken(answer, name)


def update_channel(sender: Sender, name: str, fields: t.Mapping[str, t.Any]) -> None:
    request = Request("PUT", f"/video-channels/{name}", json=fields, after_lost_reply=True, after_gateway_error=True)
    sender.send(request, NAMES)


def delete_channel(sender: Sender, name: str) -> None:
    answer = sender.send(Request("DELETE", f"/video-channels/{name}"), accept=(409,))
    if answer.status == 409:
        raise answer.error(
            "conflict",
            f"{name} is the last channel of its account, which PeerTube does not let go.",
            remedy="Create another channel of the account first, or delete the account.",
        )


def _described(answer: Answer, found: t.Any) -> dict[str, t.Any]:
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in ("name", "displayName")):
        raise answer.unexpected("that describes no channel")
    return found


def _taken(answer: Answer, name: str) -> PeerTubeError:
    return answer.error(
        "conflict",
        f"The name {name} is taken: by a user, or by a channel that was deleted, whose name stays taken for ever.",
        remedy="Use another name.",
    )
