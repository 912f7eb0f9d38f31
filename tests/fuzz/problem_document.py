# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What PeerTube says of a refused request, read and made fit for a message."""

from __future__ import annotations

from ansible_collections.peertube.peertube.plugins.module_utils._api.problem import parse_problem
from ansible_collections.peertube.peertube.plugins.module_utils._base.masking import safe_text

WORDS = ('"code"', '"detail"', '"status"', '"type"', '"title"', '"invalid_grant"', "\\u0000", "\\ud800", "s3cr3t")
SECRETS = ("s3cr3t", "pass word", "\u00e9")


def try_one(octets: bytes) -> None:
    problem = parse_problem("application/problem+json", octets)
    if problem is None:
        return
    assert problem.code is None or isinstance(problem.code, str)
    shown = safe_text(problem.detail, SECRETS)
    if shown is not None:
        assert len(shown) <= 200
        assert shown.isprintable()
        assert not any(secret in shown for secret in SECRETS if not shown.startswith("(withheld"))
