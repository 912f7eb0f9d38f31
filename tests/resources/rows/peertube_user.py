# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from resources.example import Example

FIRST, SECOND = "a-first-password-of-ada", "a-second-password-of-ada"

EXAMPLE = Example(
    "peertube_user",
    create={
        "name": "ada",
        "email": "Ada@example.com",
        "user_password": FIRST,
        "role": "moderator",
        "video_quota": "50GB",
        "email_verified": True,
        "blocked": True,
        "block_reason": "On leave",
        "channel_name": "ada_films",
    },
    update={
        "email": "ada.l@example.com",
        "user_password": SECOND,
        "role": "user",
        "video_quota": "unlimited",
        "bypass_auto_block": True,
        "blocked": False,
        "block_reason": None,
    },
    delete={"name": "ada", "state": "absent"},
    requests=3,
    secrets=(FIRST, SECOND),
    verifies=("POST /users/token", "POST /users/revoke-token"),
)
