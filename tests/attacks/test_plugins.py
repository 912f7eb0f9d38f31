# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that install plugins at the same time, or are killed while another version is being installed."""

from __future__ import annotations

import pytest
from attacks.processes import Process, run, run_at_once

HELLO = "peertube-plugin-hello-world"
SETTINGS = {"admin-name": "the editors"}


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_plugins_that_are_installed_at_once_are_all_there(play):
    names = {HELLO: "0.0.25", "peertube-plugin-auth-ldap": "0.1.0", "peertube-theme-dark": "2.5.0"}
    play.valid()
    play.simulator.plugins(slow=dict.fromkeys(names, 0.1))
    results = run_at_once(play.plugin(name=name, version=version) for name, version in names.items())
    assert [result.get("action") for result in results] == ["create"] * len(names)
    assert play.simulator.plugins() == dict.fromkeys(names, 1)


@pytest.mark.parametrize("path", ["/plugins/uninstall", "/plugins/install"])
@pytest.mark.parametrize("stage", ["before", "after"])
def test_what_was_killed_on_its_way_to_another_version_is_repaired_by_the_next(play, path, stage):
    play.valid()
    assert run(play.plugin(name=HELLO, version="0.0.24", settings=SETTINGS))["action"] == "create"
    play.simulator.hold(method="POST", path=path, stage=stage)
    killed = Process(play.plugin(name=HELLO, version="0.0.25"))
    play.simulator.wait_held()
    killed.kill()
    play.simulator.reset("faults")
    following = play.plugin(name=HELLO, version="0.0.25", settings=SETTINGS)
    result = run(following)
    assert (result.get("msg"), result["plugin"]["version"]) == (None, "0.0.25")
    assert play.simulator.plugins() == {HELLO: 1}
    assert run(following)["changed"] is False
