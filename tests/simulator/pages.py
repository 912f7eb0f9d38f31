# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""PeerTube's lists: a total, and a part of the whole."""

from __future__ import annotations

import re
from typing import Any, Callable, Mapping, Sequence, TypeVar

from simulator.problems import Invalid

LARGEST_COUNT = 100
SORTED_BY = {"createdAt": "created", "updatedAt": "updated", "lastLoginDate": "last_login"}
Item = TypeVar("Item")


def page(
    found: Sequence[Item],
    query: Mapping[str, str],
    order: Callable[[Item, str], Any],
    show: Callable[[Item], Any],
    default_sort: str = "-createdAt",
) -> dict[str, Any]:
    """The part of `found` that the query asks for; `order` gives what an item is sorted by, for a field's name."""
    start, count = _number(query, "start", 0), _number(query, "count", 15)
    sort = query.get("sort", default_sort)
    field = sort.lstrip("-")
    ordered = sorted(found, key=lambda one: order(one, field), reverse=sort.startswith("-"))
    return {"total": len(found), "data": [show(one) for one in ordered[start : start + count]]}


def in_order(one: Any, field: str) -> tuple[Any, ...]:
    """What PeerTube calls createdAt is `created` here; ids grow with time, so they decide within one moment."""
    value = getattr(one, SORTED_BY.get(field, field), None)
    return (value is not None, value or 0 if not isinstance(value, str) else value, one.id)


def like(part: str) -> re.Pattern[str]:
    """SQL's ILIKE '%part%', in which a percent sign and an underscore stand for anything."""
    return re.compile(re.escape(part).replace("%", ".*").replace("_", "."), re.IGNORECASE | re.DOTALL)


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not text.isdigit() or (name == "count" and int(text) > LARGEST_COUNT):
        raise Invalid({name: text}, location="query")
    return int(text)
