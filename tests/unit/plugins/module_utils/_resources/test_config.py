# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration of an instance: what is written of it, and what PeerTube then does."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._declare.fields import merge
from ansible_collections.peertube.peertube.plugins.module_utils._resources.config_names import leaves
from ansible_collections.peertube.peertube.plugins.modules import peertube_config
from harness.modules import Administrator
from simulator.control import Simulator

PUT, GET, DELETE = ("PUT /config/custom", "GET /config/custom", "DELETE /config/custom")
# Another value for those that cannot have any other.
OTHERS: dict[str, Any] = {
    "admin.email": "ada@example.com",
    "broadcastMessage.level": "warning",
    "client.browseVideos.defaultScope": "local",
    "client.browseVideos.defaultSort": "name",
    "defaults.player.theme": "galaxy",
    "defaults.publish.licence": 2,
    "export.users.exportExpiration": 86400000,
    "instance.categories": [15],
    "instance.defaultNSFWPolicy": "blur",
    "instance.languages": ["en"],
    "theme.default": "instance-default",
    "trending.videos.algorithms.enabled": ["hot", "most-liked"],
}
# These contradict others when all are changed at once.
CONTRADICTING = ("videoStudio.enabled", "search.remoteUri.users", "transcoding.enabled")


@pytest.fixture
def root(simulator: Simulator) -> Administrator:
    return Administrator(simulator, peertube_config.MODULE)


@pytest.fixture
def root_6_3(simulator_6_3: Simulator) -> Administrator:
    return Administrator(simulator_6_3, peertube_config.MODULE)


