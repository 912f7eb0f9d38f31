# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import json
import typing as t
from urllib.parse import urlencode

from .._base.errors import invalid_option
from .messages import Request

Body = t.Union[bytes, t.Iterable[bytes], None]


@contextlib.contextmanager
def sent_body(request: Request, progress: t.Callable[[], None]) -> t.Iterator[tuple[Body, dict[str, str]]]:
    """The body of a request and the headers that go with it. progress is called whenever a piece of a file is sent.

    Raises PeerTubeError: invalid_option.
    """
    # A picture is no JSON.
    headers = {**({} if request.api else {"Accept": "*/*"}), **request.headers}
    if request.files:
        # Here rather than at the top, as few requests have files.
        from .multipart import open_multipart

        with open_multipart(fields(request.form), request.files, progress) as multipart:
            yield multipart, {"Content-Type": multipart.content_type, **headers}
    elif request.json is not None:
        yield _as_json(request.json), {"Content-Type": "application/json", **headers}
    elif request.form:
        yield urlencoded(request.form).encode("ascii"), {"Content-Type": "application/x-www-form-urlencoded", **headers}
    else:
        yield None, headers


def urlencoded(values: t.Mapping[str, t.Any] | None) -> str:
    return urlencode(list(fields(values)))


def fields(values: t.Mapping[str, t.Any] | None) -> t.Iterator[tuple[str, str]]:
    """The names and texts of a query or form, as PeerTube reads them."""
    for name, value in (values or {}).items():
        if isinstance(value, (list, tuple)):
            yield from ((f"{name}[]", _text(member)) for member in value)
        elif value is not None:
            yield name, _text(value)


def _text(value: t.Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _as_json(value: t.Any) -> bytes:
    try:
        return json.dumps(value, allow_nan=False).encode("ascii")
    except ValueError:
        raise invalid_option("The body holds a number that JSON does not know.", "Use no .nan and no .inf.") from None
