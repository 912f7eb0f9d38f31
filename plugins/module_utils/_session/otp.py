# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

from .._base.errors import missing_library


def code_at(secret: str, moment: float) -> str:
    """The time-based one-time password (RFC 6238) of a Base32 seed at a moment, in seconds since the epoch."""
    try:
        import pyotp
    except ImportError:
        raise missing_library("pyotp") from None
    return str(pyotp.TOTP(secret).at(int(moment)))