def tree(values: dict[str, Any]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for path, value in values.items():
        section = whole
        *above, last = path.split(".")
        for name in above:
            section = section.setdefault(name, {})
        section[last] = value
    return whole


def another(path: str, value: Any) -> Any:
    if path in OTHERS:
        return OTHERS[path]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return "#a1b2c3" if value is None else f"{value} and more"


def test_one_leaf_is_changed_and_all_others_are_sent_as_they_were(root: Administrator) -> None:
    before = root.simulator.configuration()
    result = root.run(config={"signup": {"limit": 500}})
    assert root.requests() == [GET, GET, PUT]
    assert result["changed"] is True
    assert root.simulator.configuration() == merge(before, {"signup": {"limit": 500}})
    assert result["config"] == root.simulator.configuration()


def test_the_diff_has_exactly_the_leaves_that_change_and_long_texts_in_lines(root: Administrator) -> None:
    given = {"instance": {"terms": "Be kind.\nBe brief.\n", "name": "PeerTube"}, "signup": {"limit": "10"}}
    assert root.run(config=given, check_mode=True)["diff"] == {
        "before": "config:\n  instance:\n    terms: No terms for now.\n",
        "after": "config:\n  instance:\n    terms: |\n      Be kind.\n      Be brief.\n",
        "before_header": "config",
        "after_header": "config",
    }


@pytest.mark.parametrize("flavour", ["6.3", "8.2"])
def test_every_leaf_can_be_set_and_set_back(request: pytest.FixtureRequest, flavour: str) -> None:
    root = request.getfixturevalue({"6.3": "root_6_3", "8.2": "root"}[flavour])
    root.simulator.configuration(email=True)
    before = root.simulator.configuration()
    present = {".".join(path): value for path, value in leaves(before)}
    changes = {path: another(path, value) for path, value in present.items() if path not in CONTRADICTING}
    assert len(changes) >= 111
    for given in (changes, present):
        assert root.run(config=tree(given))["changed"] is True
        assert root.run(config=tree(given))["changed"] is False
        after = {".".join(path): value for path, value in leaves(root.simulator.configuration())}
        assert after == {**present, **given}
    for path in CONTRADICTING:
        given = {path: not present[path]}
        given.update({"live.allowReplay": False} if path == "transcoding.enabled" else {})
        assert root.run(config=tree(given))["changed"] is True
        assert root.run(config=tree({name: present[name] for name in given}))["changed"] is True
    assert root.simulator.configuration() == before


@pytest.mark.parametrize(
    ("config", "named"),
    [
        ({}, "config"),
        ({"signup": {"enable": True}}, "config.signup.enabled"),
        ({"signup": {"name": "Films"}}, "config.instance.name"),
        ({"instance": {"name": ["Films"]}}, "config.instance.name"),
        ({"instance": {"name": "12.7"}}, "config.instance.name"),
        ({"signup": {"limit": "many"}}, "config.signup.limit"),
        ({"user": {"videoQuota": "50 parsecs"}}, "config.user.videoQuota"),
        ({"export": {"users": {"exportExpiration": "junk"}}}, "config.export.users.exportExpiration"),
        ({"broadcastMessage": {"level": "loud"}}, "config.broadcastMessage.level"),
        ({"import": {"videos": {"concurrency": 0, "http": {"enabled": True}}}}, "config.import.videos.concurrency"),
        ({"search": {"remoteUri": {"users": False}, "searchIndex": {"enabled": True}}}, "config.search.remoteUri"),
    ],
)
@pytest.mark.parametrize("check_mode", [False, True])
def test_bad_input_is_named_and_nothing_is_written(
    root: Administrator, config: dict[str, Any], named: str, check_mode: bool
) -> None:
    result = root.run(config=config, check_mode=check_mode)
    assert result["error"]["code"] == "invalid_option"
    assert named in result["msg"]
    assert root.writes() == []


def test_only_what_is_set_here_is_held_against_the_next_start(root: Administrator) -> None:
    root.simulator.configuration(values={"broadcastMessage.level": "loud"})
    assert root.run(config={"signup": {"limit": 11}})["changed"] is True


@pytest.mark.parametrize(
    "options", [{}, {"config": None}, {"state": "default", "config": {"signup": {"limit": 1}}}, {"config": "signup"}]
)
def test_options_that_do_not_fit_are_refused_before_anything_is_sent(
    root: Administrator, options: dict[str, Any]
) -> None:
    assert root.run(**options)["failed"] is True
    assert root.requests() == []


def test_what_the_environment_of_the_server_sets_is_told_with_its_variable(root: Administrator) -> None:
    root.simulator.configuration(environment={"signup.enabled": False, "instance.name": "Fixed"})
    result = root.run(config={"signup": {"enabled": True, "limit": 3}, "instance": {"name": "Films"}})
    assert result["error"]["code"] == "not_applied"
    assert result["changed"] is True
    for text in ("config.signup.enabled", "config.instance.name", "PEERTUBE_SIGNUP_ENABLED, PEERTUBE_INSTANCE_NAME"):
        assert text in result["msg"]
    assert "config.signup.limit" not in result["msg"]
    assert root.simulator.configuration()["signup"]["limit"] == 3


def test_where_the_variable_is_not_known_none_is_named(root_6_3: Administrator) -> None:
    root_6_3.simulator.configuration(environment={"signup.minimumAge": 16})
    result = root_6_3.run(config={"signup": {"minimumAge": 18}})
    assert result["error"]["code"] == "not_applied"
    assert "a PEERTUBE_ variable or NODE_CONFIG" in result["msg"]


def test_a_configuration_that_may_not_be_edited_is_forbidden(root: Administrator) -> None:
    root.simulator.configuration(editable=False)
    for options in ({"config": {"signup": {"limit": 11}}}, {"state": "default"}):
        result = root.run(**options)
        assert (result["error"]["code"], result["error"]["status"]) == ("forbidden", 405)
        assert "webadmin.configuration.edition.allowed" in result["msg"]
    assert root.run(config={"signup": {"limit": 10}})["changed"] is False


def test_somebody_who_is_no_administrator_is_forbidden(simulator: Simulator) -> None:
    simulator.account("ada", password="long-enough")
    ada = Administrator(simulator, peertube_config.MODULE, "ada", "long-enough")
    result = ada.run(config={"signup": {"limit": 11}})
    assert (result["error"]["code"], result["error"]["status"]) == ("forbidden", 403)


@pytest.mark.parametrize("config", [{"theme": {"default": "gone"}}, {"signup": {"limit": 11}}])
def test_a_theme_that_is_gone_is_told_whoever_set_it(root: Administrator, config: dict[str, Any]) -> None:
    root.simulator.configuration(values={} if "theme" in config else {"theme.default": "gone"})
    result = root.run(config=config)
    assert result["error"]["code"] == "rejected"
    assert "The theme gone (config.theme.default) is not installed" in result["msg"]
    assert "peertube_plugin" in result["msg"]


def test_another_value_of_its_own_that_the_instance_refuses_is_told(root: Administrator) -> None:
    root.simulator.configuration(values={"admin.email": "root@localhost"})
    result = root.run(config={"signup": {"limit": 11}})
    assert result["error"]["code"] == "rejected"
    assert "refuses the present value of config.admin.email" in result["msg"]


def test_what_contradicts_itself_is_told_in_the_words_of_the_instance(root: Administrator) -> None:
    result = root.run(config={"transcoding": {"hls": {"enabled": False}, "web_videos": {"enabled": False}}})
    assert (result["error"]["code"], result["error"]["status"]) == ("rejected", 400)
    assert "does not accept this together" in result["msg"]
    assert result["changed"] is False


def test_a_server_that_cannot_read_its_own_configuration_is_explained(root: Administrator) -> None:
    root.simulator.fault(action="status", status=500, path="/config/custom", times=-1)
    for options in ({"config": {"signup": {"limit": 11}}}, {"state": "default"}):
        result = root.run(**options)
        assert result["error"]["code"] == "server_error"
        assert "local-production.json" in result["msg"]
        assert "restart PeerTube" in result["msg"]


@pytest.mark.parametrize(
    ("content_type", "limit"),
    [("application/problem+json", "500 KB"), ("text/html", "what stands in front of PeerTube")],
)
def test_a_configuration_that_is_too_large_is_refused(root: Administrator, content_type: str, limit: str) -> None:
    root.simulator.fault(action="status", status=413, method="PUT", content_type=content_type, body="{}")
    result = root.run(config={"instance": {"terms": "long " * 1000}})
    assert result["error"]["code"] == "rejected"
    assert limit in result["msg"]


@pytest.mark.parametrize("stage", ["before", "after"])
def test_a_write_whose_reply_is_lost_comes_to_what_is_wanted(root: Administrator, stage: str) -> None:
    root.simulator.fault(action="reset", method="PUT", stage=stage)
    result = root.run(config={"signup": {"limit": 11}})
    assert result["changed"] is True
    assert root.requests().count(PUT) == (2 if stage == "before" else 1)
    assert root.simulator.configuration()["signup"]["limit"] == 11


def test_what_changes_before_the_write_is_not_undone(root: Administrator) -> None:
    root.simulator.fault(action="set_field", method="GET", name="signup", value=signup(limit=99), path="/config/custom")
    root.run(config={"signup": {"enabled": True}})
    assert root.simulator.configuration()["signup"]["limit"] == 10


def signup(**changes: Any) -> dict[str, Any]:
    present = {"enabled": False, "limit": 10, "requiresApproval": True, "requiresEmailVerification": False}
    return {**present, "minimumAge": 16, **changes}


def test_another_leaf_that_the_instance_stores_otherwise_is_told(root: Administrator) -> None:
    # From production.yaml, where it is a text; any PUT makes a number of it.
    root.simulator.fault(
        action="set_field", method="GET", name="email", path="/config/custom", times=2,
        value={"body": {"signature": "007"}, "subject": {"prefix": "[{{instanceName}}] "}},
    )  # fmt: skip
    result = root.run(config={"signup": {"limit": 11}})
    assert result["changed"] is True
    assert "email.body.signature" in result["warnings"][0]


def test_leaves_of_a_future_version_are_kept(root: Administrator) -> None:
    root.simulator.fault(action="set_field", name="future", value={"thing": [1]}, path="/config/custom", times=-1)
    result = root.run(config={"signup": {"limit": 11}})
    assert result["changed"] is True
    assert result["config"]["future"] == {"thing": [1]}
    (put,) = (one for one in root.simulator.log() if one["method"] == "PUT")
    assert "future" in put["fields"]


def test_the_default_is_what_the_server_says(root: Administrator) -> None:
    before = root.simulator.configuration()
    root.run(config={"signup": {"limit": 11}, "instance": {"name": "Films"}})
    root.requests()
    result = root.run(state="default")
    assert (result["changed"], result["action"]) == (True, "reset")
    assert result["diff"]["before"] == "config:\n  instance:\n    name: Films\n  signup:\n    limit: 11\n"
    assert result["config"] == root.simulator.configuration() == before
    assert root.requests() == [GET, DELETE]
    again = root.run(state="default")
    assert (again["changed"], again["action"]) == (False, "none")
    assert again["diff"]["before"] == again["diff"]["after"] == ""


def test_in_check_mode_nobody_knows_what_the_default_is(root: Administrator) -> None:
    root.run(config={"signup": {"limit": 11}})
    root.requests()
    result = root.run(state="default", check_mode=True)
    assert result["changed"] is False
    assert "only the server knows" in result["warnings"][0]
    assert root.requests() == [GET]


def test_the_default_comes_also_where_the_first_reply_is_lost(root: Administrator) -> None:
    root.run(config={"signup": {"limit": 11}})
    root.simulator.fault(action="reset", method="DELETE", stage="after")
    result = root.run(state="default", retries=1)
    assert result["changed"] is True
    assert "limit: 11" in result["diff"]["before"]
