# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who lives on a freshly started simulator. Standard library only, Python 3.8 and newer."""

from __future__ import annotations

from typing import Any

ROOT = "root"
ROOT_EMAIL = "admin@example.com"
ROOT_PASSWORD = "simulated-root-password"

ALICE = "alice"
BLOCKED = "blocked"
WAITING = "waiting"
REJECTED = "rejected"
UNVERIFIED = "unverified"
TWO_FACTOR = "two_factor"
EXTERNAL = "external"

# Every account but root.
PASSWORD = "simulated-user-password"

TWO_FACTOR_SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
EXTERNAL_AUTH_TOKEN = "simulated-external-auth-token"

ADMINISTRATOR, MODERATOR, USER = 0, 1, 2


def default_accounts(root_password: str = ROOT_PASSWORD) -> list[dict[str, Any]]:
    return [
        {
            "username": ROOT,
            "email": ROOT_EMAIL,
            "password": root_password,
            "role": ADMINISTRATOR,
            "email_verified": True,
        },
        {"username": ALICE},
        {"username": BLOCKED, "blocked": True},
        {"username": WAITING, "registration": "waiting"},
        {"username": REJECTED, "registration": "rejected"},
        {"username": UNVERIFIED, "email_verified": False},
        {"username": TWO_FACTOR, "two_factor_seed": TWO_FACTOR_SEED},
        {"username": EXTERNAL, "external": True, "external_auth_token": EXTERNAL_AUTH_TOKEN},
    ]
