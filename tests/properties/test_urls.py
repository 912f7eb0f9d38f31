# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._module import connection
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules.peertube_oauth_client_info import MODULE
from hypothesis import example, given
from hypothesis import strategies as st

from .values import long_secrets, option_texts

# A host with or without a port, and nothing that any reader of addresses takes for the end of it.
ADDRESS = re.compile(r"https?://(\[[0-9a-f:.]+(%[^\]]+)?\]|[^\s/\\?#@\[\]:]+)(:[0-9]{1,5})?")

hosts = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9-]{0,10}\.){0,3}[A-Za-z]{1,5}", fullmatch=True) | st.sampled_from(
    ["127.0.0.1", "[::1]", "[2001:DB8::1]", "localhost", "b\u00fccher.example"]
)
ports = st.none() | st.integers(0, 65535)
endings = st.sampled_from(["", "/", "//", "/api/v1", "/api/v1/", "/api/v1//"])
schemes = st.sampled_from(["http", "https", "HTTP", "hTTps"])


@given(schemes, hosts, ports, endings)
def test_every_spelling_of_an_address_becomes_the_one_that_names_it(scheme, host, port, ending) -> None:
    url = connection._instance_url(f"{scheme}://{host}{'' if port is None else f':{port}'}{ending}")
    default = {"http": 80, "https": 443}[scheme.lower()]
    assert url == f"{scheme}://{host}{'' if port in (None, default) else f':{port}'}".lower()
    assert connection._instance_url(url) == url


@given(option_texts | st.builds("{}://{}{}".format, schemes, option_texts, endings))
@example("https://video.example.com\\@elsewhere.example")
@example("https://elsewhere.example\\.video.example.com")
@example("ht\ttps://video.example.com")
def test_any_text_is_refused_or_becomes_a_host_with_or_without_a_port(text) -> None:
    try:
        url = connection._instance_url(text)
    except PeerTubeError:
        return
    assert ADDRESS.fullmatch(url)
    assert connection._instance_url(url) == url


@pytest.mark.parametrize("form", ["root:{}@{}", "root:12/{}@{}", "root:{}/x@{}", "{1}/?token={0}", "{1}#{0}"])
@given(secret=long_secrets)
def test_an_address_with_a_secret_is_refused_without_repeating_it(form, secret) -> None:
    result = run_in_process(MODULE, {"url": "http://" + form.format(secret, "127.0.0.1:1")}, check_mode=False)
    assert result["error"]["code"] == "invalid_option"
    # The option itself is shown as Ansible shows any: without a password.
    if "@" in form:
        assert secret not in repr(result)
    assert secret not in result["msg"]
