# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""PeerTube's lists: a total, and a part of the whole."""

from __future__ import annotations

from typing import Any, Mapping

from simulator.problems import Denied

LARGEST_COUNT = 100


def page(
    found: list[dict[str, Any]], query: Mapping[str, str], default_count: int, default_sort: str = "createdAt"
) -> dict[str, Any]:
    try:
        start, count = int(query.get("start", 0)), int(query.get("count", default_count))
    except ValueError:
        raise Denied(400) from None
    if start < 0 or not 0 <= count <= LARGEST_COUNT:
        raise Denied(400)
    sort = query.get("sort", default_sort)
    field = sort.lstrip("-")
    # Ids grow with time, so they order what was created within one millisecond.
    ordered = sorted(found, key=lambda one: (str(one.get(field, "")), one["id"]), reverse=sort.startswith("-"))
    return {"total": len(found), "data": ordered[start : start + count]}
