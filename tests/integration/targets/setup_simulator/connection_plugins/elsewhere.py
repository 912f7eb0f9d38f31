# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.plugins.connection import local

DOCUMENTATION = r"""
name: elsewhere
short_description: This machine, as if it were another
description:
  - Does what the local connection does, under another name, so that modules are transferred and run as on a host far
    away.
author:
  - PeerTube Collection Contributors (!UNKNOWN)
"""


class Connection(local.Connection):
    transport = "elsewhere"
