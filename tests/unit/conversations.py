# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A conversation whose waits are those of a clock that tests can read."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Reply, Request
from harness.clock import MovableClock
from harness.server import answer


def failure_raised_by(send: Callable[[], object]) -> PeerTubeError:
    with pytest.raises(PeerTubeError) as raised:
        send()
    return raised.value


def http_to(url: str, clock: MovableClock, **options: Any) -> Http:
    return Http(Connection(url, **options), [], lambda message: None, clock)


def ping(http: Http) -> Reply:
    return http.exchange(Request("GET", "/ping"))


def limited(**headers: str) -> bytes:
    return answer("429 Too Many Requests", b"Too many requests", "text/plain", **headers)
