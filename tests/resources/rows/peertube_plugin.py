# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from resources.example import Example

SECRETS = ("the first name", "another name")

EXAMPLE = Example(
    module="peertube_plugin",
    # A lost install is waited for as long as it may take.
    create={
        "name": "peertube-plugin-hello-world",
        "version": "0.0.24",
        "settings": {"admin-name": SECRETS[0]},
        "timeout": 1,
    },
    update={"version": "0.0.25", "settings": {"admin-name": SECRETS[1]}},
    delete={"name": "hello-world", "kind": "plugin", "state": "absent"},
    secrets=SECRETS,
)
