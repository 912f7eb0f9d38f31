# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plugins: what of them is refused, how versions change, and what the settings are held against."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.modules import peertube_plugin
from harness.modules import Administrator
from simulator.accounts import ALICE, PASSWORD
from simulator.control import Simulator

HELLO, OIDC = "peertube-plugin-hello-world", "peertube-plugin-auth-openid-connect"
DARK = "peertube-theme-dark"
OLD = {"name": HELLO, "version": "0.0.24"}
NEW = {"name": HELLO, "version": "0.0.25"}
INSTALL, UNINSTALL = "POST /plugins/install", "POST /plugins/uninstall"
READ, REGISTERED = f"GET /plugins/{HELLO}", f"GET /plugins/{HELLO}/registered-settings"
SET = f"PUT /plugins/{HELLO}/settings"
SECRET = "a secret of ours"


@pytest.fixture
def root(simulator: Simulator) -> Administrator:
    return Administrator(simulator, peertube_plugin.MODULE)


def stored(root: Administrator, name: str = HELLO) -> Any:
    """What PeerTube keeps of a plugin."""
    with root.sender() as sender:
        return peertube_plugin.api.Plugins(sender, 5).plugin(name)


def set_unchecked(root: Administrator, settings: dict[str, Any], name: str = HELLO) -> None:
    with root.sender() as sender:
        peertube_plugin.api.Plugins(sender, 5).set_settings(name, settings)


