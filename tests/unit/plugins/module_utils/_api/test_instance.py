# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.instance import Instance
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import Credentials, OAuthClient, Token, User
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection
from ansible_collections.peertube.peertube.plugins.module_utils._session.otp import code_at
from harness.clock import MovableClock
from harness.server import Answers, Server, answer
from simulator.accounts import (
    ALICE,
    EXTERNAL,
    EXTERNAL_AUTH_TOKEN,
    PASSWORD,
    ROOT,
    ROOT_EMAIL,
    ROOT_PASSWORD,
    TWO_FACTOR,
    TWO_FACTOR_SEED,
)
from simulator.control import Simulator

ROOT_CREDENTIALS = Credentials(ROOT, ROOT_PASSWORD)
PAIR = OAuthClient("an-id", "a-secret")
A_YEAR = 365 * 86400


def instance_at(url: str, clock: MovableClock, **options: Any) -> Instance:
    return Instance(Http(Connection(url, **options), [ROOT_PASSWORD], lambda message: None, clock))


@pytest.fixture
def instance(simulator: Simulator, clock: MovableClock) -> Instance:
    return instance_at(simulator.url, clock, retries=0)


@pytest.fixture
def client(simulator: Simulator) -> OAuthClient:
    return OAuthClient(**simulator.client())


@pytest.fixture
def token(instance: Instance, client: OAuthClient) -> Token:
    return instance.login(client, ROOT_CREDENTIALS, None)


def failure_of(send: Callable[[], object]) -> PeerTubeError:
    with pytest.raises(PeerTubeError) as raised:
        send()
    return raised.value


# The client pair


def test_the_client_pair_is_the_instances(instance: Instance, client: OAuthClient) -> None:
    assert instance.oauth_client() == client


@pytest.mark.parametrize("value", [None, "", 5, "a b", "a\r\nX: y", "x" * 5000, []])
@pytest.mark.parametrize("field", ["client_id", "client_secret"])
def test_a_client_pair_that_cannot_be_sent_is_unexpected(
    simulator: Simulator, instance: Instance, field: str, value: object
) -> None:
    simulator.fault(action="set_field", name=field, value=value)
    assert failure_of(instance.oauth_client).code == "unexpected_response"


@pytest.mark.parametrize("field", ["client_id", "client_secret"])
def test_half_a_client_pair_is_unexpected(simulator: Simulator, instance: Instance, field: str) -> None:
    simulator.fault(action="drop_field", name=field)
    assert failure_of(instance.oauth_client).code == "unexpected_response"


def test_an_instance_with_another_name_forbids_its_client_pair(simulator: Simulator, instance: Instance) -> None:
    simulator.configure(webserver="video.example.com")
    assert failure_of(instance.oauth_client).code == "host_forbidden"


def test_the_host_that_was_sent_is_named(simulator: Simulator, instance: Instance) -> None:
    simulator.configure(webserver="video.example.com")
    assert f'"{simulator.url[7:]}"' in failure_of(instance.oauth_client).sentence


def test_the_host_header_that_was_sent_is_named(simulator: Simulator, clock: MovableClock) -> None:
    simulator.configure(webserver="video.example.com")
    instance = instance_at(simulator.url, clock, host_header="www.example.com")
    assert '"www.example.com"' in failure_of(instance.oauth_client).sentence


def test_with_its_own_name_in_host_the_instance_gives_its_client_pair(
    simulator: Simulator, clock: MovableClock, client: OAuthClient
) -> None:
    simulator.configure(webserver="video.example.com")
    assert instance_at(simulator.url, clock, host_header="video.example.com").oauth_client() == client


def test_a_403_that_is_not_peertubes_is_not_about_the_host(simulator: Simulator, instance: Instance) -> None:
    simulator.fault(action="status", status=403, body="Forbidden")
    assert failure_of(instance.oauth_client).code == "not_peertube"


# Login


def test_a_login_returns_the_pair_of_the_instance(simulator: Simulator, token: Token) -> None:
    (pair,) = simulator.tokens()
    assert (token.access_token, token.refresh_token) == (pair["access_token"], pair["refresh_token"])


