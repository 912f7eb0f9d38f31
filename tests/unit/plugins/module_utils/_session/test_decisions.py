# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import itertools

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._session.decisions import (
    Ending,
    Known,
    LogoutStep,
    Step,
    Verdict,
    next_logout_step,
    next_step,
)

PAIR = {"access_token": True, "refresh_token": True}
ACCESS, REFRESH = {"access_token": True}, {"refresh_token": True}


def decide(known, force=False, grant_type="auto", min_validity=300):
    return next_step(Known(**known), force=force, grant_type=grant_type, min_validity=min_validity)


@pytest.mark.parametrize(
    ("row", "known", "step"),
    [
        ("1: no session known", {}, Step.LOGIN),
        ("2: one second less than min_validity", {**PAIR, "seconds_left": 299}, Step.REFRESH),
        ("2: exactly min_validity is enough", {**PAIR, "seconds_left": 300}, Step.CHECK),
        ("2: although checked a moment ago", {**PAIR, "seconds_left": 299, "trusted": True}, Step.REFRESH),
        ("2: expired, no refresh token", {**ACCESS, "seconds_left": 0}, Step.LOGIN),
        ("3: expiry not known", PAIR, Step.CHECK),
        ("3: no refresh token", ACCESS, Step.CHECK),
        ("3: trusted", {**PAIR, "seconds_left": 300, "trusted": True}, Step.REUSE),
        ("3: the wanted user", {**PAIR, "answer": Verdict.VALID}, Step.REUSE),
        ("3: another user", {**PAIR, "answer": Verdict.OTHER_USER}, Step.LOGIN),
        ("3: invalid_token", {**PAIR, "answer": Verdict.INVALID_TOKEN}, Step.REFRESH),
        ("3: invalid_token, no refresh token", {**ACCESS, "answer": Verdict.INVALID_TOKEN}, Step.LOGIN),
        ("4: only a refresh token", REFRESH, Step.REFRESH),
        ("4: a second left", {**REFRESH, "refresh_seconds_left": 1}, Step.REFRESH),
        ("4: known to be expired", {**REFRESH, "refresh_seconds_left": 0}, Step.LOGIN),
        ("4: both known to be expired", {**PAIR, "seconds_left": 0, "refresh_seconds_left": 0}, Step.LOGIN),
        ("4: invalid_grant", {**PAIR, "answer": Verdict.INVALID_GRANT}, Step.LOGIN),
        ("4: the reply was lost", {**PAIR, "answer": Verdict.LOST}, Step.LOGIN),
    ],
)
def test_peertube_token_decides_by_its_table(row, known, step):
    assert decide(known) is step


@pytest.mark.parametrize("known", [{**PAIR, "seconds_left": 86400, "trusted": True}, {**PAIR, "seconds_left": 0}, {}])
def test_force_is_a_login_whatever_is_known(known):
    assert decide(known, force=True) is Step.LOGIN


@pytest.mark.parametrize(
    ("known", "step"),
    [
        ({**PAIR, "seconds_left": 86400}, Step.CHECK),
        ({**PAIR, "seconds_left": 299}, Step.LOGIN),
        ({**PAIR, "answer": Verdict.INVALID_TOKEN}, Step.LOGIN),
        (REFRESH, Step.LOGIN),
    ],
)
def test_grant_type_password_reuses_but_does_not_refresh(known, step):
    assert decide(known, grant_type="password") is step


def test_min_validity_0_lets_a_token_live_to_its_last_second():
    assert decide({**PAIR, "seconds_left": 0}, min_validity=0) is Step.CHECK


def every_known():
    seconds = (None, 0, 1, 299, 300, 86400)
    for tokens in itertools.product((False, True), repeat=2):
        for left, refresh_left in itertools.product(seconds, repeat=2):
            for trusted, answer in itertools.product((False, True), (None, *Verdict)):
                yield Known(*tokens, left, refresh_left, trusted, answer)


@pytest.mark.parametrize("grant_type", ["auto", "password", "refresh_token"])
def test_no_state_at_all_reuses_an_unconfirmed_token_or_asks_for_ever(grant_type):
    for known in every_known():
        step = next_step(known, force=False, grant_type=grant_type, min_validity=300)
        if step is Step.REUSE:
            assert known.access_token or known.answer is Verdict.VALID, known
            assert known.answer is Verdict.VALID or (known.answer is None and known.trusted), known
        if step is Step.CHECK:
            assert (known.answer, known.access_token) == (None, True), known
        if step is Step.REFRESH:
            assert known.refresh_token, known
            assert known.answer in (None, Verdict.INVALID_TOKEN), known


@pytest.mark.parametrize(
    ("row", "ending", "step"),
    [
        ("no session known", {}, LogoutStep.UNCHANGED),
        ("an access token", ACCESS, LogoutStep.REVOKE),
        ("a pair", {**PAIR, "seconds_left": 1}, LogoutStep.REVOKE),
        ("200", {**PAIR, "revoke": Verdict.VALID}, LogoutStep.ENDED),
        ("401, a refresh token", {**PAIR, "revoke": Verdict.INVALID_TOKEN}, LogoutStep.REFRESH),
        ("401, no refresh token", {**ACCESS, "revoke": Verdict.INVALID_TOKEN}, LogoutStep.UNCHANGED),
        ("only a refresh token", REFRESH, LogoutStep.REFRESH),
        ("known to be expired", {**PAIR, "seconds_left": 0}, LogoutStep.REFRESH),
        ("known to be expired, no refresh token", {**ACCESS, "seconds_left": 0}, LogoutStep.REVOKE),
        ("refreshed", {**ACCESS, "refresh": Verdict.VALID}, LogoutStep.REVOKE),
        (
            "refreshed, and ended since",
            {**ACCESS, "refresh": Verdict.VALID, "revoke": Verdict.INVALID_TOKEN},
            LogoutStep.UNCHANGED,
        ),
        (
            "invalid_grant",
            {**PAIR, "revoke": Verdict.INVALID_TOKEN, "refresh": Verdict.INVALID_GRANT},
            LogoutStep.UNCHANGED,
        ),
        ("invalid_grant, no access token", {**REFRESH, "refresh": Verdict.INVALID_GRANT}, LogoutStep.UNCHANGED),
    ],
)
def test_peertube_logout_decides_by_its_table(row, ending, step):
    assert next_logout_step(Ending(**ending)) is step


def test_a_logout_never_takes_a_session_for_ended_before_it_asked_with_every_token():
    for access, refresh in itertools.product((False, True), repeat=2):
        for left, revoke, refreshed in itertools.product((None, 0, 86400), (None, *Verdict), (None, *Verdict)):
            step = next_logout_step(Ending(access, refresh, left, revoke, refreshed))
            if step is LogoutStep.UNCHANGED:
                assert revoke or not access
                assert refreshed or not refresh
