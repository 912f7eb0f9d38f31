# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

from .._api import runners as api
from .._api.sender import Sender
from .._declare.ensure import States
from .._declare.fields import State, plain
from .._declare.plan import Plan

# What of a runner that goes is shown.
FIELDS = (plain("description"),)


class Runners:
    """The runners that registered themselves at the instance, by their names."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def read(self) -> States:
        return {runner["name"]: runner for runner in api.runners(self._sender)}

    def create(self, plan: Plan) -> None:
        """A runner registers itself."""

    def update(self, plan: Plan, present: State) -> None:
        """A runner says itself what it is."""

    def delete(self, plan: Plan, present: State) -> None:
        api.delete_runner(self._sender, present["id"])
