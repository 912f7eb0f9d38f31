# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nobody gets the token of somebody else, and no token stands in for a login that was asked for."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.clock import Clock
from attacks.processes import run
from harness.sessions import log_in
from simulator.accounts import ALICE, PASSWORD, ROOT, ROOT_PASSWORD

CREDENTIALS = {"none": {"password": None}, "password": {}}


@pytest.fixture
def pairs(play):
    """A session of each user."""
    play.no_session()
    return {name: log_in(play.simulator, Clock(), name).token for name in (ROOT, ALICE)}


def tokens(pair, names):
    return {name: getattr(pair, name) for name in names}


WAYS = [("access_token",), ("access_token", "refresh_token"), ("refresh_token",)]


def check_not_alices(result, pairs):
    """Root's token or an error, and nothing of Alice's in what is returned."""
    assert pairs[ALICE].access_token not in str(result)
    assert pairs[ALICE].refresh_token not in str(result)
    if result.get("failed"):
        assert "token" not in result
    else:
        assert result["token"]["username"] == ROOT


@pytest.mark.parametrize("expired", [False, True])
@pytest.mark.parametrize("credentials", CREDENTIALS)
@pytest.mark.parametrize("names", WAYS)
class TestTokenOfAnotherUser:
    @pytest.fixture(autouse=True)
    def expiry(self, expired, play, pairs):
        play.simulator.expire(access=expired)

    def owner(self, play, result):
        alive = {pair["access_token"]: pair["username"] for pair in play.simulator.tokens()}
        return alive[result["token"]["access_token"]]

    def check(self, play, result, pairs, credentials):
        check_not_alices(result, pairs)
        if credentials == "password":
            assert self.owner(play, result) == ROOT
        else:
            assert result["error"]["code"] == "session_ended"

    def test_in_options(self, names, credentials, play, pairs):
        options = {**CREDENTIALS[credentials], **tokens(pairs[ALICE], names)}
        result = run(play.token(session_file=None, **options))
        self.check(play, result, pairs, credentials)

    def test_in_the_environment(self, names, credentials, play, pairs):
        environment = {f"PEERTUBE_{name.upper()}": value for name, value in tokens(pairs[ALICE], names).items()}
        result = run(play.token(session_file=None, environment=environment, **CREDENTIALS[credentials]))
        self.check(play, result, pairs, credentials)

    def test_in_the_environment_all_of_it(self, names, credentials, play, pairs):
        environment = {f"PEERTUBE_{name.upper()}": value for name, value in tokens(pairs[ALICE], names).items()}
        environment["PEERTUBE_USERNAME"] = ROOT
        if credentials == "password":
            environment["PEERTUBE_PASSWORD"] = ROOT_PASSWORD
        result = run(play.token(session_file=None, environment=environment, username=None, password=None))
        self.check(play, result, pairs, credentials)


@pytest.mark.parametrize("credentials", CREDENTIALS)
@pytest.mark.parametrize("named", [ALICE, ROOT, None])
@pytest.mark.parametrize("check_mode", [False, True])
def test_the_token_of_another_user_in_the_file_is_an_error_and_stays(check_mode, named, credentials, play):
    """Also where the file says that it is root's."""
    play.no_session()
    session = dataclasses.replace(log_in(play.simulator, Clock(), ALICE), username=named, checked_at=None)
    play.store().write(session)
    result = run(play.token(check_mode=check_mode, **CREDENTIALS[credentials]))
    assert (result["failed"], result["error"]["code"]) == (True, "session_file")
    check_not_alices(result, {ALICE: session.token})
    assert play.kept() == session
    assert play.simulator.counters()["logins"] == 0


@pytest.mark.parametrize("wanted", [ALICE, "nobody", "root2", "roo", "root@example.com"])
def test_the_file_of_root_is_nobody_elses(wanted, play):
    session = play.just_checked()
    result = run(play.token(username=wanted, password=PASSWORD))
    assert (result["failed"], result["error"]["code"]) == (True, "session_file")
    assert play.kept() == session


FAILING_LOGINS = [
    ({"password": "wrong"}, "invalid_grant"),
    ({"password": None, "external_auth_token": "wrong"}, "invalid_grant"),
    ({"username": "blocked", "password": PASSWORD}, "account_blocked"),
    ({"username": "two_factor", "password": PASSWORD}, "missing_two_factor"),
    ({"username": "two_factor", "password": PASSWORD, "otp": "000000"}, "invalid_two_factor"),
]


@pytest.mark.parametrize(("login", "code"), FAILING_LOGINS)
@pytest.mark.parametrize("names", WAYS)
def test_a_token_in_the_environment_does_not_hide_that_a_login_failed(names, login, code, play, pairs):
    environment = {f"PEERTUBE_{name.upper()}": value for name, value in tokens(pairs[ROOT], names).items()}
    result = run(play.token(session_file=None, environment=environment, **login))
    assert (result["failed"], result["error"]["code"]) == (True, code)
    assert pairs[ROOT].access_token not in str(result)


@pytest.mark.parametrize("names", WAYS)
def test_a_token_in_the_environment_does_not_stand_in_for_a_session_file(names, play, pairs):
    environment = {f"PEERTUBE_{name.upper()}": value for name, value in tokens(pairs[ROOT], names).items()}
    result = run(play.token(environment=environment))
    assert result["action"] == "login"
    assert pairs[ROOT].access_token in play.alive()


def test_a_login_from_the_environment_does_not_stand_in_silently_for_a_given_token(play, pairs):
    play.simulator.revoke_all()
    environment = {"PEERTUBE_USERNAME": ROOT, "PEERTUBE_PASSWORD": ROOT_PASSWORD}
    given = tokens(pairs[ROOT], ("access_token",))
    result = run(play.token(session_file=None, environment=environment, username=None, password=None, **given))
    assert result["action"] == "login"
    assert "of the environment" in " ".join(result["warnings"])
