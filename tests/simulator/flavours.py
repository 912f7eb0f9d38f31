# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What differs between the two PeerTube versions that were recorded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Flavour:
    name: str
    server_version: str
    refresh_lifetime: int
    token_sessions: bool
    blocked_code: str
    unverified_code: str
    too_long_password: bool
    shortest_password: int
    longest_password: int
    # Whether two addresses that differ in case only are one.
    emails_ignore_case: bool
    # Up to 7 a problem document repeats `detail` as `error`.
    error_field: bool
    # 8.2 answers some 404 as plain text.
    plain_not_found: bool
    # Whether the instance has logos of its own, and pictures say their height and whole address.
    logos: bool


FLAVOURS = {
    "6.3": Flavour(
        name="6.3",
        server_version="6.3.0",
        refresh_lifetime=1209600,
        token_sessions=False,
        blocked_code="access_denied",
        # Not recorded: in PeerTube's source of 6.3 both refusals are the same OAuth error.
        unverified_code="access_denied",
        too_long_password=False,
        shortest_password=6,
        longest_password=255,
        emails_ignore_case=False,
        error_field=True,
        plain_not_found=False,
        logos=False,
    ),
    "8.2": Flavour(
        name="8.2",
        server_version="8.2.1",
        refresh_lifetime=2419200,
        token_sessions=True,
        blocked_code="account_blocked",
        # Neither this code nor too_long_password was recorded: to be confirmed on a real server.
        unverified_code="email_not_verified",
        too_long_password=True,
        shortest_password=8,
        longest_password=50,
        emails_ignore_case=True,
        error_field=False,
        plain_not_found=True,
        logos=True,
    ),
}
