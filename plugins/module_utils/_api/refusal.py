# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._base.errors import PeerTubeError
from .answer import Answer

_MOST_FIELDS: t.Final = 5


def refusal(answer: Answer, names: t.Mapping[str, str] | None = None) -> PeerTubeError:
    """The error for what PeerTube refuses of the work of a signed-in user: by status and endpoint, never by its text.

    Outside the session API its errors have no code that tells them apart (measured on 6.3 and 8.2).
    names: the options, by the names of PeerTube's fields.
    """
    problem = answer.problem
    # On 8.2 some 404 are plain text.
    if problem is None and answer.status != 404:
        return answer.refused()
    detail = problem.detail if problem else None
    what = f"{answer.request.method} {answer.request.path}"
    if answer.status in (403, 405):
        return answer.error("forbidden", f"The instance does not let this user do that ({what}).", detail=detail)
    if answer.status == 404:
        return answer.error("not_found", f"The instance does not know what {what} is about.", detail=detail)
    if answer.status == 409:
        return answer.error("conflict", f"What is there stands against it ({what}).", detail=detail)
    if answer.status in (400, 401, 413, 415, 422):
        return answer.error("rejected", _not_accepted(answer, names or {}), detail=detail)
    return answer.refused()


def _not_accepted(answer: Answer, names: t.Mapping[str, str]) -> str:
    fields = answer.problem.fields if answer.problem else ()
    options = [names.get(field) or answer.http.shown(field) or "a field" for field in dict.fromkeys(fields)]
    if not options:
        return f"The instance does not accept it ({answer.request.method} {answer.request.path})."
    more = f" and {len(options) - _MOST_FIELDS} more" if len(options) > _MOST_FIELDS else ""
    return f"The instance does not accept {', '.join(options[:_MOST_FIELDS])}{more}."
