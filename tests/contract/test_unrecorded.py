# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the simulator does with users, a configuration, plugins and pictures where no exchange was recorded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Iterator

import pytest
from simulator.control import Simulator

from contract.administrator import Administrator
from contract.pictures import multipart, png
from contract.replay import changed

CUSTOM, HELLO = "/config/custom", "peertube-plugin-hello-world"
AVATAR = "/api/v1/config/instance-avatar/pick"
TEXTS_THAT_ARE_CHANGED = [("2024", 2024), ("12.7", 12), ("007", 7), ("-3", -3), (".5", None), ("1e5", "1e5"), ("", "")]
EXPIRATIONS = [("3 days", 259_200_000), ("1.5 hours", 5_400_000), ("5 m", 5), ("", 0), (None, None), (7, 7)]
NAMES = [("a", 200), ("a.b", 200), ("a-b", 200), ("_a_", 200), (".a", 400), ("a.", 400), ("a b", 400), ("\u00e9", 400)]
SIZES = [("20GB", 20 * 1024**3), ("1TB 2GB", 1026 * 1024**3), ("5 B", 5120), ("5KB", 5), ("junk", None), (-1, -1)]


class Configurator(Administrator):
    def configure(self, values: dict[str, Any], gone: list[str] | None = None) -> tuple[int, Any]:
        _status, configuration = self.send("GET", CUSTOM)
        return self.send("PUT", CUSTOM, changed(configuration, values, gone or []))

    def install(self, version: str | None = None, name: str = HELLO, action: str = "install") -> int:
        wanted = {"npmName": name, **({"pluginVersion": version} if version else {})}
        return self.send("POST", f"/plugins/{action}", wanted)[0]

    def plugin(self, name: str = HELLO) -> Any:
        return self.send("GET", f"/plugins/{name}")[1]

    def pick(self, **files: Any) -> int:
        return self.ask("POST", AVATAR, *multipart(files))[0]

    def avatars(self) -> list[dict[str, Any]]:
        return list(self.send("GET", "/config/about")[1]["instance"]["avatars"])


@pytest.fixture(scope="module", params=["6.3", "8.2"])
def started(request: pytest.FixtureRequest) -> Iterator[Configurator]:
    with Simulator.start(flavour=request.param, api_limit=0, login_limit=0) as simulator:
        yield Configurator(simulator)


@pytest.fixture
def administrator(started: Configurator) -> Configurator:
    started.simulator.reset("configuration", "homepage", "pictures", "plugins", "log")
    return started


@pytest.fixture
def simulator(administrator: Configurator) -> Simulator:
    return administrator.simulator


@pytest.mark.parametrize(("text", "kept"), TEXTS_THAT_ARE_CHANGED)
def test_a_text_that_looks_like_a_number_becomes_one(administrator: Configurator, text: str, kept: Any) -> None:
    _status, answer = administrator.configure({"instance.name": text})
    assert answer["instance"]["name"] == kept


@pytest.mark.parametrize(("text", "kept"), EXPIRATIONS)
def test_a_duration_is_told_in_milliseconds(administrator: Configurator, text: Any, kept: Any) -> None:
    _status, answer = administrator.configure({"export.users.exportExpiration": text})
    assert answer["export"]["users"]["exportExpiration"] == kept


@pytest.mark.parametrize(("text", "kept"), SIZES)
def test_a_size_is_told_in_bytes(administrator: Configurator, text: Any, kept: Any) -> None:
    _status, answer = administrator.configure({"export.users.maxUserVideoQuota": text})
    assert answer["export"]["users"]["maxUserVideoQuota"] == kept


def test_after_an_unreadable_duration_the_configuration_fails_until_the_restart(administrator: Configurator) -> None:
    statuses = [administrator.configure({"export.users.exportExpiration": "junk"})[0]]
    statuses += [administrator.send(method, CUSTOM)[0] for method in ("GET", "DELETE")]
    statuses += [administrator.send("GET", f"/config{path}")[0] for path in ("", "/about")]
    administrator.simulator.restart()
    assert (statuses, administrator.send("GET", CUSTOM)[0]) == ([500, 500, 500, 500, 200], 200)


def test_a_leaf_that_is_optional_falls_back_to_its_default(administrator: Configurator) -> None:
    administrator.configure({"user.defaultChannelName": "Mine"})
    _status, answer = administrator.configure({}, ["user.defaultChannelName"])
    assert answer["user"]["defaultChannelName"] == "Main $1 channel"


def test_the_environment_of_the_server_wins(administrator: Configurator, simulator: Simulator) -> None:
    simulator.configuration(environment={"signup.enabled": False})
    status, answer = administrator.configure({"signup.enabled": True})
    assert (status, answer["signup"]["enabled"]) == (200, False)


def test_a_configuration_that_may_not_be_edited_is_not(administrator: Configurator, simulator: Simulator) -> None:
    simulator.configuration(editable=False)
    assert (administrator.configure({})[0], administrator.send("DELETE", CUSTOM)[0]) == (405, 405)


def test_what_was_seeded_is_gone_after_a_delete(administrator: Configurator, simulator: Simulator) -> None:
    seeded = simulator.configuration(values={"instance.name": "Films"})["instance"]["name"]
    assert (seeded, administrator.send("DELETE", CUSTOM)[1]["instance"]["name"]) == ("Films", "PeerTube")


