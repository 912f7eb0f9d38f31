# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime

from ansible_collections.peertube.peertube.plugins.module_utils._api.values import Token, iso8601
from hypothesis import given
from hypothesis import strategies as st

from .values import lifetimes, moments


def issued(at: float, lifetime: int) -> Token:
    return Token("a", "r", "Bearer", at, at + lifetime, at + 2 * lifetime)


@given(moments, lifetimes, moments)
def test_no_clock_makes_a_token_live_longer_than_the_instance_said(at, lifetime, now) -> None:
    token = issued(at, lifetime)
    assert 0 <= token.seconds_left(now) <= lifetime
    assert 0 <= token.refresh_seconds_left(now) <= 2 * lifetime


@given(moments, lifetimes, st.integers(0, 10**10))
def test_every_second_that_passes_is_one_less(at, lifetime, seconds) -> None:
    assert issued(at, lifetime).seconds_left(at + seconds) == max(0, lifetime - seconds)


@given(moments, lifetimes, moments, moments)
def test_a_later_moment_never_leaves_more(at, lifetime, one, other) -> None:
    token = issued(at, lifetime)
    assert token.seconds_left(max(one, other)) <= token.seconds_left(min(one, other))


@given(st.none() | moments, moments, moments)
def test_nothing_is_left_exactly_from_the_moment_of_expiry_on(at, expires_at, now) -> None:
    left = Token("a", "r", "Bearer", at, expires_at).seconds_left(now)
    assert (left == 0) == (max(now, at or now) >= expires_at)


@given(st.none() | moments, moments)
def test_an_expiry_that_is_not_known_leaves_an_unknown_time(at, now) -> None:
    token = Token("a", "r", "Bearer", at)
    assert (token.seconds_left(now), token.refresh_seconds_left(now)) == (None, None)


@given(st.integers(0, 253402300799))
def test_every_moment_of_a_session_file_is_shown_as_a_date(moment) -> None:
    shown = datetime.datetime.strptime(iso8601(moment), "%Y-%m-%dT%H:%M:%S%z")
    assert shown.timestamp() == moment
