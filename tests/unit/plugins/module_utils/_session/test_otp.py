# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._session.otp import code_at

# RFC 6238 appendix B: the key "12345678901234567890" in Base32, with SHA-1; the last six of its eight digits.
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(moment: int, code: str) -> None:
    assert code_at(SEED, moment) == code


@pytest.mark.parametrize(("moment", "code"), [(30.0, "287082"), (59.999, "287082"), (60.0, "359152")])
def test_a_code_holds_for_thirty_seconds(moment: Any, code: str) -> None:
    assert code_at(SEED, moment) == code
