# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import OAuthClient, Token
from ansible_collections.peertube.peertube.plugins.module_utils._session.format import NotASession, dump, load
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session

URL = "https://video.example.com"
NOW = 1_800_000_000.25
TOKEN = Token("access", "refresh", "Bearer", NOW, NOW + 86399, NOW + 1209599)
WHOLE = Session(TOKEN, "root", "admin@example.com", OAuthClient("id", "secret"), NOW)
ABSENT = object()


def changed(*path_and_value):
    """The document of a session with one member changed, or taken away."""
    *path, name, value = path_and_value
    document = json.loads(dump(WHOLE, URL))
    place = document
    for step in path:
        place = place[step]
    if value is ABSENT:
        del place[name]
    else:
        place[name] = value
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "session",
    [
        WHOLE,
        Session(Token("access", "refresh")),
        Session(TOKEN, username="J\u00fcrgen \U0001f4fa"),
        Session(TOKEN, renewing=True),
        Session(Token("\x21\x7e" * 2048, "refresh"), checked_at=0),
    ],
)
def test_what_is_loaded_is_what_was_dumped(session):
    assert load(dump(session, URL), URL) == session


def test_the_format_is_numbered_and_ascii():
    content = dump(Session(TOKEN, username="J\u00fcrgen"), URL)
    assert json.loads(content)["format"] == 1
    assert content.isascii()
    assert content.endswith(b"}\n")


def test_every_beginning_of_a_session_is_refused_but_the_whole():
    content = dump(WHOLE, URL)
    for length in range(len(content) - 1):
        with pytest.raises(NotASession, match="not whole JSON"):
            load(content[:length], URL)
    assert load(content[:-1], URL) == WHOLE


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not whole JSON"),
        (b"\xff\xfe{}", "not whole JSON"),
        (b"[" * 100_000, "not whole JSON"),
        (b'{"format": NaN}', "not whole JSON"),
        (b'{"format": 1, "format": 1}', "not whole JSON"),
        (b"null", "no format number"),
        (b'"session"', "no format number"),
        (b"[]", "no format number"),
        (b'{"token": {}}', "no format number"),
        (changed("format", 2), "has format 2, and this release of the collection reads format 1"),
        (changed("format", "1"), "has format 1"),
        (changed("format", None), "has format None"),
        (changed("format", "\x1b[2J" + "x" * 500), r"has format \[2Jx{,20},"),
        (changed("url", "https://other.example.com"), "a session at https://other.example.com, not at " + URL),
        (changed("url", "http://video.example.com"), "a session at http://video.example.com, not at " + URL),
    ],
)
def test_anything_else_is_refused_with_what_it_is(content, why):
    with pytest.raises(NotASession, match=why):
        load(content, URL)


@pytest.mark.parametrize(
    "path_and_value",
    [
        ("url", ABSENT),
        ("url", 1),
        ("username", 1),
        ("email", ["root"]),
        ("token", ABSENT),
        ("token", None),
        ("token", "access"),
        ("token", "access_token", ABSENT),
        ("token", "access_token", None),
        ("token", "access_token", ""),
        ("token", "access_token", 1),
        ("token", "access_token", "two\r\nlines: of a header"),
        ("token", "refresh_token", ABSENT),
        ("token", "refresh_token", "x" * 5000),
        ("token", "expires_at", "2027-01-15"),
        ("token", "expires_at", True),
        ("token", "expires_at", -1),
        ("token", "expires_at", 1e300),
        ("token", "issued_at", []),
        ("token", "refresh_token_expires_at", {}),
        ("checked_at", "now"),
        ("checked_at", False),
        ("renewing", None),
        ("renewing", 1),
        ("client", []),
        ("client", "client_id", ABSENT),
        ("client", "client_secret", "with space"),
        ("client", {}),
    ],
)
def test_a_member_that_is_missing_or_of_another_type_is_refused(path_and_value):
    with pytest.raises(NotASession, match="a field is missing or has another type"):
        load(changed(*path_and_value), URL)


@pytest.mark.parametrize(
    ("path_and_value", "session"),
    [
        (("client", None), Session(TOKEN, "root", "admin@example.com", None, NOW)),
        (("client", ABSENT), Session(TOKEN, "root", "admin@example.com", None, NOW)),
        (("username", ABSENT), Session(TOKEN, None, "admin@example.com", WHOLE.client, NOW)),
        (("renewing", ABSENT), WHOLE),
        (("checked_at", ABSENT), Session(TOKEN, "root", "admin@example.com", WHOLE.client, None)),
        (("of_a_later_release", 1), WHOLE),
    ],
)
def test_what_may_be_unknown_may_be_missing(path_and_value, session):
    assert load(changed(*path_and_value), URL) == session


def test_no_refusal_repeats_a_token():
    for path_and_value in (("format", 2), ("url", "https://other.example.com"), ("token", "expires_at", "soon")):
        with pytest.raises(NotASession) as refused:
            load(changed(*path_and_value), URL)
        assert "access" not in str(refused.value)
        assert "refresh" not in str(refused.value)
