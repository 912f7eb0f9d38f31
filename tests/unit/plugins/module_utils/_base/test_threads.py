# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import threading

from ansible_collections.peertube.peertube.plugins.module_utils._base.threads import told


def test_what_takes_long_is_told_while_it_lasts() -> None:
    said: list[str] = []
    twice = threading.Event()

    def say(message: str) -> None:
        said.append(message)
        if len(said) == 2:
            twice.set()

    with told(say, "It goes on", every=0.25):
        assert twice.wait(10)
    assert said[:2] == ["It goes on (0.25 s).", "It goes on (0.5 s)."]


def test_what_is_over_soon_is_not_told() -> None:
    said: list[str] = []
    before = threading.active_count()
    with told(said.append, "It goes on", every=60):
        assert threading.active_count() == before + 1
    assert (said, threading.active_count()) == ([], before)


def test_without_anybody_to_tell_no_thread_is_started() -> None:
    before = threading.active_count()
    with told(None, "It goes on", every=0.01):
        assert threading.active_count() == before
