# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the properties are tried with."""

from __future__ import annotations

import string
from typing import Any

from ansible_collections.peertube.peertube.plugins.module_utils._api.values import OAuthClient, Token
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from hypothesis import strategies as st

URL = "https://video.example.com"
VISIBLE_ASCII = "".join(map(chr, range(0x21, 0x7F)))

tokens = st.text(VISIBLE_ASCII, min_size=1, max_size=60)
# What can be the name of a user. No surrogates: they are no text.
names = st.text(min_size=1, max_size=40).filter(str.isprintable)
# Text that the argument check of a task lets through.
option_texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
# Parts of 1/1024 s, for which floats are exact: from 2020 to 2100.
moments = st.integers(1_577_836_800 * 1024, 4_102_444_800 * 1024).map(lambda parts: parts / 1024)
lifetimes = st.integers(1, 100 * 366 * 24 * 3600)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(st.text(max_size=10), values, max_size=4),
    max_leaves=10,
)


def _sessions(token: st.SearchStrategy[str | None], replaced: st.SearchStrategy[Session | None]) -> Any:
    return st.builds(
        Session,
        token=st.builds(
            Token,
            access_token=token,
            refresh_token=token,
            issued_at=st.none() | moments,
            expires_at=st.none() | moments,
            refresh_token_expires_at=st.none() | moments,
            server_issued_at=st.none() | moments,
        ),
        username=st.none() | names,
        email=st.none() | names,
        client=st.none() | st.builds(OAuthClient, tokens, tokens),
        checked_at=st.none() | moments,
        renewing=st.booleans(),
        replaced=replaced,
    )


# Of one that was replaced, a token may be known not to be good.
sessions = _sessions(tokens, st.none() | _sessions(st.none() | tokens, st.none()))

# Long enough not to turn up by chance in what a message says anyway.
long_secrets = st.text(string.ascii_letters + string.digits, min_size=12, max_size=24).map("s3cr3t-{}".format)