@pytest.mark.parametrize(("name", "lifetime"), [("expires_at", 86399), ("refresh_token_expires_at", 2419199)])
def test_a_token_expires_by_this_machines_clock(token: Token, clock: MovableClock, name: str, lifetime: int) -> None:
    assert getattr(token, name) - clock.now() == pytest.approx(lifetime, abs=1)


def test_a_login_sends_no_authorization(simulator: Simulator, token: Token) -> None:
    assert simulator.log()[0]["authorization"] == "none"


@pytest.mark.parametrize("password", ["e", "\u00e4\u20ac\U0001f512", "a&b=c+d%20", " ", '"\\\r\n\t\x00', "x" * 50])
def test_a_password_may_hold_any_character(
    simulator: Simulator, instance: Instance, client: OAuthClient, password: str
) -> None:
    simulator.account(ALICE, password=password)
    assert instance.login(client, Credentials(ALICE, password), None).access_token


def test_an_external_auth_token_replaces_the_password(instance: Instance, client: OAuthClient) -> None:
    credentials = Credentials(EXTERNAL, external_auth_token=EXTERNAL_AUTH_TOKEN)
    assert instance.login(client, credentials, None).access_token


def test_an_external_auth_token_is_sent_without_a_password(listen: Callable[..., Server], clock: MovableClock) -> None:
    server = Answers(answer("400 Bad Request"))
    instance = instance_at(listen(server).url(), clock)
    failure_of(lambda: instance.login(PAIR, Credentials(EXTERNAL, "p", EXTERNAL_AUTH_TOKEN), None))
    assert "password=" not in server.requests[0]


def test_a_code_is_sent_in_the_header_of_peertube(
    simulator: Simulator, instance: Instance, client: OAuthClient
) -> None:
    code = code_at(TWO_FACTOR_SEED, simulator.advance(0))
    assert instance.login(client, Credentials(TWO_FACTOR, PASSWORD), code).access_token


TOKEN = {
    "token_type": "Bearer",
    "access_token": "access",
    "refresh_token": "refresh",
    "expires_in": 86399,
    "refresh_token_expires_in": 1209599,
}


@pytest.mark.parametrize("field", TOKEN)
def test_a_200_without_a_whole_token_is_unexpected(
    simulator: Simulator, instance: Instance, client: OAuthClient, field: str
) -> None:
    simulator.fault(action="drop_field", name=field)
    assert failure_of(lambda: instance.login(client, ROOT_CREDENTIALS, None)).code == "unexpected_response"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("token_type", "mac"),
        ("token_type", None),
        ("access_token", ""),
        ("access_token", 5),
        ("access_token", "a b"),
        ("access_token", "a\x1b[1m"),
        ("refresh_token", None),
        ("refresh_token", "a\r\nX: y"),
        ("expires_in", -1),
        ("expires_in", 0),
        ("expires_in", True),
        ("expires_in", "86399"),
        ("expires_in", 1.5),
        ("expires_in", 10**12),
        ("refresh_token_expires_in", -1),
        ("refresh_token_expires_in", None),
    ],
)
def test_a_token_that_peertube_would_not_send_is_unexpected(
    simulator: Simulator, instance: Instance, client: OAuthClient, field: str, value: object
) -> None:
    simulator.fault(action="set_field", name=field, value=value)
    assert failure_of(lambda: instance.login(client, ROOT_CREDENTIALS, None)).code == "unexpected_response"


def test_the_type_of_a_token_is_read_without_regard_to_case(
    simulator: Simulator, instance: Instance, client: OAuthClient
) -> None:
    simulator.fault(action="set_field", name="token_type", value="bearer")
    assert instance.login(client, ROOT_CREDENTIALS, None).token_type == "Bearer"


def test_after_a_token_that_is_not_whole_a_session_may_be_open(
    simulator: Simulator, instance: Instance, client: OAuthClient
) -> None:
    simulator.fault(action="drop_field", name="access_token")
    error = failure_of(lambda: instance.login(client, ROOT_CREDENTIALS, None))
    assert error.sentence.endswith(" A session may have been opened all the same.")