# What is refused before anything is sent


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"name": "hello-world"}, "name"),
        ({"name": "peertube-plugin-"}, "name"),
        ({"name": "peertube-plugin-Hello"}, "name"),
        ({"name": "peertube-plugin-hello world"}, "name"),
        ({"name": "peertube-plugin-hello/../x"}, "name"),
        ({"name": "@scope/peertube-plugin-hello"}, "name"),
        ({"name": "npm-plugin-hello"}, "name"),
        ({"name": f"peertube-plugin-{'x' * 199}"}, "name"),
        ({"name": "Hello", "kind": "plugin"}, "name"),
        ({"name": HELLO, "kind": "theme"}, "kind"),
        ({"name": HELLO, "version": "^0.0.20"}, "version"),
        ({"name": HELLO, "version": "~1.0.0"}, "version"),
        ({"name": HELLO, "version": "1.x"}, "version"),
        ({"name": HELLO, "version": "latest"}, "version"),
        ({"name": HELLO, "version": "1.0"}, "version"),
        ({"name": HELLO, "version": "v1.0.0"}, "version"),
        ({"name": HELLO, "version": "1.0.0-next.1"}, "version"),
        ({"name": HELLO, "version": ">=1.0.0 <2.0.0"}, "version"),
        ({"name": HELLO, "version": ""}, "version"),
        ({"name": HELLO, "path": f"plugins/{HELLO}"}, "path"),
        ({"name": HELLO, "path": "/srv/hello"}, "path"),
        ({"name": HELLO, "state": "latest", "version": "0.0.25"}, "state"),
        ({"name": HELLO, "state": "latest", "path": f"/srv/{HELLO}"}, "state"),
        ({"name": DARK, "settings": {"colour": "black"}}, "settings"),
        ({"name": HELLO, "settings": {"admin-name": ["Ada"]}}, "settings"),
        ({"name": HELLO, "settings": {"admin-name": {"first": "Ada"}}}, "settings"),
        ({"name": HELLO, "timeout": 0}, "timeout"),
        ({"name": HELLO, "timeout": float("nan")}, "timeout"),
        ({"name": HELLO, "timeout": float("inf")}, "timeout"),
        ({"name": HELLO, "timeout": 86401}, "timeout"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_peertube_does_not_take_is_refused_before_anything_is_sent(
    root: Administrator, options: dict[str, Any], named: str
) -> None:
    result = root.run(**options)
    assert result["error"]["code"] == "invalid_option"
    assert result["msg"].startswith(named)
    assert root.requests() == []


# Installing and uninstalling


def test_a_short_name_is_completed_by_its_kind(root: Administrator) -> None:
    assert root.run(name="dark", kind="theme", version="2.5.0")["plugin"]["name"] == DARK


def test_without_a_version_what_is_installed_may_stay(root: Administrator) -> None:
    root.run(**OLD)
    root.requests()
    assert root.run(name=HELLO)["plugin"]["version"] == "0.0.24"
    assert root.requests() == [READ]


def test_without_a_version_the_index_decides_what_is_installed(root: Administrator) -> None:
    root.simulator.plugins(index=True)
    assert root.run(name=HELLO)["plugin"]["version"] == "0.0.25"


def test_without_a_version_and_without_the_index_the_remedy_is_a_version(root: Administrator) -> None:
    result = root.run(name=HELLO)
    assert (result["error"]["code"], result["error"]["status"], result["changed"]) == ("rejected", 400, False)
    assert result["msg"].startswith(f"The instance could not install {HELLO}. Set version: ")


def test_a_version_that_does_not_exist_leaves_nothing(root: Administrator) -> None:
    result = root.run(name=HELLO, version="9.9.9")
    assert result["msg"].startswith(f"The instance could not install {HELLO} 9.9.9. Check that it exists")
    assert (result["changed"], root.run(name=HELLO, state="absent")["changed"]) == (False, False)


@pytest.mark.parametrize("name", [HELLO, "peertube-plugin-never-there"])
def test_what_is_not_there_is_absent_with_one_request(root: Administrator, name: str) -> None:
    root.run(**NEW)
    root.run(name=HELLO, state="absent")
    root.requests()
    result = root.run(name=name, state="absent")
    assert (result["changed"], result["action"], result["plugin"]) == (False, "none", None)
    assert root.requests() == [f"GET /plugins/{name}"]


def test_a_folder_of_the_server_is_installed(root: Administrator) -> None:
    assert root.run(name=HELLO, path=f"/srv/{HELLO}")["plugin"]["version"] == "0.0.25"
    assert root.run(name=HELLO, path=f"/srv/{HELLO}")["changed"] is False


def test_a_folder_with_another_version_is_told(root: Administrator) -> None:
    result = root.run(**OLD, path=f"/srv/{HELLO}")
    assert (result["error"]["code"], result["changed"]) == ("not_applied", True)
    assert result["msg"].endswith("Set version to the one in the folder at path, or leave it out.")


def test_somebody_who_is_no_administrator_may_not(simulator: Simulator) -> None:
    alice = Administrator(simulator, peertube_plugin.MODULE, ALICE, PASSWORD)
    assert alice.run(**NEW)["error"]["code"] == "forbidden"


def test_an_install_may_take_longer_than_other_requests(root: Administrator) -> None:
    root.simulator.plugins(slow={HELLO: 1.2})
    assert root.run(**NEW, timeout=5)["action"] == "create"


# Another version


def test_another_version_is_uninstalled_first(root: Administrator) -> None:
    root.run(**OLD)
    root.requests()
    assert root.run(**NEW)["action"] == "update"
    assert root.writes() == [UNINSTALL, INSTALL]
    assert root.simulator.plugins() == {HELLO: 1}


def test_settings_survive_another_version(root: Administrator) -> None:
    root.run(**OLD, settings={"admin-name": SECRET})
    root.run(**NEW)
    assert stored(root).settings == {"admin-name": SECRET}


@pytest.mark.parametrize("version", ["9.9.9", "0.0.25"])
def test_a_version_that_fails_gives_way_to_the_old_one(root: Administrator, version: str) -> None:
    root.simulator.plugins(broken=[f"{HELLO}@0.0.25"])
    root.run(**OLD, settings={"admin-name": SECRET})
    result = root.run(name=HELLO, version=version)
    assert (result["error"]["code"], result["changed"]) == ("rejected", False)
    assert f"could not install {HELLO} {version}. {HELLO} 0.0.24 was put back; its settings are kept." in result["msg"]
    assert (stored(root).version, stored(root).installed, stored(root).settings) == (
        "0.0.24",
        True,
        {"admin-name": SECRET},
    )
    assert root.simulator.plugins() == {HELLO: 1}


def test_that_neither_version_is_left_is_told(root: Administrator) -> None:
    root.run(**OLD)
    root.simulator.plugins(broken=[HELLO])
    result = root.run(**NEW)
    assert (result["error"]["code"], result["changed"]) == ("rejected", True)
    assert f"{HELLO} 0.0.24 is not installed any more; its settings are kept." in result["msg"]


def test_what_was_killed_between_uninstall_and_install_is_repaired_by_the_next_run(root: Administrator) -> None:
    root.run(**OLD, settings={"admin-name": SECRET})
    with root.sender() as sender:
        peertube_plugin.api.Plugins(sender, 5).uninstall(HELLO)
    result = root.run(**NEW, settings={"admin-name": SECRET})
    assert (result["action"], result["plugin"]["settings"]) == ("create", ["admin-name"])
    assert (stored(root).version, stored(root).settings) == ("0.0.25", {"admin-name": SECRET})


# Lost replies


@pytest.mark.parametrize("fault", [{"action": "reset"}, {"action": "status", "status": 504}])
def test_an_install_whose_reply_was_lost_is_found(root: Administrator, fault: dict[str, Any]) -> None:
    root.simulator.fault(path="/plugins/install", stage="after", **fault)
    assert root.run(**NEW)["action"] == "create"
    assert root.writes() == [INSTALL]


def test_an_install_that_goes_on_without_us_is_waited_for(root: Administrator) -> None:
    root.simulator.plugins(slow={HELLO: 1.0})
    assert root.run(**NEW, timeout=0.9)["action"] == "create"
    assert root.writes() == [INSTALL]


def test_an_install_that_never_comes_is_not_sent_again(root: Administrator) -> None:
    root.run(**OLD)
    root.requests()
    root.simulator.fault(path="/plugins/install", action="reset", times=-1)
    result = root.run(**NEW, timeout=0.1)
    assert (result["error"]["code"], result["changed"]) == ("unreachable", True)
    assert f"{HELLO} is not there 0.1 s later. {HELLO} 0.0.24 is not installed any more" in result["msg"]
    assert [one for one in root.writes() if one == INSTALL] == [INSTALL]


def test_after_a_lost_uninstall_the_new_version_is_installed(root: Administrator) -> None:
    root.run(**OLD)
    root.simulator.fault(path="/plugins/uninstall", action="reset", stage="after")
    assert (root.run(**NEW)["action"], stored(root).version) == ("update", "0.0.25")


def test_settings_whose_reply_was_lost_are_there(root: Administrator) -> None:
    root.run(**NEW)
    root.simulator.fault(path=f"/plugins/{HELLO}/settings", action="reset", stage="after")
    assert root.run(**NEW, settings={"admin-name": SECRET})["action"] == "update"


def test_two_who_install_at_the_same_time_take_turns(root: Administrator) -> None:
    root.simulator.plugins(slow={HELLO: 0.2, OIDC: 0.2})
    with ThreadPoolExecutor(2) as both:
        results = list(both.map(lambda wanted: root.run(**wanted), [NEW, {"name": OIDC, "version": "1.0.2"}]))
    assert [result["action"] for result in results] == ["create", "create"]


# The newest version


def test_the_latest_version_is_that_of_the_index(root: Administrator) -> None:
    root.simulator.plugins(index=True)
    root.run(**OLD)
    result = root.run(name=HELLO, state="latest")
    assert (result["action"], result["plugin"]["version"]) == ("update", "0.0.25")
    root.requests()
    assert root.run(name=HELLO, state="latest")["changed"] is False
    assert root.requests() == ["GET /plugins/available", READ]


def test_a_version_newer_than_the_latest_stays(root: Administrator) -> None:
    root.simulator.plugins(index=True, available={HELLO: {"versions": ["0.0.26", "0.0.25-rc.1"]}})
    root.run(name=HELLO, version="0.0.26")
    assert root.run(name=HELLO, state="latest")["changed"] is False


def test_without_the_index_no_version_is_the_latest(root: Administrator) -> None:
    root.run(**OLD)
    root.requests()
    result = root.run(name=HELLO, state="latest", retries=3)
    assert (result["error"]["code"], result["error"]["status"]) == ("server_error", 503)
    assert result["msg"].startswith("The instance cannot ask the plugin index which version is the latest. Set version")
    assert root.requests() == ["GET /plugins/available"]


def test_what_the_index_does_not_have_has_no_latest_version(root: Administrator) -> None:
    root.simulator.plugins(index=True)
    assert root.run(name="peertube-plugin-nothing", state="latest")["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("newer", "older"),
    [("1.0.0", "0.9.9"), ("0.0.10", "0.0.9"), ("1.0.0", "1.0.0-rc.2"), ("1.0.0-rc.10", "1.0.0-rc.9"),
     ("1.0.0-rc.1", "1.0.0-beta.3"), ("0.0.1", "unknown")],
)  # fmt: skip
def test_versions_have_an_order(newer: str, older: str) -> None:
    assert peertube_plugin.api.is_newer(newer, older)
    assert not peertube_plugin.api.is_newer(older, newer)


# Settings


def test_settings_that_are_set_already_cost_one_request(root: Administrator) -> None:
    root.run(**NEW, settings={"admin-name": SECRET})
    root.requests()
    assert root.run(**NEW, settings={"admin-name": SECRET})["changed"] is False
    assert root.requests() == [READ]


def test_a_default_that_was_never_set_is_what_is_wanted(root: Administrator) -> None:
    root.run(**NEW)
    root.requests()
    assert root.run(**NEW, settings={"admin-name": "PeerTube admin"})["changed"] is False
    assert root.requests() == [READ, REGISTERED]


def test_null_goes_back_to_the_default(root: Administrator) -> None:
    root.run(**NEW, settings={"admin-name": SECRET})
    assert root.run(**NEW, settings={"admin-name": None})["action"] == "update"
    assert stored(root).settings == {}
    assert root.run(**NEW, settings={"admin-name": None})["changed"] is False


def test_a_new_plugin_needs_no_null(root: Administrator) -> None:
    assert root.run(**NEW, settings={"admin-name": None})["plugin"]["settings"] == []


def test_other_settings_are_left_alone(root: Administrator) -> None:
    root.run(name=OIDC, version="1.0.2", settings={"client-id": "peertube", "scope": "openid"})
    root.run(name=OIDC, settings={"scope": "openid email"})
    assert stored(root, OIDC).settings == {"client-id": "peertube", "scope": "openid email"}


def test_other_settings_go_where_all_are_replaced(root: Administrator) -> None:
    root.run(name=OIDC, version="1.0.2", settings={"client-id": "peertube", "scope": "openid"})
    result = root.run(name=OIDC, settings={"scope": "openid"}, settings_mode="replaced")
    assert (result["plugin"]["settings"], stored(root, OIDC).settings) == (["scope"], {"scope": "openid"})
    assert root.run(name=OIDC, settings={"scope": "openid"}, settings_mode="replaced")["changed"] is False


def test_all_settings_go_where_none_is_given(root: Administrator) -> None:
    root.run(**NEW, settings={"admin-name": SECRET})
    root.run(**NEW, settings={}, settings_mode="replaced")
    assert stored(root).settings == {}


def test_what_nobody_registered_is_left_unless_all_are_replaced(root: Administrator) -> None:
    root.run(**NEW)
    set_unchecked(root, {"nonsense": 1})
    root.run(**NEW, settings={"admin-name": SECRET})
    assert stored(root).settings == {"nonsense": 1, "admin-name": SECRET}
    root.run(**NEW, settings={"admin-name": SECRET}, settings_mode="replaced")
    assert stored(root).settings == {"admin-name": SECRET}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"client_id": SECRET}, "settings has the unknown key client_id. Did you mean client-id?"),
        ({"admin-name": SECRET}, "settings has the unknown key admin-name. "),
        ({"signature-algorithm": SECRET}, "settings.signature-algorithm is none of its choices. Use one of RS256, "),
        ({"allow-sign-up": SECRET}, "settings.allow-sign-up is neither true nor false. "),
        ({"allow-sign-up": 1}, "settings.allow-sign-up is neither true nor false. "),
        ({"client-id": True}, "settings.client-id is a truth value, and the plugin wants a text. "),
    ],
    ids=lambda value: str(value)[:40],
)
@pytest.mark.parametrize("check_mode", [True, False])
def test_what_the_plugin_does_not_know_is_refused_before_anything_is_set(
    root: Administrator, settings: dict[str, Any], message: str, check_mode: bool
) -> None:
    root.run(name=OIDC, version="1.0.2")
    root.requests()
    result = root.run(check_mode, name=OIDC, settings={"scope": "openid", **settings})
    assert (result["error"]["code"], result["changed"]) == ("invalid_option", False)
    assert result["msg"].startswith(message)
    assert root.writes() == []
    assert SECRET not in json.dumps({**result, "invocation": None})