def test_what_is_public_follows_the_configuration(administrator: Configurator) -> None:
    administrator.configure({"instance.name": "Films", "signup.enabled": True, "signup.limit": -1})
    _status, public = administrator.send("GET", "/config")
    assert (public["instance"]["name"], public["signup"]["allowed"]) == ("Films", True)


def test_what_contradicts_itself_is_refused(administrator: Configurator) -> None:
    status, problem = administrator.configure(
        {"transcoding.hls.enabled": False, "transcoding.webVideos.enabled": False}
    )
    assert (status, "invalid-params" in problem) == (400, False)


def test_a_theme_must_be_installed_to_be_the_default(administrator: Configurator) -> None:
    before = administrator.configure({"theme.default": "dark"})[0]
    administrator.install("2.5.0", "peertube-theme-dark")
    assert (before, administrator.configure({"theme.default": "dark"})[0]) == (400, 200)


def test_the_index_names_the_newest_version(administrator: Configurator, simulator: Simulator) -> None:
    closed = administrator.install()
    simulator.plugins(index=True)
    assert (closed, administrator.install(), administrator.plugin()["version"]) == (400, 200, "0.0.25")


def test_a_version_that_does_not_exist_changes_nothing(administrator: Configurator) -> None:
    administrator.install("0.0.24")
    assert (administrator.install("9.9.9"), administrator.plugin()["version"]) == (400, "0.0.24")


def test_a_broken_version_takes_the_old_one_along(administrator: Configurator, simulator: Simulator) -> None:
    simulator.plugins(broken=[f"{HELLO}@0.0.25"])
    administrator.install("0.0.24")
    assert (administrator.install("0.0.25"), administrator.plugin()["uninstalled"]) == (400, True)


def test_installing_over_a_plugin_registers_it_again(administrator: Configurator, simulator: Simulator) -> None:
    administrator.install("0.0.24")
    administrator.install("0.0.25")
    assert simulator.plugins() == {HELLO: 2}


def test_an_update_without_the_index_leaves_a_plugin_that_does_not_run(administrator: Configurator) -> None:
    administrator.install("0.0.24")
    status = administrator.install(action="update")
    assert (status, administrator.plugin()["enabled"], administrator.simulator.plugins()) == (400, True, {})


def test_an_update_with_the_index_is_to_the_newest_version(administrator: Configurator, simulator: Simulator) -> None:
    simulator.plugins(index=True)
    administrator.install("0.0.24")
    assert (administrator.install(action="update"), administrator.plugin()["version"]) == (200, "0.0.25")


def test_of_two_installs_at_once_one_is_lost(administrator: Configurator, simulator: Simulator) -> None:
    simulator.plugins(slow={HELLO: 0.3})
    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(administrator.install, ["0.0.24", "0.0.25"])) == [200, 400]


def test_what_a_plugin_brings_is_public(administrator: Configurator) -> None:
    administrator.install("1.0.2", "peertube-plugin-auth-openid-connect")
    _status, public = administrator.send("GET", "/config")
    assert public["plugin"]["registeredExternalAuths"][0]["authName"] == "openid-connect"


def test_a_plugin_of_the_tests_own_has_its_settings(administrator: Configurator, simulator: Simulator) -> None:
    settings = [{"name": "key", "label": "Key", "type": "input-password", "private": True}]
    simulator.plugins(available={"peertube-plugin-mine": {"versions": ["1.0.0"], "settings": settings}})
    administrator.install("1.0.0", "peertube-plugin-mine")
    path = "/plugins/peertube-plugin-mine/registered-settings"
    assert administrator.send("GET", path)[1] == {"registeredSettings": settings}


@pytest.mark.parametrize("edge", [1500, 48])
def test_a_picture_of_the_right_size_keeps_its_bytes(administrator: Configurator, edge: int) -> None:
    administrator.pick(avatarfile={"png": [edge, edge]})
    kept = {avatar["width"]: administrator.ask("GET", avatar["path"])[1] for avatar in administrator.avatars()}
    assert [width for width, content in kept.items() if content == png(edge, edge)] == [edge]


def test_the_same_picture_has_another_name_when_it_is_uploaded_again(administrator: Configurator) -> None:
    administrator.pick(avatarfile={"png": [48, 48]})
    before = {avatar["path"] for avatar in administrator.avatars()}
    administrator.pick(avatarfile={"png": [48, 48]})
    after = {avatar["path"] for avatar in administrator.avatars()}
    assert (before & after, {administrator.ask("GET", path)[0] for path in before}) == (set(), {404})


def test_a_file_of_another_name_is_a_failure(administrator: Configurator) -> None:
    assert administrator.pick(picture={"png": [48, 48]}) == 500


def test_a_picture_that_is_fetched_is_in_the_log(administrator: Configurator) -> None:
    administrator.pick(avatarfile={"png": [48, 48]})
    path = administrator.avatars()[0]["path"]
    administrator.ask("GET", path)
    assert administrator.simulator.log()[-1]["path"] == path


@pytest.mark.parametrize(("name", "status"), NAMES)
def test_a_user_may_be_called_what_peertube_allows(administrator: Configurator, name: str, status: int) -> None:
    email = f"user{NAMES.index((name, status))}@example.com"
    user = {"username": name, "email": email, "password": "long-enough", "role": 2}
    assert administrator.send("POST", "/users", user)[0] == status
