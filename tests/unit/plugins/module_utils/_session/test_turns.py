# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Those who write to one instance take turns, and do not wait for ever, nor in silence."""

from __future__ import annotations

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import turn_of
from unit.children import held_in_child
from unit.conversations import failure_raised_by

URL = "https://video.example.com"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def turn_at(url, clock, say=print, at_least=0, **options):
    return turn_of(Http(Connection(url, **options), clock=clock, say=say), at_least)


@pytest.mark.parametrize(
    ("options", "longest"),
    [({}, 600), ({"retries": 0, "timeout": 5}, 600), ({"wait_timeout": 3600}, 4200), ({"at_least": 1800}, 1800)],
)
def test_a_turn_of_another_is_waited_for_and_that_is_said_when_it_begins(options, longest, clock):
    said = []
    mine = turn_at(URL, clock, lambda message: said.append((sum(clock.slept), message)), **options)
    with held_in_child(lambda: turn_at(URL, clock)):
        failure = failure_raised_by(mine.__enter__)
    assert failure.code == "conflict"
    assert longest <= sum(clock.slept) < longest + 100
    ((seconds, message),) = said
    assert 5 <= seconds < 6
    assert message.startswith(f"Another task is writing to {URL}: waiting for its end, at most ")


def test_at_another_instance_it_is_nobodys_turn(clock):
    with held_in_child(lambda: turn_at(URL, clock)), turn_at("https://other.example.com", clock):
        pass
    assert clock.slept == []
