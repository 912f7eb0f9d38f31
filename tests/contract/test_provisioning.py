# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was not recorded of what administrators set up, and how a test arranges it."""

from __future__ import annotations

import json
from typing import Any, Iterator

import pytest
from simulator import accounts
from simulator.control import Simulator

from contract.administrator import Administrator


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with Simulator.start(login_limit=0, api_limit=0, accounts="root") as simulator:
        yield simulator


@pytest.fixture
def admin(running: Simulator) -> Administrator:
    running.reset()
    running.configure(https=False, webserver=running.url.partition("//")[2])
    return Administrator(running)


def user(admin: Administrator, name: str) -> Any:
    return admin.send("GET", f"/users?search={name}")[1]["data"][0]


def test_many_users_are_seeded_and_read_in_pages_with_their_total(admin: Administrator) -> None:
    admin.simulator.seed(users=250)
    pages = [admin.send("GET", f"/users?start={start}&count=100&sort=createdAt")[1] for start in (0, 100, 200)]
    assert [page["total"] for page in pages] == [251, 251, 251]
    assert len({user["username"] for page in pages for user in page["data"]}) == 251


def test_every_kind_can_be_seeded_and_reset(admin: Administrator) -> None:
    kinds = ("blocked_servers", "blocked_accounts", "watched_words", "following", "runners", "runner_tokens")
    admin.simulator.seed(**dict.fromkeys(kinds, 3), channels=3)
    paths = ("/server/blocklist/servers", "/server/blocklist/accounts", "/watched-words/server/lists",
             "/server/following", "/runners", "/runners/registration-tokens", "/video-channels")  # fmt: skip
    assert [admin.send("GET", path)[1]["total"] for path in paths] == [3, 3, 3, 3, 3, 4, 4]
    admin.simulator.reset()
    again = Administrator(admin.simulator)
    assert [again.send("GET", path)[1]["total"] for path in paths] == [0, 0, 0, 0, 0, 1, 1]


def test_an_underscore_in_a_search_stands_for_any_character(admin: Administrator) -> None:
    for name in ("a_c", "abc", "ac"):
        admin.simulator.account(name)
    found = admin.send("GET", "/users?search=a_c@&sort=createdAt")[1]["data"]
    assert [user["username"] for user in found] == ["a_c", "abc"]


def test_blocking_again_without_a_reason_clears_the_reason(admin: Administrator) -> None:
    number = admin.simulator.account("ada")["id"]
    admin.send("POST", f"/users/{number}/block", {"reason": "spam, spam"})
    assert user(admin, "ada")["blockedReason"] == "spam, spam"
    admin.send("POST", f"/users/{number}/block", {})
    assert (user(admin, "ada")["blocked"], user(admin, "ada")["blockedReason"]) == (True, None)


@pytest.mark.parametrize(
    ("method", "path", "fields", "left"),
    [
        ("PUT", "", {"videoQuota": 1}, 1),
        ("PUT", "", {"role": 2}, 1),
        ("PUT", "", {"role": 1}, 0),
        ("PUT", "", {"password": accounts.PASSWORD}, 0),
        ("POST", "/block", {}, 0),
        ("POST", "/unblock", None, 1),
        ("DELETE", "", None, 0),
    ],
)
def test_a_session_ends_with_role_password_and_block(
    admin: Administrator, method: str, path: str, fields: Any, left: int
) -> None:
    number = admin.simulator.account("ada")["id"]
    admin.log_in("ada")
    assert admin.send(method, f"/users/{number}{path}", fields)[0] == 204
    assert len(admin.simulator.sessions("ada")) == left


def test_the_log_names_the_fields_that_were_sent(admin: Administrator) -> None:
    number = admin.simulator.account("ada")["id"]
    admin.simulator.reset("log")
    admin.send("PUT", f"/users/{number}?really=yes", {"videoQuota": 5, "password": "never shown here"})
    (entry,) = admin.simulator.log()
    shown = {name: entry[name] for name in ("method", "path", "query", "status", "fields")}
    assert shown == {
        "method": "PUT",
        "path": f"/api/v1/users/{number}",
        "query": "really=yes",
        "status": 204,
        "fields": ["videoQuota", "password"],
    }
    assert "never shown here" not in json.dumps(entry)


def test_a_follow_is_accepted_or_pending_and_an_unknown_host_never_appears(admin: Administrator) -> None:
    admin.simulator.configure(https=True)
    admin.simulator.peer("quick.example")
    admin.simulator.peer("slow.example", accepted=False)
    hosts = ["quick.example", "slow.example", "nowhere.example"]
    assert admin.send("POST", "/server/following", {"hosts": hosts, "handles": []})[0] == 204
    states = {one["following"]["host"]: one["state"] for one in admin.send("GET", "/server/following")[1]["data"]}
    assert states == {"quick.example": "accepted", "slow.example": "pending"}


def test_a_follow_may_appear_later_and_is_ended_by_host_or_handle(admin: Administrator) -> None:
    admin.simulator.configure(https=True)
    admin.simulator.peer("peer.example", reads=2, actors=["films"])
    targets = {"hosts": ["peer.example"], "handles": ["films@peer.example", "nobody@peer.example"]}
    admin.send("POST", "/server/following", targets)
    assert [admin.send("GET", "/server/following")[1]["total"] for _read in range(3)] == [0, 0, 2]
    for target in ("peer.example", "films@peer.example"):
        assert admin.send("DELETE", f"/server/following/{target}")[0] == 204
    assert admin.send("GET", "/server/following")[1]["total"] == 0


