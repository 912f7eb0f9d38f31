# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base import strict_json


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"access_token": "a", "expires_in": 86399}', {"access_token": "a", "expires_in": 86399}),
        ('{"username": "\u0142ukasz"}'.encode(), {"username": "\u0142ukasz"}),
        (b' [1, 2.5, true, null, "x"]\n', [1, 2.5, True, None, "x"]),
        (b"{}", {}),
    ],
)
def test_json_is_read(body: bytes, value: object) -> None:
    assert strict_json.parse(body) == value


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b'{"access_token": "a', id="half"),
        pytest.param(b"{} {}", id="two values"),
        pytest.param(b"<html></html>", id="HTML"),
        pytest.param('{"a": 1}'.encode("utf-16"), id="UTF-16"),
        pytest.param('{"a": "\u00e9"}'.encode("latin-1"), id="Latin-1"),
        pytest.param(b"\xef\xbb\xbf{}", id="byte order mark"),
        pytest.param(b'{"expires_in": NaN}', id="NaN"),
        pytest.param(b'{"expires_in": Infinity}', id="Infinity"),
        pytest.param(b'{"expires_in": -Infinity}', id="-Infinity"),
        pytest.param(b'{"a": 1, "a": 2}', id="a name twice"),
        pytest.param(b'{"outer": {"a": 1, "a": 1}}', id="a name twice inside"),
        pytest.param(b"[" * 500_000, id="nested too deeply"),
        pytest.param(b'{"expires_in": ' + b"9" * 10_000 + b"}", id="a number too long to convert"),
    ],
)
def test_what_is_not_strict_json_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is not shown to anybody
        strict_json.parse(body)
