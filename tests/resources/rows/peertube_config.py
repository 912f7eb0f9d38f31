# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration: it is always there, so that it is only ever changed."""

from __future__ import annotations

from resources.example import Example

EXAMPLE = Example(
    "peertube_config",
    create={
        "config": {
            "instance": {"name": "Films", "short_description": "Films of the valley\nand beyond", "languages": ["en"]},
            "signup": {"enabled": True, "limit": "500"},
            "user": {"videoQuota": "50GB"},
            "export": {"users": {"exportExpiration": "3 days"}},
        }
    },
    update={"config": {"signup": {"enabled": "no"}, "instance": {"name": "2024"}}},
    delete=None,
)
