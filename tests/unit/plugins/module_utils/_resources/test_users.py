# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is special about users, as peertube_user and peertube_users manage them."""

from __future__ import annotations

import os
import signal
from typing import Any, Dict

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.module_utils._resources.users import every_user
from ansible_collections.peertube.peertube.plugins.modules import peertube_user, peertube_users
from harness.modules import Administrator
from harness.sessions import CLIENT, LOGIN, REVOKE, WHO_AM_I, requests_to
from simulator import accounts
from simulator.accounts import ALICE, PASSWORD, ROOT, ROOT_PASSWORD, TWO_FACTOR
from simulator.control import Simulator

Result = Dict[str, Any]
ADA = {"name": "ada", "email": "ada@example.com", "user_password": "a-password-of-ada"}
UNCHANGED = "GET /users"


@pytest.fixture(params=["6.3", "8.2"])
def either(request: pytest.FixtureRequest) -> Simulator:
    """Each version of PeerTube in turn."""
    simulator: Simulator = request.getfixturevalue({"8.2": "simulator", "6.3": "simulator_6_3"}[request.param])
    return simulator


def sessions_of(simulator: Simulator) -> list[str]:
    return sorted(pair["username"] for pair in simulator.tokens())


class Users(Administrator):
    """Somebody who manages users with one session, mostly root."""

    def user(self, name: str, check_mode: bool = False, **options: Any) -> Result:
        self.simulator.reset("log")
        return self.run(check_mode, peertube_user.MODULE, name=name, **options)

    def users(self, users: list[dict[str, Any]], check_mode: bool = False, **options: Any) -> Result:
        self.simulator.reset("log")
        return self.run(check_mode, peertube_users.MODULE, users=users, **options)

    def asked(self) -> list[str]:
        return requests_to(self.simulator)

    def wrote(self) -> list[str]:
        return [one for one in self.asked() if not one.startswith("GET ")]


@pytest.fixture
def root(simulator: Simulator) -> Users:
    return Users(simulator)


@pytest.fixture
def root_of_either(either: Simulator) -> Users:
    return Users(either)


def code_of(result: Result) -> Any:
    return result.get("error", {}).get("code")


# Reading


def test_one_user_unchanged_is_one_request(root_of_either: Users) -> None:
    ada = {**ADA, "update_password": "on_create", "role": "moderator", "video_quota": "50GB"}
    assert root_of_either.user(**ada)["changed"]
    assert not root_of_either.user(**ada)["changed"]
    assert root_of_either.asked() == [UNCHANGED]


def test_a_user_is_found_behind_a_hundred_others_with_a_like_name(root: Users) -> None:
    root.simulator.seed(users=130)
    root.simulator.account("seed")
    assert not root.user("seed", role="user")["changed"]
    assert root.asked() == [UNCHANGED] * 2


def test_wild_characters_in_a_name_stand_for_themselves(root: Users) -> None:
    root.simulator.account("ada_b", role=accounts.MODERATOR)
    root.simulator.account("adaxb", role=accounts.USER)
    assert root.user("ada_b")["user"]["role"] == "moderator"


def test_five_hundred_users_unchanged_are_six_requests(root: Users) -> None:
    root.simulator.seed(users=500)
    result = root.users([{"name": f"seeded{number}", "role": "user"} for number in range(1, 501)])
    assert (result["changed"], len(result["users"])) == (False, 500)
    assert root.asked() == [UNCHANGED] * 6


def test_the_whole_list_of_users_is_read_in_the_shape_of_the_option(root_of_either: Users) -> None:
    root_of_either.user(**ADA, video_quota="5GB", blocked=True, block_reason="On leave")
    sender = Sender(Http(Connection(root_of_either.simulator.url)), root_of_either.session["access_token"])
    users = every_user(sender)
    assert users[-1] == {
        "name": "ada",
        "email": "ada@example.com",
        "role": "user",
        "video_quota": "5GB",
        "video_quota_daily": "unlimited",
        "bypass_auto_block": False,
        "blocked": True,
        "block_reason": "On leave",
    }
    result = root_of_either.users(users)
    assert (result["changed"], root_of_either.asked()) == (False, [UNCHANGED])