def test_after_a_refusal_no_session_is_open(instance: Instance, client: OAuthClient) -> None:
    error = failure_of(lambda: instance.login(client, Credentials(ROOT, "wrong"), None))
    assert "session may have been opened" not in error.sentence


# Refresh


def test_a_refresh_returns_a_new_pair(
    simulator: Simulator, instance: Instance, client: OAuthClient, token: Token
) -> None:
    refreshed = instance.refresh(client, token.refresh_token or "")
    (pair,) = simulator.tokens()
    assert refreshed is not None
    assert (refreshed.access_token, refreshed.refresh_token) == (pair["access_token"], pair["refresh_token"])


def test_a_refresh_token_is_good_once(instance: Instance, client: OAuthClient, token: Token) -> None:
    instance.refresh(client, token.refresh_token or "")
    assert instance.refresh(client, token.refresh_token or "") is None


def test_a_refresh_with_another_client_pair_is_an_error(instance: Instance, token: Token) -> None:
    assert failure_of(lambda: instance.refresh(PAIR, token.refresh_token or "")).code == "invalid_client"


# Who am I, and the end


def test_an_access_token_tells_whose_it_is(instance: Instance, token: Token) -> None:
    user = instance.who_am_i(token.access_token or "")
    assert user == User(1, ROOT, ROOT_EMAIL, "Administrator", -1, -1)


def test_an_access_token_that_is_not_good_is_nobodys(instance: Instance) -> None:
    assert instance.who_am_i("unknown") is None


@pytest.mark.parametrize(
    ("field", "value"), [("id", "1"), ("id", True), ("username", None), ("email", 5), ("email", None)]
)
def test_an_answer_that_describes_no_user_is_unexpected(
    simulator: Simulator, instance: Instance, token: Token, field: str, value: object
) -> None:
    simulator.fault(action="set_field", name=field, value=value)
    assert failure_of(lambda: instance.who_am_i(token.access_token or "")).code == "unexpected_response"


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("role", None, "role"),
        ("role", {"label": 5}, "role"),
        ("videoQuota", "much", "video_quota"),
        ("videoQuotaDaily", None, "video_quota_daily"),
    ],
)
def test_what_else_is_told_of_a_user_may_be_missing(
    simulator: Simulator, instance: Instance, token: Token, field: str, value: object, name: str
) -> None:
    simulator.fault(action="set_field", name=field, value=value)
    assert getattr(instance.who_am_i(token.access_token or ""), name) is None


def test_revoking_ends_the_session(simulator: Simulator, instance: Instance, token: Token) -> None:
    assert instance.revoke(token.access_token or "") is True
    assert simulator.tokens() == []


def test_there_is_nothing_to_revoke_twice(instance: Instance, token: Token) -> None:
    instance.revoke(token.access_token or "")
    assert instance.revoke(token.access_token or "") is False


@pytest.mark.parametrize("status", [401, 403, 500])
def test_a_revocation_that_is_not_answered_by_peertube_is_an_error(
    simulator: Simulator, instance: Instance, token: Token, status: int
) -> None:
    simulator.fault(action="status", status=status)
    assert failure_of(lambda: instance.revoke(token.access_token or "")).status == status


# Token sessions


def test_the_sessions_of_a_user_are_listed(instance: Instance, client: OAuthClient, token: Token) -> None:
    instance.login(client, ROOT_CREDENTIALS, None)
    rows = instance.token_sessions(token.access_token or "", 1)
    assert rows is not None
    assert sorted(row["currentSession"] for row in rows) == [False, True]


def test_an_older_server_has_no_list_of_sessions(simulator_6_3: Simulator, clock: MovableClock) -> None:
    instance = instance_at(simulator_6_3.url, clock)
    token = instance.login(OAuthClient(**simulator_6_3.client()), ROOT_CREDENTIALS, None)
    assert instance.token_sessions(token.access_token or "", 1) is None


