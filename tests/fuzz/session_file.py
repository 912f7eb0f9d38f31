# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may stand in a session file."""

from __future__ import annotations

from ansible_collections.peertube.peertube.plugins.module_utils._api.values import is_token
from ansible_collections.peertube.peertube.plugins.module_utils._session.format import NotASession, dump, load

URL = "https://video.example.com"
WORDS = ('"format": 1', f'"url": "{URL}"', '"username"', '"email"', '"checked_at"', '"renewing"', '"token"',
         '"access_token"', '"refresh_token"', '"issued_at"', '"expires_at"', '"refresh_token_expires_at"', '"client"',
         '"replaced"', '"client_id"', '"client_secret"', "null", "1e400", "\\ud800")  # fmt: skip


def try_one(octets: bytes) -> None:
    try:
        session = load(octets, URL)
    except NotASession as error:
        refusal = f"{error}"
    else:
        refusal = ""
    assert refusal.isprintable()
    if refusal:
        return
    assert is_token(session.token.access_token)
    assert is_token(session.token.refresh_token)
    assert load(dump(session, URL), URL) == session