@pytest.mark.parametrize("field", ["id", "username", "email", "role", "videoQuota", "blocked", "pluginAuth"])
def test_a_user_whom_peertube_would_not_describe_so_is_an_error(root: Users, field: str) -> None:
    listed = {
        "id": 7, "username": "ada", "email": "ada@example.com", "role": {"id": 2}, "videoQuota": -1,
        "videoQuotaDaily": -1, "adminFlags": 0, "emailVerified": None, "pluginAuth": None, "blocked": False,
    }  # fmt: skip
    body = {"total": 1, "data": [{**listed, field: ["junk"]}]}
    root.simulator.fault(action="status", status=200, path="/users", body=body)
    assert code_of(root.user("ada", role="user")) == "unexpected_response"


# Passwords


def test_a_password_is_verified_by_a_login_that_is_ended(root_of_either: Users) -> None:
    root_of_either.user(**ADA)
    assert not root_of_either.user(**ADA)["changed"]
    assert root_of_either.asked() == [UNCHANGED, CLIENT, LOGIN, REVOKE]
    assert root_of_either.user(**{**ADA, "user_password": "another-password"}, check_mode=True)["changed"]
    assert root_of_either.asked() == [UNCHANGED, CLIENT, LOGIN, WHO_AM_I]
    assert root_of_either.user(**{**ADA, "user_password": "another-password"})["changed"]
    assert sessions_of(root_of_either.simulator) == [ROOT]


def test_the_client_pair_that_is_known_is_not_asked_for(root: Users) -> None:
    root.session.update(root.simulator.client())
    assert not root.user(ALICE, user_password=PASSWORD)["changed"]
    assert root.asked() == [UNCHANGED, LOGIN, REVOKE]


def test_a_client_pair_that_is_out_of_date_is_asked_for(root: Users) -> None:
    root.session.update(root.simulator.client())
    root.simulator.replace_client()
    assert not root.user(ALICE, user_password=PASSWORD)["changed"]
    assert root.asked() == [UNCHANGED, LOGIN, CLIENT, LOGIN, REVOKE]


@pytest.mark.parametrize("name", ["blocked", "unverified", TWO_FACTOR])
def test_a_password_that_opens_no_session_is_verified_too(root_of_either: Users, name: str) -> None:
    assert not root_of_either.user(name, user_password=PASSWORD)["changed"]
    assert root_of_either.user(name, user_password="another-password")["changed"]
    assert not root_of_either.user(name, user_password="another-password")["changed"]


def test_a_password_that_an_older_version_took_is_verified_too(root: Users) -> None:
    root.simulator.account(ALICE, password="a" * 60)
    assert not root.user(ALICE, user_password="a" * 60)["changed"]


def test_many_passwords_cost_two_requests_each(root: Users) -> None:
    names = (ALICE, "blocked", TWO_FACTOR)
    assert not root.users([{"name": name, "user_password": PASSWORD} for name in names])["changed"]
    assert sorted(root.wrote()) == [REVOKE, LOGIN, LOGIN, LOGIN]


def test_logins_that_verify_are_not_limited(root: Users) -> None:
    root.simulator.configure(login_limit=2)
    for _time in range(4):
        assert not root.user(ALICE, user_password=PASSWORD)["changed"]


def test_a_session_that_cannot_be_ended_is_warned_of(root: Users) -> None:
    root.simulator.fault(action="status", status=500, path="/users/revoke-token", times=-1)
    (warning,) = root.user(ALICE, user_password=PASSWORD)["warnings"]
    assert "may still be open" in warning


