# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is remembered of failures: what is read is what was written, and anything else is nothing."""

from __future__ import annotations

import dataclasses
import json

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import REMEDIES, PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.failures import (
    ON_THE_WAY,
    REFUSALS,
    Attempt,
    Failure,
    Note,
    dump,
    error_fields,
    load,
)

ERROR = PeerTubeError(
    "rate_limited",
    "It limits how often it may be asked.",
    remedy="Wait.",
    status=429,
    method="POST",
    url="https://video.example.com/api/v1/users/token",
    detail="Too many requests",
    retry_after=300,
    reply_lost=True,
)
FAILURE = Failure("number", 1000.5, "way", "fingerprint", "session", True, error_fields(ERROR))
NOTE = Note("ab" * 16, (FAILURE, dataclasses.replace(FAILURE, number="other", credentials=None, lasting=False)))
ATTEMPT = Attempt("way", "session", frozenset(), 1001.0)


def changed(name, value, of_error=False):
    document = json.loads(dump(NOTE))
    failure = document["failures"][0]
    (failure["error"] if of_error else failure)[name] = value
    return json.dumps(document).encode()


def test_what_is_loaded_is_what_was_dumped():
    assert load(dump(NOTE)) == NOTE


def test_an_error_is_raised_as_it_was():
    assert error_fields(FAILURE.raised(again=False)) == error_fields(ERROR)
    assert FAILURE.raised(again=False).as_result() == ERROR.as_result()


def test_a_code_is_of_the_way_or_of_the_credentials_and_known():
    assert not ON_THE_WAY & REFUSALS
    assert set(REMEDIES) >= ON_THE_WAY | REFUSALS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"format": 2, "salt": "ab", "failures": []}',
        b'{"format": 1, "salt": "no hex", "failures": []}',
        b'{"format": 1, "salt": null, "failures": []}',
        b'{"format": 1, "salt": "ab"}',
        b'{"format": 1, "salt": "ab", "failures": [1]}',
        b'{"format": 1, "salt": "ab", "failures": [], "more": 1}',
        dump(NOTE)[:100],
        changed("number", 1),
        changed("at", "soon"),
        changed("at", True),
        changed("credentials", 1),
        changed("lasting", None),
        changed("error", None),
        changed("more", 1),
        changed("code", "no such code", of_error=True),
        changed("sentence", None, of_error=True),
        changed("status", "429", of_error=True),
        changed("detail", 1, of_error=True),
        changed("reply_lost", 1, of_error=True),
        changed("more", 1, of_error=True),
    ],
)
def test_anything_else_is_no_note(content):
    assert load(content) is None


@pytest.mark.parametrize(
    ("attempt", "shares"),
    [
        ({}, True),
        ({"seen": frozenset({"number"})}, False),
        ({"seen": frozenset({"other"})}, True),
        ({"way": "another"}, False),
        ({"session": "another", "now": 5000.0}, True),
    ],
)
def test_a_failure_is_shared_with_who_waited_for_it_and_goes_the_same_way(attempt, shares):
    assert dataclasses.replace(ATTEMPT, **attempt).shares(FAILURE) is shares


@pytest.mark.parametrize(
    ("attempt", "failure", "logging_in", "repeats"),
    [
        ({}, {}, False, True),
        ({"way": "another", "seen": frozenset({"number"})}, {}, False, True),
        ({"now": 1060.5}, {}, False, False),
        ({"now": 1060.4}, {}, False, True),
        ({"now": 1000.4}, {}, True, False),
        ({"session": "another"}, {}, False, False),
        ({"session": "another"}, {}, True, True),
        ({}, {"lasting": False}, True, False),
    ],
)
def test_a_refusal_is_remembered_for_a_minute(attempt, failure, logging_in, repeats):
    failed = dataclasses.replace(FAILURE, **failure)
    assert dataclasses.replace(ATTEMPT, **attempt).repeats(failed, logging_in) is repeats


def test_the_oldest_is_forgotten_first():
    note = Note("ab")
    for number in range(12):
        note = note.with_failure(dataclasses.replace(FAILURE, number=str(number)))
    assert [failure.number for failure in note.failures] == ["11", "10", "9", "8", "7", "6", "5", "4"]
