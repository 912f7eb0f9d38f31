# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import Credentials, OAuthClient
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._session.grants import Grants
from ansible_collections.peertube.peertube.plugins.module_utils._session.no_file import NoSessionFile
from harness.sessions import (
    AS_ROOT,
    CLIENT,
    LOGIN,
    REFRESH,
    REVOKE,
    access_tokens,
    instance_at,
    log_in,
    requests_to,
    session_file_at,
)
from simulator.accounts import PASSWORD, ROOT, TWO_FACTOR, TWO_FACTOR_SEED

WRONG = OAuthClient("0" * 32, "0" * 32)


@pytest.fixture
def grants(simulator, clock):
    """Make grants at the simulator, with a store and a client pair or without."""
    return lambda store=None, client=None: Grants(instance_at(simulator, clock), store or NoSessionFile(), client)


def test_a_login_asks_for_the_client_pair_and_then_for_the_token(simulator, grants):
    session = grants().login(AS_ROOT)
    assert requests_to(simulator) == [CLIENT, LOGIN]
    assert access_tokens(simulator) == {session.token.access_token}
    assert session.client == OAuthClient(**simulator.client())


def test_a_login_with_the_right_client_pair_is_one_request(simulator, grants):
    grants(client=OAuthClient(**simulator.client())).login(AS_ROOT)
    assert requests_to(simulator) == [LOGIN]


def test_a_given_client_pair_that_is_out_of_date_is_fetched_once_more(simulator, grants):
    session = grants(client=WRONG).login(AS_ROOT)
    assert requests_to(simulator) == [LOGIN, CLIENT, LOGIN]
    assert session.client == OAuthClient(**simulator.client())


def test_a_cached_client_pair_that_is_out_of_date_is_fetched_once_more_for_a_refresh(simulator, clock, grants):
    old = log_in(simulator, clock)
    simulator.replace_client()
    session = grants().refresh(old)
    assert requests_to(simulator) == [REFRESH, CLIENT, REFRESH]
    assert access_tokens(simulator) == {session.token.access_token}


def test_a_given_client_pair_wins_over_the_cached_one(simulator, clock, grants):
    old = dataclasses.replace(log_in(simulator, clock), client=WRONG)
    grants(client=OAuthClient(**simulator.client())).refresh(old)
    assert requests_to(simulator) == [REFRESH]


def test_a_client_pair_is_not_fetched_a_second_time_in_one_task(simulator, grants):
    one = grants()
    one.refresh(one.login(AS_ROOT))
    assert requests_to(simulator) == [CLIENT, LOGIN, REFRESH]


def test_an_instance_that_refuses_its_own_client_pair_is_not_asked_again(simulator, grants):
    simulator.fault(action="echo", code="invalid_client", status=400, path="/users/token", times=-1)
    with pytest.raises(PeerTubeError) as refused:
        grants().login(AS_ROOT)
    assert refused.value.code == "invalid_client"
    assert requests_to(simulator) == [CLIENT, LOGIN]


def test_an_instance_that_goes_on_refusing_a_given_pair_ends_the_task(simulator, grants):
    simulator.fault(action="echo", code="invalid_client", status=400, path="/users/token", times=-1)
    with pytest.raises(PeerTubeError) as refused:
        grants(client=WRONG).login(AS_ROOT)
    assert refused.value.code == "invalid_client"
    assert requests_to(simulator) == [LOGIN, CLIENT, LOGIN]


def test_credentials_that_were_refused_are_not_tried_again(simulator, grants):
    with pytest.raises(PeerTubeError) as refused:
        grants().login(Credentials(ROOT, "not the password"))
    assert refused.value.code == "invalid_grant"
    assert requests_to(simulator) == [CLIENT, LOGIN]


def test_a_login_and_a_refresh_send_no_authorization_header(simulator, grants):
    one = grants()
    one.refresh(one.login(AS_ROOT))
    assert [entry["authorization"] for entry in simulator.log()] == ["none"] * 3


def test_a_refresh_token_that_is_no_longer_good_is_no_session(simulator, clock, grants):
    old = log_in(simulator, clock)
    simulator.revoke_all()
    assert grants().refresh(old) is None
    assert requests_to(simulator) == [REFRESH]


def test_a_refreshed_session_is_still_the_users(simulator, clock, grants):
    old = dataclasses.replace(log_in(simulator, clock), email="admin@example.com")
    session = grants().refresh(old)
    assert (session.username, session.email, session.checked_at) == (ROOT, "admin@example.com", clock.now())
    assert session.token != old.token


def test_a_code_comes_from_the_seed_by_the_clock_of_the_server(simulator, clock, grants):
    pytest.importorskip("pyotp")
    clock.moment -= 365 * 86400
    grants().login(Credentials(TWO_FACTOR, PASSWORD, otp_secret=TWO_FACTOR_SEED))
    assert simulator.counters()["logins"] == 1


@pytest.mark.parametrize("grant", ["login", "refresh"])
def test_each_new_pair_is_in_the_file_when_the_grant_returns(grant, simulator, clock, grants, tmp_path):
    store = session_file_at(simulator, clock, tmp_path / "session")
    with store.locked():
        one = grants(store)
        session = one.login(AS_ROOT) if grant == "login" else one.refresh(log_in(simulator, clock))
        assert store.read() == session


@pytest.mark.parametrize("grant", ["login", "refresh"])
def test_where_no_session_can_be_written_no_grant_is_asked_for(grant, simulator, clock, grants, tmp_path):
    old = log_in(simulator, clock)
    store = session_file_at(simulator, clock, tmp_path / "missing" / "session")
    with pytest.raises(PeerTubeError) as failed:
        grants(store).login(AS_ROOT) if grant == "login" else grants(store).refresh(old)
    assert failed.value.code == "session_file"
    assert requests_to(simulator) == []
    assert access_tokens(simulator) == {old.token.access_token}


@pytest.mark.parametrize("revoking", ["works", "fails"])
def test_a_session_that_cannot_be_kept_after_all_is_ended(revoking, simulator, clock, grants, tmp_path):
    directory = tmp_path / "directory"
    store = session_file_at(simulator, clock, directory / "session")
    # As if somebody removed the directory while the instance was asked.
    clock.on_sleep = lambda seconds: directory.rename(tmp_path / "gone")
    simulator.fault(action="status", status=503, path="/users/token")
    if revoking == "fails":
        simulator.fault(action="html", path="/users/revoke-token")
    with store.locked(), pytest.raises(PeerTubeError) as failed:
        grants(store).login(AS_ROOT)
    assert failed.value.code == "session_file"
    assert requests_to(simulator) == [CLIENT, LOGIN, LOGIN, REVOKE]
    assert len(simulator.tokens()) == (1 if revoking == "fails" else 0)
