# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import email.utils
import os
import time
from typing import Iterator

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import _moment, _retry_after
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Reply
from hypothesis import given
from hypothesis import strategies as st

# Header lines arrive as Latin-1.
header_values = st.text(st.characters(max_codepoint=255), max_size=40)
recent = st.integers(1_577_836_800, 4_102_444_800)


def retry_after(value: str, now: float = 0.0, **headers: str) -> int | None:
    return _retry_after(Reply(429, {"retry-after": value, **headers}, b""), now)


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Kolkata"])
def _time_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@given(header_values, header_values, st.floats(0, 1e11))
def test_any_value_is_a_number_of_seconds_or_none(value, date, now) -> None:
    seconds = retry_after(value, now, date=date)
    assert seconds is None or (isinstance(seconds, int) and seconds >= 0)


@given(st.integers(0, 10**9 - 1))
def test_a_number_is_seconds(seconds) -> None:
    assert retry_after(f" {seconds} ") == seconds


@given(st.text("123456789", min_size=9, max_size=5000))
def test_a_huge_number_stays_huge(digits) -> None:
    assert retry_after(digits) > 10**8


@given(st.integers(max_value=-1) | st.floats())
def test_a_number_that_is_none_of_seconds_is_none(value) -> None:
    assert retry_after(str(value)) is None


@given(recent, st.integers(-(10**6), 10**6), recent)
def test_a_date_counts_from_that_of_the_answer(date, wait, now) -> None:
    until = email.utils.formatdate(date + wait, usegmt=True)
    sent = email.utils.formatdate(date, usegmt=True)
    assert retry_after(until, now, date=sent) == max(0, wait)


@pytest.mark.usefixtures("_time_zone")
@pytest.mark.parametrize("form", ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"])
@given(moment=st.integers(1_577_836_800, 2_000_000_000))
def test_each_form_of_a_date_is_read_as_utc(form, moment) -> None:
    """RFC 9110 section 5.6.7: two of them are obsolete, and still to be understood."""
    assert _moment(time.strftime(form, time.gmtime(moment))) == moment
