# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# PeerTube's own readers of sizes and durations take what they do not know for something else: "5KB" is 5 bytes, "500B"
# 512000, "1 year" nothing, "5 m" five milliseconds (6.3 and 8.2). So all is read here, and only numbers are sent.
import re
import typing as t

from .._base.errors import PeerTubeError, invalid_option

UNLIMITED: t.Final = -1

_SIZES: t.Final = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
# A month has thirty days, as in PeerTube.
_DURATIONS: t.Final = {
    "ms": 1,
    "second": 1000,
    "minute": 60_000,
    "hour": 3_600_000,
    "day": 86_400_000,
    "week": 7 * 86_400_000,
    "month": 30 * 86_400_000,
}
# Beyond it, JavaScript has no whole numbers of its own.
_LARGEST: t.Final = 2**53 - 1
_NUMBER = re.compile(r"-?[0-9]{1,16}")
_PART = re.compile(r"([0-9]{1,16})\s*([A-Za-z]+)\s*")
_SIZE_REMEDY = "Set it to a size such as 50GB (in B, KB, MB, GB or TB), to a number of bytes, or to unlimited."
_DURATION_REMEDY = (
    "Set it to a duration such as 3 days (in ms, seconds, minutes, hours, days, weeks or months), or to a number of "
    "milliseconds."
)


def size(option: str, value: object) -> int:
    """A size in bytes, -1 for unlimited: from 50GB, 1TB 500GB, a number of bytes, or unlimited. 1KB is 1024 bytes.

    Raises PeerTubeError invalid_option.
    """
    if isinstance(value, str) and value.strip().casefold() == "unlimited":
        return UNLIMITED
    amount = _amount(option, value, _size_of, _SIZE_REMEDY)
    if not UNLIMITED <= amount <= _LARGEST:
        raise _not_read(option, value, _SIZE_REMEDY)
    return amount


def duration(option: str, value: object) -> int:
    """A duration in milliseconds: from 3 days, 1 day 12 hours, or a number of milliseconds.

    Raises PeerTubeError invalid_option.
    """
    amount = _amount(option, value, _duration_of, _DURATION_REMEDY)
    if not 0 <= amount <= _LARGEST:
        raise _not_read(option, value, _DURATION_REMEDY)
    return amount


def size_text(amount: int) -> int | str:
    """A size as one writes it, where it has a short form: 50GB, unlimited. Otherwise the number of bytes."""
    if amount == UNLIMITED:
        return "unlimited"
    factor, unit = _largest_factor(amount, _SIZES)
    return amount if factor == 1 else f"{amount // factor}{unit}"


def duration_text(amount: int) -> int | str:
    """A duration as one writes it, where it has a short form: 3 days. Otherwise the number of milliseconds."""
    days = {unit: factor for unit, factor in _DURATIONS.items() if unit not in ("week", "month")}
    factor, unit = _largest_factor(amount, days)
    return amount if factor == 1 else f"{amount // factor} {unit}{'' if amount == factor else 's'}"


def _size_of(unit: str) -> int | None:
    return _SIZES.get(unit.upper())


def _duration_of(unit: str) -> int | None:
    name = unit.lower()
    return _DURATIONS.get(name[:-1] if name != "ms" and name.endswith("s") else name)


def _amount(option: str, value: object, factor_of: t.Callable[[str], int | None], remedy: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if _NUMBER.fullmatch(text):
        return int(text)
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text):
        raise _not_read(option, value, remedy)
    amount = 0
    for number, unit in parts:
        factor = factor_of(unit)
        if factor is None:
            raise invalid_option(f"{option} has the unknown unit {unit}.", remedy)
        amount += int(number) * factor
    return amount


def _not_read(option: str, value: object, remedy: str) -> PeerTubeError:
    return invalid_option(f"{option} cannot be {value!r}.", remedy)


def _largest_factor(amount: int, factors: t.Mapping[str, int]) -> tuple[int, str]:
    fitting = [(factor, unit) for unit, factor in factors.items() if amount > 0 and amount % factor == 0]
    return max(fitting, default=(1, ""))
