# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses
import time
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import (
    Token,
    User,
    is_token,
    iso8601,
    plain_int,
    same_name,
)
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session

NOW = 1_800_000_000.0


@pytest.mark.parametrize("value", ["6d3f8a0b5c1e", "!", "~" * 4096, "a.b-c_d/e+f="])
def test_visible_ascii_is_a_token(value: str) -> None:
    assert is_token(value)


@pytest.mark.parametrize("value", ["", "a b", "a\r\nX: y", "a\n", "\x7f", "t\u00f6ken", "a" * 4097, None, 5, b"bytes"])
def test_what_could_change_the_request_is_no_token(value: object) -> None:
    assert not is_token(value)


@pytest.mark.parametrize(("value", "expected"), [(0, True), (-1, True), (True, False), (1.0, False), ("1", False)])
def test_a_whole_number_is_not_a_boolean(value: object, expected: bool) -> None:
    assert plain_int(value) is expected


@pytest.mark.parametrize(
    ("now", "left"),
    [
        pytest.param(NOW, 100, id="just issued"),
        pytest.param(NOW + 40, 60, id="later"),
        pytest.param(NOW + 40.5, 60, id="a part of a second counts as one"),
        pytest.param(NOW + 100, 0, id="at the end"),
        pytest.param(NOW + 200, 0, id="long after"),
        pytest.param(NOW - 5000, 100, id="the clock was set back"),
    ],
)
def test_a_token_lives_as_long_as_the_instance_said(now: float, left: int) -> None:
    assert Token("a", "r", issued_at=NOW, expires_at=NOW + 100).seconds_left(now) == left


YEAR = 365 * 86400.0
# Issued when this machine's clock was a year behind that of the instance.
TIMED = Token("a", "r", "Bearer", NOW, NOW + 100, NOW + 200, server_issued_at=NOW + YEAR)


@pytest.mark.parametrize(("passed", "left"), [(0, 100), (40, 60), (99.5, 1), (100, 0), (5000, 0), (-50, 100)])
def test_by_the_clock_of_the_instance_it_does_so_whatever_this_ones_says(passed: float, left: int) -> None:
    assert TIMED.seconds_left(NOW + 3 * YEAR, NOW + YEAR + passed) == left


@pytest.mark.parametrize(
    ("token", "server_now", "ended"),
    [
        (TIMED, NOW + YEAR + 150, False),
        (TIMED, NOW + YEAR + 200, True),
        (TIMED, None, False),
        (dataclasses.replace(TIMED, refresh_token=None), NOW + YEAR + 150, True),
        (dataclasses.replace(TIMED, access_token=None), NOW + YEAR + 150, False),
        (dataclasses.replace(TIMED, server_issued_at=None), NOW + 3 * YEAR, False),
        (dataclasses.replace(TIMED, refresh_token_expires_at=None), NOW + 3 * YEAR, False),
        (Token(None, None), None, True),
    ],
)
def test_a_token_has_ended_when_the_clock_of_the_instance_says_so_of_both(
    token: Token, server_now: float | None, ended: bool
) -> None:
    assert token.has_ended(server_now) is ended


def test_a_refresh_token_has_a_life_of_its_own() -> None:
    token = Token("a", "r", issued_at=NOW, expires_at=NOW + 1, refresh_token_expires_at=NOW + 100)
    assert token.refresh_seconds_left(NOW + 40) == 60


def test_without_a_moment_of_issue_this_clock_alone_counts() -> None:
    assert Token("a", "r", expires_at=NOW + 100).seconds_left(NOW - 50) == 150


@pytest.mark.parametrize("left", [Token("a", "r").seconds_left(NOW), Token("a", "r").refresh_seconds_left(NOW)])
def test_an_unknown_expiry_is_no_number(left: object) -> None:
    assert left is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("root", True),
        ("ROOT", True),
        ("admin@example.com", True),
        ("Admin@Example.com", True),
        ("roo", False),
        ("", False),
    ],
)
def test_a_user_is_called_by_name_or_address_in_any_case(name: str, expected: bool) -> None:
    assert User(1, "root", "admin@example.com").is_called(name) is expected


@pytest.mark.parametrize(
    ("wanted", "known", "expected"),
    [
        pytest.param(None, {}, True, id="anybody's will do"),
        pytest.param("root", {"username": "Root"}, True, id="by name"),
        pytest.param("admin@example.com", {"username": "root", "email": "admin@EXAMPLE.com"}, True, id="by address"),
        pytest.param("alice", {"username": "root", "email": "admin@example.com"}, False, id="somebody else's"),
        pytest.param("alice", {}, False, id="nobody knows whose"),
    ],
)
def test_a_session_belongs_to_whom_it_is_known_to(wanted: str | None, known: dict[str, str], expected: bool) -> None:
    assert Session(Token("a", "r"), **known).belongs_to(wanted) is expected


def test_a_confirmed_session_has_the_name_that_the_instance_gave() -> None:
    session = Session(Token("a", "r"), username="ROOT").confirmed(User(1, "root", "admin@example.com"), NOW)
    assert session == Session(Token("a", "r"), "root", "admin@example.com", checked_at=NOW)


def test_an_unknown_name_is_nobodys() -> None:
    assert not same_name("root", None)


@pytest.mark.parametrize(
    ("moment", "text"),
    [(None, None), (0, "1970-01-01T00:00:00Z"), (NOW + 0.999, "2027-01-15T08:00:00Z"), (4e9, "2096-10-02T07:06:40Z")],
)
def test_a_moment_is_shown_in_utc_and_whole_seconds(moment: Any, text: str | None) -> None:
    assert iso8601(moment) == text


def test_a_moment_is_shown_in_utc_wherever_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as machine:
        machine.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        assert iso8601(NOW) == "2027-01-15T08:00:00Z"
    time.tzset()
