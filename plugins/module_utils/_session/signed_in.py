# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from .._api.instance import Instance
from .._api.sender import Sender
from .._base.errors import PeerTubeError
from .end import end_session
from .grants import Grants
from .no_file import NoSessionFile
from .obtain import ObtainSession, Wanted
from .signals import Signals
from .values import Session

if t.TYPE_CHECKING:
    from .file import SessionFile


def signed_in(
    wanted: Wanted,
    instance: Instance,
    store: SessionFile | NoSessionFile,
    warn: t.Callable[[str], None],
    check_mode: bool = False,
) -> t.ContextManager[Sender]:
    """What sends requests as the wanted user: with the session of the file, with the token that was given, or with a
    login that ends with the work. No session is left behind but the one of the file.

    Raises PeerTubeError: any code.
    """
    if not isinstance(store, NoSessionFile):
        return _session_of_file(wanted, instance, store, warn, check_mode)
    if wanted.session is not None and wanted.session.token.access_token is not None:
        # As it is: a refresh would leave the caller with a pair that is dead.
        instance.http.keep_secret(wanted.session.token.access_token, wanted.session.token.refresh_token)
        return contextlib.nullcontext(Sender(instance.http, wanted.session.token.access_token, client=wanted.client))
    return _own_login(wanted, instance, warn)


def _session_of_file(
    wanted: Wanted, instance: Instance, store: SessionFile, warn: t.Callable[[str], None], check_mode: bool
) -> t.ContextManager[Sender]:
    """The lock is given back before the work, for which others need not wait."""

    def obtain(how: Wanted) -> Session | None:
        return ObtainSession(how, instance, store, warn, check_mode).run().session

    def renew() -> str:
        # Not trusted unasked: it is what was just refused, unless another process has renewed it.
        session = obtain(dataclasses.replace(wanted, revalidate_after=0, force=False))
        if session is None:
            remedy = "Run the task again: outside of check mode the session is renewed."
            raise PeerTubeError("session_ended", "The session ended while it was used in check mode.", remedy=remedy)
        return session.token.access_token or ""

    session = obtain(wanted)
    if session is not None:
        client = wanted.client or session.client
        return contextlib.nullcontext(Sender(instance.http, session.token.access_token or "", renew, client=client))
    # In check mode no file is written: the one thing it may send beside GET is a login that ends with it.
    return _own_login(wanted, instance, warn)


@contextlib.contextmanager
def _own_login(wanted: Wanted, instance: Instance, warn: t.Callable[[str], None]) -> t.Iterator[Sender]:
    if wanted.credentials is None:
        raise PeerTubeError(
            "session_ended",
            "Nobody is signed in.",
            remedy="Set session_file, or access_token, or username and password, here or in module_defaults.",
        )
    grants = Grants(instance, NoSessionFile(), wanted.client)
    with Signals() as signals:
        opened = None
        try:
            with signals.held():
                opened = grants.login(wanted.credentials)
            yield Sender(instance.http, opened.token.access_token or "", logged_in=True, client=grants.client)
        finally:
            if opened is not None:
                _end(lambda: end_session(instance, opened, grants.client).lost, warn)


def _end(end: t.Callable[[], bool], warn: t.Callable[[str], None]) -> None:
    """What is opened for one task is ended with it, also when that fails."""
    try:
        end()
    except PeerTubeError as error:
        warn(f"The session that was opened for this task may still be open: {error.sentence}")
