# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import measures

EXPECTED = {
    "login": 2,
    "login, client pair given": 1,
    "login, client pair in the session file": 1,
    "reuse within revalidate_after": 0,
    "reuse": 1,
    "reuse of a given token": 1,
    "refresh": 1,
    "refresh, expiry not known": 2,
    "refresh with a given refresh token": 2,
    "refresh with a given refresh token and client pair": 1,
    "refresh with a given refresh token, of a wanted user": 3,
    "refresh with a given pair, of a wanted user": 4,
    "logout": 1,
    "logout of a given token": 1,
    "logout of an expired token": 2,
    "logout of an expired token, expiry not known": 3,
    "logout of an expired given token, client pair given": 3,
    "logout of an expired given token": 4,
    "logout without a session file": 0,
    "200 hosts, 20 forks, one session file": 1,
}


def test_each_task_sends_as_few_requests_as_it_needs(play):
    assert {measure.case: measure.count for measure in measures.measure_all(play)} == EXPECTED