def test_a_lost_answer_to_the_login_says_that_a_session_may_be_open(root: Users) -> None:
    root.simulator.fault(action="reset", stage="after", path="/users/token")
    result = root.user(ALICE, user_password=PASSWORD)
    assert result["failed"]
    assert "A session of alice may have been opened" in result["msg"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("path", ["/users/token", "/users/revoke-token"])
def test_the_session_ends_with_a_task_that_is_interrupted(root: Users, number: int, path: str) -> None:
    root.simulator.hold(path=path)
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            root.user(ALICE, user_password=PASSWORD)
        finally:
            os._exit(0)
    root.simulator.wait_held()
    os.kill(child, number)
    root.simulator.release()
    os.waitpid(child, 0)
    assert sessions_of(root.simulator) == [ROOT]


def test_who_signs_in_with_a_plugin_has_no_password_to_verify(root: Users) -> None:
    ada = {**ADA, "auth_plugin": "peertube-plugin-auth-ldap"}
    assert root.user(**ada)["user"]["auth_plugin"] == "peertube-plugin-auth-ldap"
    assert not root.user(**ada)["changed"]
    assert root.asked() == [UNCHANGED]
    assert not root.user(**{**ADA, "user_password": "another-password"})["changed"]


def test_who_gives_up_a_plugin_gets_the_password(root: Users) -> None:
    root.user(**ADA, auth_plugin="peertube-plugin-auth-ldap")
    ada = {**ADA, "user_password": "another-password", "auth_plugin": ""}
    assert root.user(**ada)["user"]["auth_plugin"] is None
    assert not root.user(**ada)["changed"]
    assert LOGIN in root.asked()


def test_whether_a_password_is_too_short_is_for_the_server_to_say(
    simulator: Simulator, simulator_6_3: Simulator
) -> None:
    ada = {**ADA, "user_password": "seven77"}
    assert Users(simulator_6_3).user(**ada)["changed"]
    refused = Users(simulator).user(**ada)
    assert code_of(refused) == "rejected"
    assert "ada: The instance does not accept user_password. Set another one:" in refused["msg"]


# Whoever is signed in


def test_the_own_password_is_changed_and_the_session_goes_on(root_of_either: Users) -> None:
    simulator = root_of_either.simulator
    wanted = {"user_password": "the-next-password", "password": ROOT_PASSWORD, "username": ROOT}
    assert root_of_either.user(ROOT, **wanted)["changed"]
    assert "PUT /users/me" in root_of_either.wrote()
    wanted["password"] = "the-next-password"
    assert not root_of_either.user(ROOT, **wanted)["changed"]
    assert sessions_of(simulator) == [ROOT]


@pytest.mark.parametrize(
    ("password", "code", "says"),
    [({}, "invalid_option", "only with the current one"), ({"password": "wrong"}, "rejected", "the current one")],
)
def test_the_own_password_needs_the_current_one(root: Users, password: dict[str, str], code: str, says: str) -> None:
    result = root.user(ROOT, user_password="the-next-password", **({"username": ROOT, **password} if password else {}))
    assert (code_of(result), says in result["msg"]) == (code, True)
    assert "the-next-password" not in str(result)


def test_the_own_address_is_changed_and_the_session_goes_on(root_of_either: Users) -> None:
    assert root_of_either.user(ROOT, email="root@example.com")["user"]["email"] == "root@example.com"
    assert sessions_of(root_of_either.simulator) == [ROOT]


@pytest.mark.parametrize("wanted", [{"state": "absent"}, {"blocked": True}, {"role": "user"}])
def test_nobody_takes_their_own_rights(simulator: Simulator, wanted: dict[str, Any]) -> None:
    simulator.account(ALICE, role=accounts.ADMINISTRATOR)
    alice = Users(simulator, username=ALICE, password=PASSWORD)
    for check_mode in (True, False):
        result = alice.user(ALICE, check_mode, **wanted)
        assert code_of(result) == "invalid_option"
        assert "alice is signed in" in result["msg"]
        assert alice.asked() == [UNCHANGED, WHO_AM_I]


def test_a_moderator_is_told_which_role_it_needs(simulator: Simulator) -> None:
    simulator.account(ALICE, role=accounts.MODERATOR)
    result = Users(simulator, username=ALICE, password=PASSWORD).user(ROOT, video_quota="1GB")
    assert (code_of(result), "as an administrator" in result["msg"]) == ("forbidden", True)


def test_a_user_is_told_which_role_it_needs(simulator: Simulator) -> None:
    result = Users(simulator, username=ALICE, password=PASSWORD).users([])
    assert (code_of(result), "as an administrator" in result["msg"]) == ("forbidden", True)


# Writing


def test_nothing_that_ends_sessions_is_sent_without_need(root_of_either: Users) -> None:
    Users(root_of_either.simulator, username=ALICE, password=PASSWORD)
    wanted = {"user_password": PASSWORD, "role": "user", "blocked": False, "video_quota": 5000, "email_verified": True}
    assert root_of_either.user(ALICE, **wanted)["changed"]
    assert sessions_of(root_of_either.simulator) == [ALICE, ROOT]


def test_a_block_is_renewed_for_another_reason_only(root_of_either: Users) -> None:
    def blocked(**more: Any) -> tuple[bool, Any]:
        result = root_of_either.user(ALICE, blocked=True, **more)
        return result["changed"], result["user"]["block_reason"]

    assert blocked(block_reason="Spam") == (True, "Spam")
    assert blocked() == (False, "Spam")
    assert blocked(block_reason="More spam") == (True, "More spam")
    assert blocked(block_reason="") == (True, None)
    assert blocked(block_reason="") == (False, None)


def test_who_is_not_blocked_any_more_has_no_reason(root: Users) -> None:
    root.user(ALICE, blocked=True, block_reason="Spam")
    result = root.user(ALICE, blocked=False)
    assert (result["action"], result["user"]["block_reason"]) == ("unblock", None)


def test_an_address_is_the_same_in_any_case(root_of_either: Users) -> None:
    root_of_either.user(**ADA)
    result = root_of_either.user("ada", email="ADA@Example.com")
    assert (result["changed"], root_of_either.asked()) == (False, [UNCHANGED])


@pytest.mark.parametrize(("given", "shown"), [("1024", "1KB"), (-1, "unlimited"), ("unlimited", "unlimited"), (0, 0)])
def test_a_quota_is_bytes_or_a_size(root: Users, given: Any, shown: Any) -> None:
    assert root.user(**ADA, video_quota=given)["user"]["video_quota"] == shown
    assert not root.user("ada", video_quota=given)["changed"]


def test_the_name_of_a_deleted_user_is_gone(root_of_either: Users) -> None:
    root_of_either.user(**ADA)
    assert root_of_either.user("ada", state="absent")["action"] == "delete"
    result = root_of_either.user(**ADA)
    assert (code_of(result), result["changed"]) == ("conflict", False)
    assert "never gives a name again" in result["msg"]
    assert "set blocked to true" in result["msg"]


@pytest.mark.parametrize("name", ["ada", "blocked"])
def test_the_address_of_another_user_is_named(root_of_either: Users, name: str) -> None:
    result = root_of_either.user(name, email="alice@example.com", user_password=PASSWORD)
    assert code_of(result) == "conflict"
    assert "alice@example.com is that of the user alice" in result["msg"]


def test_a_new_user_needs_an_address_and_a_password(root: Users) -> None:
    result = root.user("ada", check_mode=True)
    assert code_of(result) == "invalid_option"
    assert "email, user_password are not set" in result["msg"]


@pytest.mark.parametrize("stage", ["before", "after"])
@pytest.mark.parametrize("number", range(1, 5))
def test_a_lost_answer_comes_to_what_is_wanted(root_of_either: Users, number: int, stage: str) -> None:
    ada = {**ADA, "email_verified": True, "blocked": True}
    root_of_either.simulator.fault(action="reset", stage=stage, skip=number)
    assert root_of_either.user(**ada)["changed"]
    again = root_of_either.user(**ada)
    assert (again["changed"], again["user"]["blocked"]) == (False, True)


def test_an_error_of_a_list_says_what_was_done_before(root: Users) -> None:
    bob = {"name": "bob", "email": "alice@example.com", "user_password": "a-password-of-bob"}
    result = root.users([ADA, bob, {"name": ALICE, "role": "moderator"}])
    assert (code_of(result), result["changed"]) == ("conflict", True)
    assert "Done before: create ada. Not done: create bob, update alice." in result["msg"]


# Purging


def test_a_purge_leaves_root_oneself_and_those_to_keep(simulator: Simulator) -> None:
    simulator.account(ALICE, role=accounts.ADMINISTRATOR)
    alice = Users(simulator, username=ALICE, password=PASSWORD)
    purge = {"purge": "delete", "purge_keep": [TWO_FACTOR]}
    result = alice.users([{"name": "blocked"}], **purge)
    assert result["actions"] == {"delete": ["unverified", "external"]}
    assert not alice.users([{"name": "blocked"}], **purge)["changed"]
    users = every_user(Sender(Http(Connection(simulator.url)), alice.session["access_token"]))
    assert [user["name"] for user in users] == [ROOT, ALICE, "blocked", TWO_FACTOR]


def test_a_purge_may_block_instead(root_of_either: Users) -> None:
    result = root_of_either.users([{"name": ALICE}], purge="block")
    assert result["actions"] == {"block": ["unverified", TWO_FACTOR, "external"]}
    assert not root_of_either.users([{"name": ALICE}], purge="block")["changed"]


def test_a_purge_over_its_limit_is_refused_before_anything(root: Users) -> None:
    result = root.users([ADA, {"name": ALICE, "user_password": PASSWORD}], purge="delete", purge_limit=3)
    assert (code_of(result), root.wrote()) == ("invalid_option", [])
    assert "purge_limit is 3" in result["msg"]


# Bad input


BAD: list[tuple[dict[str, Any], str]] = [
    ({"name": "Ada"}, "lower-case"),
    ({"name": "ada b"}, "lower-case"),
    ({"name": "ada."}, "lower-case"),
    ({"name": "a" * 51}, "1 to 50"),
    ({"role": "owner"}, "role"),
    ({"video_quota": "50 parsecs"}, "unknown unit parsecs"),
    ({"video_quota": "-2"}, "video_quota"),
    ({"email": "ada"}, "email"),
    ({"email": "ada@localhost"}, "email"),
    ({"email": ""}, "email"),
    ({"user_password": ""}, "user_password is empty"),
    ({"channel_name": "ada"}, "channel_name"),
    ({"block_reason": "Spam"}, "blocked"),
    ({"blocked": False, "block_reason": "Spam"}, "block_reason"),
    ({"blocked": True, "block_reason": "ab"}, "3 to 250"),
    ({"name": ROOT, "state": "absent"}, "cannot be deleted"),
    ({"name": ROOT, "blocked": True}, "cannot be blocked"),
    ({"name": ROOT, "role": "moderator"}, "cannot be changed"),
]


@pytest.mark.parametrize(("wanted", "says"), BAD, ids=lambda value: str(value)[:40])
def test_bad_input_is_refused_before_anything_is_sent(simulator: Simulator, wanted: dict[str, Any], says: str) -> None:
    login = {"url": simulator.url, "username": ROOT, "password": ROOT_PASSWORD}
    one = {"name": "ada", **wanted}
    for module, options in ((peertube_user, one), (peertube_users, {"users": [one]})):
        result = run_in_process(module.MODULE, {**login, **options}, False)
        assert result["failed"]
        assert says in result["msg"]
    assert simulator.log() == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"users": [ADA, dict(ADA)]}, "users has ada twice"),
        ({"users": [], "purge_limit": -1}, "purge_limit is negative"),
    ],
)
def test_a_bad_list_is_refused_before_anything_is_sent(root: Users, options: dict[str, Any], says: str) -> None:
    result = root.users(**options)
    assert (code_of(result), says in result["msg"], root.asked()) == ("invalid_option", True, []), result["msg"]
