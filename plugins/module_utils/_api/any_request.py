# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t

from .._base.errors import invalid_option
from .._http.messages import API, Request
from .refusal import refusal
from .sender import Sender

_LIMIT: t.Final = 32 * 1024 * 1024


def check_path(path: str) -> str:
    """A path below /api/v1, as requests have it. Raises PeerTubeError invalid_option."""
    remedy = "Set it to what stands behind /api/v1 in the address, such as /users/registrations."
    if "://" in path:
        raise invalid_option("path is a whole address.", f"{remedy} The instance is named by url.")
    if "?" in path or "#" in path:
        raise invalid_option(
            "path holds a query or a fragment.", "Put what stands behind the question mark into query."
        )
    if not path.startswith("/") or path.startswith("//"):
        raise invalid_option("path does not begin with one slash.", remedy)
    if path.startswith(f"{API}/"):
        path = path[len(API) :]
    if any(not "\x21" <= sign <= "\x7e" or sign == "\\" for sign in path):
        raise invalid_option("path has a character that no address has.", "Encode it, with the filter urlencode.")
    if any(part in (".", "..") for part in path.split("/")):
        raise invalid_option("path leads out of the API.", remedy)
    return path


def send_any(sender: Sender, request: Request, statuses: t.Sequence[int] | None) -> dict[str, t.Any]:
    """What a request of the user's own is answered, as a result shows it.

    statuses: those that count as success; any 2xx when None. Raises PeerTubeError for all others.
    """
    answer = sender.send(dataclasses.replace(request, limit=_LIMIT), accept=statuses or ())
    if statuses is not None and answer.status not in statuses:
        raise refusal(answer)
    document = answer.expect_json() if answer.reply.content_type == "application/json" and answer.reply.body else None
    page = document if isinstance(document, dict) and isinstance(document.get("data"), list) else {}
    return {"status": answer.status, "json": document, "items": page.get("data"), "total": page.get("total")}
