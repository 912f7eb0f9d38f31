# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._http.messages import Request
from .lists import read_all
from .refusal import refusal
from .sender import Sender
from .values import plain_int

_LISTS: t.Final = "/watched-words/server/lists"
# The option, by the names of PeerTube's fields.
_NAMES: t.Final = {"listName": "lists", "words": "lists"}


def word_lists(sender: Sender) -> list[dict[str, t.Any]]:
    """The lists of the instance, each with id, listName and words."""
    return [row for row in read_all(sender, _LISTS) if _is_whole(row)]


def create_list(sender: Sender, name: str, words: t.Sequence[str]) -> None:
    request = Request("POST", _LISTS, json={"listName": name, "words": words})
    answer = sender.send(request, _NAMES, accept=(400,))
    if answer.status != 400:
        return
    # A name that is taken is a 400 that names no field (measured on 6.3 and 8.2).
    if answer.problem is None or answer.problem.fields:
        raise refusal(answer, _NAMES)
    raise answer.error("conflict", f"There is a list {name} of watched words already.")


def update_list(sender: Sender, number: int, words: t.Sequence[str]) -> None:
    body = {"words": words}
    sender.send(
        Request("PUT", f"{_LISTS}/{number}", json=body, after_gateway_error=True, after_lost_reply=True), _NAMES
    )


def delete_list(sender: Sender, number: int) -> None:
    sender.send(Request("DELETE", f"{_LISTS}/{number}"))


def _is_whole(row: t.Mapping[str, t.Any]) -> bool:
    return plain_int(row.get("id")) and isinstance(row.get("listName"), str) and isinstance(row.get("words"), list)
