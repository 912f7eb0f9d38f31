# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._base import strict_json


class ProblemDocument(t.NamedTuple):
    """What PeerTube says of a refused request (RFC 9457, with PeerTube's own members code and invalid-params).

    fields: the names of those that it did not accept.
    """

    code: str | None
    detail: str | None
    fields: tuple[str, ...] = ()


def parse_problem(content_type: str, body: bytes) -> ProblemDocument | None:
    """The problem document in an answer, or None when there is none."""
    if content_type != "application/problem+json":
        return None
    try:
        document = strict_json.parse(body)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    code, detail = document.get("code"), document.get("detail")
    fields = document.get("invalid-params")
    return ProblemDocument(
        code if isinstance(code, str) else None,
        detail if isinstance(detail, str) else None,
        tuple(str(name) for name in fields) if isinstance(fields, dict) else (),
    )
