# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import typing as t

from .._base.errors import PeerTubeError
from .failures import ON_THE_WAY, REFUSALS, Attempt, Failure, Note, error_fields

if t.TYPE_CHECKING:
    from .._api.instance import Instance
    from .._api.values import Credentials
    from .failure_file import FailureFile
    from .values import Session

# Some 50 ms, spent only where a note is there that may be of the same credentials.
_ROUNDS: t.Final = 100_000
_NO_CREDENTIALS: t.Final = "none"


class Sharing:
    """Shares what fails as a session is shared, among the tasks with one session file.

    Who waited for the lock while another task failed, fails with the same error at once; and credentials that were
    refused are not sent again for a minute. Who did not wait asks anew, as a task with until does.
    """

    def __init__(
        self,
        task: str,
        lock: t.Callable[[], t.ContextManager[None]],
        failures: FailureFile,
        instance: Instance,
        credentials: Credentials | None = None,
    ) -> None:
        self._lock = lock
        self._failures = failures
        self._clock = instance.http.clock
        self._connection = instance.http.connection
        self._task = task
        self._credentials = credentials
        self._fingerprints: dict[str, str] = {}
        self._seen: frozenset[str] | None = None
        self._attempt: Attempt | None = None
        # Of another task, so nothing to tell the others.
        self._borrowed: PeerTubeError | None = None

    @contextlib.contextmanager
    def locked(self) -> t.Iterator[None]:
        """The lock of the session file; what fails while it is held is left for those who wait for it."""
        note = self._failures.read()
        self._seen = frozenset(failure.number for failure in note.failures) if note else frozenset()
        with self._lock():
            try:
                yield
            except PeerTubeError as error:
                if self._attempt is not None and error is not self._borrowed:
                    self._keep(error, self._attempt)
                raise

    def before_request(self, stored: Session | None) -> None:
        """Raise what failed for another task, where this one would fail as well. stored: the session in the file."""
        if self._attempt is not None or self._seen is None:
            return
        attempt = Attempt(self._way(), _digest(stored), self._seen, self._clock.now())
        self._raise_of_others(attempt.shares, again=False)
        self._raise_of_others(lambda failure: attempt.repeats(failure, logging_in=False), again=True)
        self._attempt = attempt

    def before_login(self) -> None:
        """The same, where the credentials are what is sent next."""
        attempt = self._attempt
        if attempt is not None:
            self._raise_of_others(lambda failure: attempt.repeats(failure, logging_in=True), again=True)

    def succeeded(self) -> None:
        self._failures.remove()

    def _raise_of_others(self, concerns: t.Callable[[Failure], bool], again: bool) -> None:
        note = self._failures.read()
        if note is None:
            return
        for failure in note.failures:
            if concerns(failure) and failure.credentials in (None, self._fingerprint(note)):
                self._borrowed = failure.raised(again)
                raise self._borrowed

    def _keep(self, error: PeerTubeError, attempt: Attempt) -> None:
        if error.code not in (*ON_THE_WAY, *REFUSALS, "session_ended"):
            return
        note = self._failures.read() or Note(os.urandom(16).hex())
        credentials = self._credentials
        by_the_clock = credentials is not None and credentials.otp_secret is not None
        failure = Failure(
            number=os.urandom(8).hex(),
            at=self._clock.now(),
            way=attempt.way,
            credentials=None if error.code in ON_THE_WAY else self._fingerprint(note),
            session=attempt.session,
            # The next code may be the right one.
            lasting=error.code in REFUSALS and not (error.code == "invalid_two_factor" and by_the_clock),
            error=error_fields(error),
        )
        self._failures.write(note.with_failure(failure))

    def _way(self) -> str:
        return _sha256([self._task, *dataclasses.astuple(self._connection)])

    def _fingerprint(self, note: Note) -> str:
        """What tells these credentials from others, and cannot be turned back: a weak password is tried out slowly."""
        if self._credentials is None:
            return _NO_CREDENTIALS
        if note.salt not in self._fingerprints:
            secret = json.dumps([self._connection.url, *dataclasses.astuple(self._credentials)]).encode("ascii")
            digest = hashlib.pbkdf2_hmac("sha256", secret, bytes.fromhex(note.salt), _ROUNDS)
            self._fingerprints[note.salt] = digest.hex()
        return self._fingerprints[note.salt]


def _digest(session: Session | None) -> str:
    """Of a session in the file. Its tokens are long and random, so that nobody finds them by trying."""
    return "" if session is None else _sha256([session.token.access_token, session.token.refresh_token])


def _sha256(values: list[t.Any]) -> str:
    return hashlib.sha256(json.dumps(values).encode("ascii")).hexdigest()
