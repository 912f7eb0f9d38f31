# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import typing as t

if t.TYPE_CHECKING:
    from .._api.instance import Instance
    from .._api.values import Credentials
    from .values import Session


class NoSessionFile:
    """Stands where no session_file is given: nothing is known from before, and nothing is kept."""

    path = ""
    login_was_cut_off = False

    def sharing(self, task: str, instance: Instance, credentials: Credentials | None = None) -> NotShared:
        return NotShared()

    def read(self) -> Session | None:
        return None

    def read_settled(self) -> Session | None:
        return None

    def has_remains(self) -> bool:
        return False

    def reserve(self) -> None:
        pass

    def begin_login(self) -> None:
        pass

    def end_login(self) -> None:
        pass

    def write(self, session: Session) -> None:
        pass

    def delete(self) -> None:
        pass


class NotShared:
    """Stands where nobody else has the session, in place of Sharing."""

    def locked(self) -> t.ContextManager[None]:
        return contextlib.nullcontext()

    def before_request(self, stored: Session | None) -> None:
        pass

    def before_login(self) -> None:
        pass

    def succeeded(self) -> None:
        pass
