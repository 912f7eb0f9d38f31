# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._declare.units import (
    duration,
    duration_text,
    size,
    size_text,
)


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        ("50GB", 50 * 1024**3),
        ("50 gb", 50 * 1024**3),
        ("1TB 500GB", 1024**4 + 500 * 1024**3),
        ("500B", 500),
        ("5KB", 5120),
        ("20MB", 20 * 1024**2),
        ("53687091200", 53687091200),
        (53687091200, 53687091200),
        (0, 0),
        ("unlimited", -1),
        (" Unlimited ", -1),
        ("-1", -1),
        (-1, -1),
    ],
)
def test_a_size_is_read(given: object, amount: int) -> None:
    assert size("video_quota", given) == amount


@pytest.mark.parametrize(
    ("given", "milliseconds"),
    [
        ("3 days", 259_200_000),
        ("1 day 12 hours", 129_600_000),
        ("12 hours", 43_200_000),
        ("1 minute", 60_000),
        ("30seconds", 30_000),
        ("250 ms", 250),
        ("2 weeks", 1_209_600_000),
        ("1 month", 2_592_000_000),
        ("172800000", 172_800_000),
        (172_800_000, 172_800_000),
    ],
)
def test_a_duration_is_read(given: object, milliseconds: int) -> None:
    assert duration("export_expiration", given) == milliseconds


@pytest.mark.parametrize("given", ["50GiB", "50G", "1 day", "3 XB 2GB"])
def test_an_unknown_unit_of_a_size_is_named_with_those_that_are_known(given: str) -> None:
    with pytest.raises(PeerTubeError, match="video_quota has the unknown unit ") as caught:
        size("video_quota", given)
    assert caught.value.code == "invalid_option"
    assert "B, KB, MB, GB or TB" in caught.value.remedy


# PeerTube takes m for milliseconds, and people for minutes or months.
@pytest.mark.parametrize("given", ["5 m", "1 year", "2 fortnights", "5 s"])
def test_an_unknown_unit_of_a_duration_is_named_with_those_that_are_known(given: str) -> None:
    with pytest.raises(PeerTubeError, match="expiration has the unknown unit ") as caught:
        duration("expiration", given)
    assert "ms, seconds, minutes, hours, days, weeks or months" in caught.value.remedy


@pytest.mark.parametrize(
    "given", ["", "GB", "junk", "1.5GB", "-2", -2, "-5GB", 2**53, "9999TB" * 3, True, 1.5, None, []]
)
def test_what_is_no_size_is_refused(given: object) -> None:
    with pytest.raises(PeerTubeError, match="video_quota ") as caught:
        size("video_quota", given)
    assert caught.value.code == "invalid_option"


@pytest.mark.parametrize("given", ["", "junk", "unlimited", "-1", -1, "1:30", 2**53, False, None])
def test_what_is_no_duration_is_refused(given: object) -> None:
    with pytest.raises(PeerTubeError, match="expiration ") as caught:
        duration("expiration", given)
    assert caught.value.code == "invalid_option"


@pytest.mark.parametrize(
    ("amount", "text"), [(50 * 1024**3, "50GB"), (1024**4, "1TB"), (1000, 1000), (0, 0), (-1, "unlimited")]
)
def test_a_size_is_shown_as_one_writes_it(amount: int, text: object) -> None:
    assert size_text(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(259_200_000, "3 days"), (86_400_000, "1 day"), (5_400_000, "90 minutes"), (1500, 1500), (0, 0)],
)
def test_a_duration_is_shown_as_one_writes_it(amount: int, text: object) -> None:
    assert duration_text(amount) == text
