# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""PeerTube's own spelling of durations and sizes, with its surprises."""

from __future__ import annotations

import re
from typing import Any

from simulator.problems import Failure

MILLISECONDS = {
    "ms": 1,
    # PeerTube takes a lone m for milliseconds.
    "m": 1,
    "second": 1000,
    "minute": 60_000,
    "hour": 3_600_000,
    "day": 86_400_000,
    "week": 7 * 86_400_000,
    "month": 30 * 86_400_000,
}
BYTES = {"TB": 1024**4, "GB": 1024**3, "MB": 1024**2, "B": 1024}
SIZES = re.compile(r"(?=\d)(?:(\d+)\s*TB)?\s*(?:(\d+)\s*GB)?\s*(?:(\d+)\s*MB)?|(\d+)\s*B")


def parse_duration(value: Any, unknown_units: bool) -> Any:
    """Milliseconds. A unit that is not known makes 0 where `unknown_units` are taken; no number at all is an error."""
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    if not isinstance(value, str):
        raise Failure("Error")
    if not value.strip():
        return 0
    matched = re.fullmatch(r"([\d.,]+)\s?(\w+)", value)
    if matched is None:
        raise Failure("TypeError")
    number = re.match(r"\d*\.?\d*", matched.group(1))
    length = float(number.group()) if number and number.group().strip(".") else 1.0
    unit = re.sub(r"s$", "", matched.group(2), flags=re.IGNORECASE).lower()
    if unit not in MILLISECONDS and not unknown_units:
        raise Failure("Error")
    return _whole((length or 1.0) * MILLISECONDS.get(unit, 0))


def parse_bytes(value: Any) -> Any:
    """Bytes. What cannot be read is null, as in JSON without NaN; a lone B counts 1024."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if value is None or value == "":
        return 0
    matched = SIZES.fullmatch(str(value))
    if matched is not None:
        return sum(int(number or 0) * BYTES[unit] for number, unit in zip(matched.groups(), BYTES))
    number = re.match(r"\s*[+-]?\d+", str(value))
    return int(number.group()) if number else None


def _whole(number: float) -> float:
    return int(number) if number.is_integer() else number
