# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from urllib.parse import urlsplit

from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection
from ansible_collections.peertube.peertube.plugins.module_utils._module import connection, results
from hypothesis import assume, example, given
from hypothesis import strategies as st

from .values import URL, VISIBLE_ASCII, moments, option_texts, sessions

host_headers = st.from_regex(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?", fullmatch=True)


def accepted(host: str) -> bool:
    try:
        connection._check_host_header(host)
    except PeerTubeError:
        return False
    return True


@given(sessions, st.none() | host_headers, moments)
def test_the_headers_are_one_line_each_and_hold_the_token(session, host, now) -> None:
    headers = results.token_value(Connection(URL, host), session, now)["headers"]
    expected = {"Authorization": f"Bearer {session.token.access_token}"}
    assert headers == (expected if host is None else {**expected, "Host": host})
    assert set("".join(headers.values())) <= {" ", *VISIBLE_ASCII}


@given(option_texts | host_headers)
@example("[1]")
@example("video.example.com\n")
def test_an_accepted_host_header_names_one_host_to_every_reader(host) -> None:
    assume(accepted(host))
    assert set(host) <= set(VISIBLE_ASCII) - set("/\\?#@,;")
    # As TLS takes the name from it.
    assert urlsplit(f"//{host}").hostname


@given(st.integers(65536, 99999))
def test_a_host_header_with_a_port_that_does_not_exist_is_refused(port) -> None:
    assert not accepted(f"video.example.com:{port}")
