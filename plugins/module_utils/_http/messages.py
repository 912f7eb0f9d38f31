# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t

API = "/api/v1"


# Between two tries, in seconds: the first pause, and what doubling never exceeds.
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60.0


# A whole answer may take this many times the timeout between two bytes: enough for any honest server, while one that
# sends a byte now and then cannot hold a task for ever.
ANSWER_TIMEOUTS = 4


# What a server does with a client certificate, and what to do about it.
WANTS_CLIENT_CERT: t.Final = (
    "wants a client certificate",
    "Set client_cert, and client_key where the key is in a file of its own.",
)
REFUSES_CLIENT_CERT: t.Final = (
    "does not accept the client certificate",
    "Check that client_cert is signed by a CA that the web server knows, and has not expired.",
)


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

    @property
    def host(self) -> str:
        """The name that the instance goes by, with its port where that is not the usual one, in lower case."""
        return (self.host_header or self.url.split("//", 1)[1]).lower()

    def patience(self) -> float:
        """Seconds after which a request that goes unanswered, or is limited, has been given up."""
        tries = 1 + self.retries + bool(self.wait_timeout)
        # A quarter more for the jitter.
        pauses = 1.25 * sum(pause_after(failures) for failures in range(1, tries))
        return tries * ANSWER_TIMEOUTS * self.timeout + pauses + self.rate_limit_max_wait + self.wait_timeout


def pause_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row, before jitter."""
    # 60 failures are far past the longest pause, and 2000 would be past what a float can hold.
    return min(FIRST_PAUSE * 2.0 ** min(failures - 1, 60), LONGEST_PAUSE)


@dataclasses.dataclass(frozen=True)
class FileContent:
    """A file to upload: read from path while it is sent, under the last part of the path unless a name is given."""

    path: str
    name: str | None = None
    content_type: str = "application/octet-stream"


@dataclasses.dataclass(frozen=True)
class Request:
    """One request; path is below /api/v1, or below the instance itself when api is false.

    The body is one of: form (urlencoded), json, files (multipart, with the fields of form). In query and form, a list
    is sent as name[], a boolean as true or false, and None not at all.
    limit: how many bytes the body of the answer may have. timeout: seconds between two bytes, where those of the
    connection are not enough.
    after_gateway_error, after_lost_reply: may it be sent once more? None: when it changes nothing.
    Whoever puts a secret into a request tells Http.keep_secret of it, for the server may repeat it.
    """

    method: str
    path: str
    query: t.Mapping[str, t.Any] | None = None
    form: t.Mapping[str, t.Any] | None = dataclasses.field(default=None, repr=False)
    json: t.Any = dataclasses.field(default=None, repr=False)
    files: t.Mapping[str, FileContent] | None = None
    headers: t.Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)
    api: bool = True
    limit: int = 1024 * 1024
    timeout: float | None = None
    after_gateway_error: bool | None = None
    after_lost_reply: bool | None = None

    def address(self, url: str) -> str:
        """Where it goes, at the instance of this url; without query, which is nothing for a message."""
        return url + (API if self.api else "") + self.path

    def repeatable(self, marked: bool | None) -> bool:
        """What after_gateway_error or after_lost_reply says."""
        return self.method in ("GET", "HEAD") if marked is None else marked


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
