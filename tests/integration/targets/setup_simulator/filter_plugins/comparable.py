# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes results of different runs comparable: without what differs from one session, and one moment, to the next."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\b[0-9a-f]{40}\b")
MOMENT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
# What ansible-core adds to the results of modules only, and the names of what counts up or down.
ADDED = ("discovered_interpreter_python", "exception", "failed_when_suppressed_exception")
COUNTED = ("expires_in", "refresh_token_expires_in", "id")


class FilterModule:
    def filters(self):
        return {"comparable": comparable}


def comparable(value):
    if isinstance(value, dict):
        return {
            name: "a number" if name in COUNTED and isinstance(member, int) else comparable(member)
            for name, member in value.items()
            if name not in ADDED
        }
    if isinstance(value, (list, tuple)):
        return [comparable(member) for member in value]
    if isinstance(value, str):
        return MOMENT.sub("a moment", TOKEN.sub("a token", value))
    return value
