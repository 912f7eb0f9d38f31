# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._http.messages import Request
from .answer import Answer
from .sender import Sender

PAGE: t.Final = 100  # the most that PeerTube allows: more is 400 (measured on 6.3 and 8.2)
_LIST_LIMIT: t.Final = 8 * 1024 * 1024
_MOST: t.Final = 100_000


def read_all(
    sender: Sender, path: str, query: t.Mapping[str, t.Any] | None = None, sort: str | None = "createdAt"
) -> list[dict[str, t.Any]]:
    """Every object of a list of PeerTube's. Raises as pages() does."""
    return [one for _answer, objects in pages(sender, path, query, sort) for one in objects]


def pages(
    sender: Sender, path: str, query: t.Mapping[str, t.Any] | None = None, sort: str | None = "createdAt"
) -> t.Iterator[tuple[Answer, list[dict[str, t.Any]]]]:
    """A list of PeerTube's page by page, as far as somebody reads on.

    Raises PeerTubeError unexpected_response for a list that has no end, and for what is no list.
    """
    found = 0
    while True:
        page = {"start": found, "count": PAGE, **({"sort": sort} if sort else {}), **(query or {})}
        answer = sender.send(Request("GET", path, query=page, limit=_LIST_LIMIT))
        total, objects = page_of(answer)
        found += len(objects)
        yield answer, objects
        if len(objects) < PAGE or found >= total:
            return
        if found >= _MOST:
            raise answer.unexpected(f"after {found} objects of a list that does not end")


def page_of(answer: Answer) -> tuple[int, list[dict[str, t.Any]]]:
    """The total of a list, and the objects of one page of it."""
    page = answer.expect_object()
    total, objects = page.get("total"), page.get("data")
    if not isinstance(objects, list) or not all(isinstance(one, dict) for one in objects):
        raise answer.unexpected("that is no list")
    if not isinstance(total, int) or isinstance(total, bool):
        raise answer.unexpected("that is a list without a total")
    return total, objects
