# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The OAuth client pair."""

    DOCUMENTATION = r"""
options:
  client_id:
    description:
      - The OAuth client of the instance, which is no secret, for PeerTube hands it to everybody.
      - Fetched from the instance when not set, which takes one more request.
      - If the instance does not know the client that was given, it is fetched as well.
    type: str
  client_secret:
    description:
      - What belongs to O(client_id).
    type: str
"""
