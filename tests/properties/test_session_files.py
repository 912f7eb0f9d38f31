# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

from ansible_collections.peertube.peertube.plugins.module_utils._api.values import is_token
from ansible_collections.peertube.peertube.plugins.module_utils._session.format import NotASession, dump, load
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from hypothesis import assume, example, given
from hypothesis import strategies as st

from .values import URL, json_values, sessions


def loaded(content: bytes, url: str = URL) -> Session | None:
    """The session; None for what is none, which must be said in a short text that can be printed."""
    try:
        return load(content, url)
    except NotASession as error:
        refusal = f"{error}"
    assert refusal.isprintable()
    assert len(refusal) < 500
    return None


@given(sessions)
def test_a_session_is_read_as_it_was_written(session) -> None:
    assert load(dump(session, URL), URL) == session


@given(sessions, st.text())
def test_a_session_is_not_read_as_that_of_another_instance(session, url) -> None:
    assume(url != URL)
    assert loaded(dump(session, url)) is None


@given(st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
@example(b'{"format": ' + b"[" * 900 + b"]" * 900 + b"}")
def test_any_other_content_is_no_session(content) -> None:
    assert loaded(content) is None


@given(sessions, st.data())
def test_a_piece_of_a_session_is_none(session, data) -> None:
    content = dump(session, URL)
    end = data.draw(st.integers(0, len(content) - 2), "end")
    assert loaded(content[:end]) is None


@given(
    sessions,
    st.sampled_from(["format", "url", "username", "email", "checked_at", "renewing", "token", "client", "replaced"]),
    json_values,
)
def test_a_member_that_is_something_else_makes_no_other_session(session, member, value) -> None:
    document = {**json.loads(dump(session, URL)), member: value}
    read = loaded(json.dumps(document).encode())
    assert read is None or is_whole(read)


@given(sessions, st.sampled_from(["access_token", "refresh_token", "issued_at", "expires_at"]), json_values)
def test_a_member_of_the_token_that_is_something_else_makes_no_other_session(session, member, value) -> None:
    document = json.loads(dump(session, URL))
    document["token"][member] = value
    read = loaded(json.dumps(document).encode())
    assert read is None or is_whole(read)


@given(sessions, st.data())
def test_a_session_with_other_bytes_in_it_is_one_that_can_be_used_or_none(session, data) -> None:
    content = bytearray(dump(session, URL))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=3), "places"):
        content[place] = data.draw(st.integers(0, 255), "byte")
    read = loaded(bytes(content))
    assert read is None or is_whole(read)


def is_whole(session: Session) -> bool:
    """Whether a session can be sent, shown, written and read again."""
    return (
        is_token(session.token.access_token)
        and is_token(session.token.refresh_token)
        and session.token.seconds_left(0) != -1
        and load(dump(session, URL), URL) == session
    )