def test_a_list_of_many_sessions_is_read_in_pages(listen: Callable[..., Server], clock: MovableClock) -> None:
    rows = [{"id": number, "currentSession": False} for number in range(130)]
    pages = [answer(body=json.dumps({"total": 130, "data": page}).encode()) for page in (rows[:100], rows[100:])]
    server = Answers(*pages)
    assert instance_at(listen(server).url(), clock).token_sessions("t", 1) == rows


@pytest.mark.parametrize(
    "page", [None, {}, [5], [{"id": 1}], [{"id": "1", "currentSession": True}], [{"id": 1, "currentSession": 1}]]
)
def test_what_is_no_list_of_sessions_is_unexpected(
    listen: Callable[..., Server], clock: MovableClock, page: Any
) -> None:
    server = Answers(answer(body=json.dumps({"data": page}).encode()))
    instance = instance_at(listen(server).url(), clock)
    assert failure_of(lambda: instance.token_sessions("t", 1)).code == "unexpected_response"


@pytest.mark.parametrize(
    ("pages", "rows_each", "asked"),
    [
        pytest.param(1, 100, 2, id="the same page for ever, from a server that does not know start"),
        pytest.param(20, 20_000, 12, id="other sessions on each page"),
    ],
)
def test_a_list_of_sessions_without_an_end_is_unexpected(
    listen: Callable[..., Server], clock: MovableClock, pages: int, rows_each: int, asked: int
) -> None:
    def page(number: int) -> bytes:
        numbers = range(number * rows_each, (number + 1) * rows_each)
        return json.dumps({"data": [{"id": row, "currentSession": False} for row in numbers]}).encode()

    server = Answers(*(answer(body=page(number)) for number in range(pages)))
    instance = instance_at(listen(server).url(), clock)
    assert failure_of(lambda: instance.token_sessions("t", 1)).code == "unexpected_response"
    assert len(server.requests) == asked


def test_one_session_of_several_can_be_ended(
    simulator: Simulator, instance: Instance, client: OAuthClient, token: Token
) -> None:
    instance.login(client, ROOT_CREDENTIALS, None)
    other = simulator.tokens()[1]["id"]
    assert instance.revoke_token_session(token.access_token or "", 1, other) is True
    assert len(simulator.tokens()) == 1


def test_a_session_that_has_ended_cannot_be_ended(instance: Instance, token: Token) -> None:
    assert instance.revoke_token_session(token.access_token or "", 1, 999999) is False


# Version and clock


def test_the_version_is_the_servers(instance: Instance) -> None:
    assert instance.server_version() == "8.2.1"


@pytest.mark.parametrize("version", [None, 8, "", "8 2", "8" * 101, "8.2\x1b[1m"])
def test_what_is_no_version_is_unexpected(simulator: Simulator, instance: Instance, version: object) -> None:
    simulator.fault(action="set_field", name="serverVersion", value=version)
    assert failure_of(instance.server_version).code == "unexpected_response"


def test_what_is_no_configuration_is_unexpected(simulator: Simulator, instance: Instance) -> None:
    simulator.fault(action="html", path="/config")
    failure = failure_of(instance.server_version)
    assert (failure.code, failure.url) == ("unexpected_response", f"{simulator.url}/api/v1/config")


@pytest.mark.parametrize("years", [-1, 1])
def test_the_servers_clock_is_its_own(simulator: Simulator, instance: Instance, years: int) -> None:
    now = simulator.advance(years * A_YEAR)
    assert instance.server_time() == pytest.approx(now, abs=2)


def test_the_servers_clock_is_not_asked_for_where_it_is_known(simulator: Simulator, instance: Instance) -> None:
    instance.oauth_client()
    instance.server_time()
    assert len(simulator.log()) == 1


def test_a_server_without_a_clock_is_taken_to_have_this_one(listen: Callable[..., Server], clock: MovableClock) -> None:
    assert instance_at(listen(Answers(answer())).url(), clock).server_time() == clock.now()
