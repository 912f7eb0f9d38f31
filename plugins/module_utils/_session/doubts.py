# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# What is said of a session that may be open although nobody can end it.

_UNKNOWN = "under a token that nobody knows"
HOW_IT_ENDS = "It ends with its refresh token; on PeerTube 7.3 and newer, log in and end it with sessions=others."
MAY_GO_ON = f"The session may still be open, {_UNKNOWN}."
LOST_EARLIER = f"The answer to an earlier refresh of the session was not seen. {MAY_GO_ON} {HOW_IT_ENDS}"
EXPIRED_ALONE = (
    "The access token is no longer good. If it has only expired, its session is open as long as its refresh token is "
    "good: set refresh_token as well to end it."
)
CUT_OFF = (
    "A process was ended after it had begun a login with this session file and before the session was in it. "
    f"A session may be open, {_UNKNOWN}. {HOW_IT_ENDS}"
)
