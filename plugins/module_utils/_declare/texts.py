# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

from .._base.errors import invalid_option


def within(option: str, value: str, shortest: int, longest: int) -> str:
    """The same text, where PeerTube takes one of that many characters. Raises PeerTubeError invalid_option."""
    if shortest <= len(value) <= longest:
        return value
    limits = f"at most {longest}" if len(value) > longest else f"at least {shortest}"
    characters = "character" if len(value) == 1 else "characters"
    raise invalid_option(
        f"{option} has {len(value)} {characters}, and PeerTube takes {limits}.",
        f"Set it to a text of {shortest} to {longest} characters.",
    )
