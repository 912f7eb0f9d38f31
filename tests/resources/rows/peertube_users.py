# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from resources.example import Example

FIRST, SECOND = "a-first-password-of-the-team", "a-second-password-of-the-team"

EXAMPLE = Example(
    "peertube_users",
    create={
        "users": [
            {"name": "ada", "email": "ada@example.com", "user_password": FIRST, "role": "moderator"},
            {
                "name": "grace",
                "email": "grace@example.com",
                "user_password": FIRST,
                "update_password": "on_create",
                "video_quota_daily": "1GB",
            },
        ],
    },
    update={
        "users": [
            {"name": "ada", "user_password": SECOND, "auth_plugin": ""},
            {"name": "grace", "user_password": SECOND, "update_password": "on_create", "blocked": True},
        ],
        "purge": "block",
        "purge_keep": ["alice"],
    },
    delete={
        "users": [{"name": "ada", "state": "absent"}],
        "purge": "delete",
        "purge_keep": ["alice", "two_factor"],
        "purge_limit": 4,
    },
    # The users, the client pair, and for the password of ada a login and its end.
    requests=4,
    secrets=(FIRST, SECOND),
    verifies=("POST /users/token", "POST /users/revoke-token"),
)
