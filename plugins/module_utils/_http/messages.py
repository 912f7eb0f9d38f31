# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t

API = "/api/v1"


FIRST_PAUSE = 0.5


# A whole answer may take this many times the timeout between two bytes: enough for any honest server, while one that
# sends a byte now and then cannot hold a task for ever.
ANSWER_TIMEOUTS = 4


@dataclasses.dataclass(frozen=True)
class Connection:
    """How to reach an instance: the connection options of every module. Times are in seconds."""

    url: str
    host_header: str | None = None
    validate_certs: bool = True
    ca_path: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    use_proxy: bool = True
    timeout: float = 30
    retries: int = 3
    rate_limit_max_wait: int = 60
    wait_timeout: int = 0

    def patience(self) -> float:
        """Seconds after which a request that goes unanswered, or is limited, has been given up."""
        tries = 1 + self.retries
        pauses = FIRST_PAUSE * 2.0**self.retries
        return tries * self.timeout + pauses + self.rate_limit_max_wait + self.wait_timeout


@dataclasses.dataclass(frozen=True)
class Request:
    """One API request; path is below /api/v1. after_gateway_error and after_lost_reply: may it be sent once more?"""

    method: str
    path: str
    form: t.Mapping[str, str] | None = None
    headers: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    after_gateway_error: bool = True
    after_lost_reply: bool = True


@dataclasses.dataclass(frozen=True)
class Reply:
    """One answer, header names in lower case. repeated: the request was sent before, and may have worked then."""

    status: int
    headers: t.Mapping[str, str]
    body: bytes
    repeated: bool = False

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()