def test_a_follow_shows_the_same_of_both_sides(admin: Administrator) -> None:
    admin.simulator.seed(following=1)
    (follow,) = admin.send("GET", "/server/following")[1]["data"]
    shown = {"url", "name", "host", "avatars", "banners", "id", "hostRedundancyAllowed", "followingCount",
             "followersCount", "createdAt"}  # fmt: skip
    assert set(follow["follower"]) == set(follow["following"]) == shown
    assert set(follow) == {"id", "follower", "following", "score", "state", "createdAt", "updatedAt"}


def test_redundancy_is_allowed_for_who_is_followed(admin: Administrator) -> None:
    admin.simulator.seed(following=1)
    assert admin.send("PUT", "/server/redundancy/followed1.example", {"redundancyAllowed": True})[0] == 204
    (follow,) = admin.send("GET", "/server/following")[1]["data"]
    assert follow["following"]["hostRedundancyAllowed"] is True


def test_a_peer_may_follow_this_instance(admin: Administrator) -> None:
    admin.simulator.peer("fan.example", follows=True)
    (follow,) = admin.send("GET", "/server/followers")[1]["data"]
    assert follow["follower"]["host"] == "fan.example"


def test_an_account_elsewhere_is_blocked_when_it_is_known(admin: Administrator) -> None:
    admin.simulator.peer("peer.example", actors=["troll"])
    block = [{"accountName": name} for name in ("troll@peer.example", "nobody@peer.example")]
    assert [admin.send("POST", "/server/blocklist/accounts", one)[0] for one in block] == [204, 404]
    assert admin.send("DELETE", "/server/blocklist/accounts/troll@peer.example")[0] == 204


def test_a_deleted_token_takes_its_runners_with_it(admin: Administrator) -> None:
    admin.simulator.seed(runners=2)
    admin.simulator.seed(runner_tokens=1)
    admin.simulator.seed(runners=1)
    tokens = admin.send("GET", "/runners/registration-tokens?sort=createdAt")[1]["data"]
    assert [token["registeredRunnersCount"] for token in tokens] == [2, 1]
    admin.send("DELETE", f"/runners/registration-tokens/{tokens[0]['id']}")
    assert [runner["name"] for runner in admin.send("GET", "/runners")[1]["data"]] == ["seeded-3"]


@pytest.mark.parametrize("path", ["/users", "/runners", "/server/blocklist/servers", "/watched-words/server/lists"])
def test_a_plain_user_sees_nothing_of_what_administrators_set_up(admin: Administrator, path: str) -> None:
    admin.simulator.account("ada")
    assert admin.send("GET", path, token=admin.log_in("ada"))[0] == 403


def test_a_user_changes_the_own_channels_only(admin: Administrator) -> None:
    admin.simulator.account("ada")
    token = admin.log_in("ada")
    changes = [
        admin.send("PUT", f"/video-channels/{name}_channel", {"displayName": "Films"}, token=token)[0]
        for name in ("ada", "root")
    ]
    assert changes == [204, 403]


def test_nobody_asks_for_an_account_where_that_is_not_possible(admin: Administrator) -> None:
    asked = {"username": "carla", "email": "carla@example.com", "password": "long-enough", "registrationReason": "Me"}
    assert admin.send("POST", "/users/registrations/request", asked, token="")[0] == 403


def test_a_list_begins_with_the_newest_unless_it_is_sorted(admin: Administrator) -> None:
    admin.simulator.seed(blocked_servers=2)
    hosts = [
        admin.send("GET", f"/server/blocklist/servers{query}")[1]["data"][0]["blockedServer"]["host"]
        for query in ("", "?sort=createdAt")
    ]
    assert hosts == ["blocked2.example", "blocked1.example"]


# As 6.3.0 and 8.2.1 answered.
@pytest.mark.parametrize(
    ("host", "of_a_public_one", "of_localhost"),
    [
        ("vidéo.example.com", 204, 204),
        ("[::1]", 204, 204),
        ("[2001:db8::1]:9000", 204, 204),
        ("127.0.0.1:9000", 204, 204),
        ("localhost:9000", 400, 204),
        ("example", 400, 204),
        ("example.c", 400, 204),
        ("vidéo.é", 400, 204),
        ("::1", 400, 400),
        ("ex_ample.com", 400, 400),
        ("a.example.com:99999", 400, 400),
        ("example.com:0", 400, 400),
        ("-a.example.com", 400, 400),
        ("a-.example.com", 400, 400),
        ("example.com.", 400, 400),
    ],
)
def test_what_may_be_the_host_of_an_instance(
    admin: Administrator, host: str, of_a_public_one: int, of_localhost: int
) -> None:
    for webserver, status in (("video.example.com", of_a_public_one), ("localhost:9063", of_localhost)):
        admin.simulator.reset("collections")
        admin.simulator.configure(webserver=webserver)
        assert admin.send("POST", "/server/blocklist/servers", {"host": host})[0] == status
