# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import peertube_token
from hypothesis import given
from hypothesis import strategies as st

from .values import long_secrets, names, option_texts

# Nothing listens there, so that what passes the checks is refused at once.
NOWHERE = {"retries": 0, "use_proxy": False, "validate_certs": False}
SECRETS = ("password", "otp", "otp_secret", "client_secret", "access_token", "refresh_token", "external_auth_token")

addresses = st.sampled_from(["http://127.0.0.1:1", "https://127.0.0.1:1"])
options = st.fixed_dictionaries(
    {"url": addresses},
    optional={
        "host_header": option_texts | st.from_regex(r"(\[[0-9a-f:.]+\]|[a-z.-]+)(:[0-9]{1,5})?", fullmatch=True),
        "username": option_texts | names,
        "client_id": option_texts,
        "grant_type": st.sampled_from(["auto", "password", "refresh_token"]),
        "min_validity": st.integers(),
        "revalidate_after": st.integers(),
        "timeout": st.floats(0.1, 5) | st.sampled_from([0, -1, float("nan"), float("inf")]),
        "force": st.booleans(),
        **dict.fromkeys(SECRETS, long_secrets | option_texts),
    },
)


@given(options, st.booleans())
def test_no_options_of_peertube_token_lead_to_a_defect(arguments, check_mode) -> None:
    result = run_in_process(peertube_token.MODULE, {**NOWHERE, **arguments}, check_mode)
    assert result["failed"]
    assert result["error"]["code"] in ("invalid_option", "unreachable", "session_ended", "missing_library")
    assert not result["changed"]


@given(options, st.booleans())
def test_no_result_of_peertube_token_that_failed_repeats_a_secret(arguments, check_mode) -> None:
    shown = json.dumps(run_in_process(peertube_token.MODULE, {**NOWHERE, **arguments}, check_mode))
    secrets = [value for name, value in arguments.items() if name in SECRETS and value.startswith("s3cr3t-")]
    assert not [secret for secret in secrets if secret in shown]
