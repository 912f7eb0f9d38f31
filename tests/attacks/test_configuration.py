# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that configure one instance at the same time, in processes of their own."""

from __future__ import annotations

from attacks.processes import run_at_once

LEAVES = {
    "signup": {"limit": 11},
    "instance": {"name": "Films"},
    "videoChannels": {"maxPerUser": 3},
    "email": {"subject": {"prefix": "[films] "}},
    "user": {"videoQuota": "5GB"},
}


def test_configurations_at_once_hold_all_of_them(play, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    play.valid()
    results = run_at_once(play.config(config={section: value}) for section, value in LEAVES.items())
    assert [result["changed"] for result in results] == [True] * len(LEAVES)
    config = play.simulator.configuration()
    assert config["user"]["videoQuota"] == 5 * 1024**3
    assert {name: config[name]["limit" if name == "signup" else "name"] for name in ("signup", "instance")} == {
        "signup": 11,
        "instance": "Films",
    }
    assert (config["videoChannels"], config["email"]["subject"]) == ({"maxPerUser": 3}, {"prefix": "[films] "})