def test_what_a_new_plugin_does_not_know_is_told_once_it_is_installed(root: Administrator) -> None:
    result = root.run(**NEW, settings={"admin_name": "Ada"})
    assert (result["error"]["code"], result["changed"]) == ("invalid_option", True)
    assert f"{HELLO} 0.0.25 is installed, its settings are as they were." in result["msg"]
    assert "Did you mean admin-name?" in result["msg"]


def test_a_plugin_that_has_no_settings_takes_none(root: Administrator) -> None:
    root.simulator.plugins(available={"peertube-plugin-mine": {"versions": ["1.0.0"]}})
    root.run(name="peertube-plugin-mine", version="1.0.0")
    result = root.run(name="peertube-plugin-mine", settings={"key": "value"})
    assert result["msg"].startswith("peertube-plugin-mine has no settings. ")


def test_a_text_between_the_settings_has_no_value(root: Administrator) -> None:
    settings = [{"name": "hint", "type": "html", "html": "<p>Read this.</p>"}]
    root.simulator.plugins(available={"peertube-plugin-mine": {"versions": ["1.0.0"], "settings": settings}})
    root.run(name="peertube-plugin-mine", version="1.0.0")
    result = root.run(name="peertube-plugin-mine", settings={"hint": "value"})
    assert result["msg"].startswith("settings.hint is a text that the plugin shows. ")


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("allow-sign-up", False, False),
        ("allow-sign-up", "False", False),
        ("allow-sign-up", "no", False),
        ("client-id", 4711, "4711"),
        ("client-id", "4711", "4711"),
        ("signature-algorithm", "ES256", "ES256"),
    ],
)
def test_a_value_is_stored_as_the_plugin_takes_it(root: Administrator, name: str, given: Any, kept: Any) -> None:
    root.run(name=OIDC, version="1.0.2", settings={name: given})
    assert stored(root, OIDC).settings == {name: kept}
    root.requests()
    assert root.run(name=OIDC, version="1.0.2", settings={name: given})["changed"] is False
    assert root.requests() == [f"GET /plugins/{OIDC}"]


def test_a_diff_names_the_settings_and_shows_none(root: Administrator) -> None:
    root.run(**NEW, settings={"admin-name": "the first"})
    result = root.run(**NEW, settings={"admin-name": SECRET})
    assert result["diff"]["before"] == "peertube-plugin-hello-world:\n  settings:\n    admin-name: (hidden)\n"
    assert result["diff"]["after"] == "peertube-plugin-hello-world:\n  settings:\n    admin-name: (hidden, changed)\n"


def test_a_setting_that_the_server_repeats_is_not_shown(root: Administrator) -> None:
    root.run(**NEW)
    root.simulator.fault(path=f"/plugins/{HELLO}/settings", action="echo", status=400, code="x")
    result = root.run(**NEW, settings={"admin-name": SECRET})
    assert SECRET not in json.dumps({**result, "invocation": None})
