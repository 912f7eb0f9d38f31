# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# The values of single leaves of the configuration, as users write them and as PeerTube stores them.
import re
import typing as t

from .._base.errors import PeerTubeError, invalid_option
from .._declare import units
from .._declare.fields import same_value
from .._declare.names import listed
from .config_defaults import known

# What a leaf holds.
TRUTH: t.Final = "true or false"
NUMBER: t.Final = "a whole number"
TEXT: t.Final = "a text"
LIST: t.Final = "a list"
ANYTHING: t.Final = "anything"

SIZES: t.Final = ("user.videoQuota", "user.videoQuotaDaily", "export.users.maxUserVideoQuota")
DURATIONS: t.Final = ("export.users.exportExpiration", "live.maxDuration", "live.dvr.maxWindow")
# Told in seconds; all others are in milliseconds.
_IN_SECONDS: t.Final = ("live.dvr.maxWindow",)
_NULLABLE: t.Final = (
    "live.dvr.maxWindow",
    "live.maxInstanceLives",
    "live.maxUserLives",
    "live.transcoding.fps.max",
    "transcoding.fps.max",
)
_NUMBERS_OR_NULL: t.Final = ("defaults.publish.licence",)
_ELEMENTS: t.Final = {
    "instance.categories": NUMBER,
    "instance.languages": TEXT,
    "trending.videos.algorithms.enabled": TEXT,
}
_TRUTHS: t.Final = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
# What PeerTube takes for a number wherever it stands, and cuts to a whole one.
_LIKE_A_NUMBER = re.compile(r"[+-]?([0-9]*\.)?[0-9]+")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,15})")
# Beyond it, JavaScript has no whole numbers of its own.
_LARGEST: t.Final = 2**53 - 1


def read_value(path: str, given: t.Any, present: t.Any) -> t.Any:
    """A given value as it is compared and sent. present: what the instance has there now, which shows the type.

    Raises PeerTubeError invalid_option.
    """
    option = f"config.{path}"
    if given is None:
        return _null(option, path, present)
    kind = kind_of(path, present)
    if kind == NUMBER and path in SIZES:
        return units.size(option, given)
    if kind == NUMBER and path in DURATIONS:
        return _duration(option, path, given)
    if kind == LIST:
        return _list(option, _ELEMENTS.get(path, ANYTHING), given)
    return _READERS[kind](option, given)


def same(wanted: t.Any, present: t.Any) -> bool:
    """Whether PeerTube has stored what is wanted: a text that looks like a number is one afterwards."""
    if isinstance(wanted, list) and isinstance(present, list):
        return len(wanted) == len(present) and all(map(same, wanted, present))
    if isinstance(wanted, str) and isinstance(present, int) and not isinstance(present, bool):
        return wanted == str(present)
    return same_value(wanted, present)


def kind_of(path: str, present: t.Any) -> str:
    """What a leaf holds: as far as it is known of 6.3 and 8.2, unless the instance shows something else."""
    shown = _kind(present)
    expected = _known_kind(path)
    if expected is None or shown == expected:
        return shown
    # A text that looks like a number is shown as one, and what was PUT as a text stays one.
    misshown = (expected == TEXT and shown == NUMBER) or (shown == TEXT and _reads(expected, present))
    return expected if shown == ANYTHING or misshown else shown


def _known_kind(path: str) -> str | None:
    if path in _NUMBERS_OR_NULL:
        return NUMBER
    if path not in known():
        return None
    default = known()[path]
    return TEXT if default is None else _kind(default)


def _kind(value: t.Any) -> str:
    if isinstance(value, bool):
        return TRUTH
    if isinstance(value, (int, float)):
        return NUMBER
    if isinstance(value, str):
        return TEXT
    return LIST if isinstance(value, list) else ANYTHING


def _reads(kind: str, text: str) -> bool:
    if kind == TRUTH:
        return text.lower() in _TRUTHS
    return kind == NUMBER and _WHOLE.fullmatch(text) is not None


def _null(option: str, path: str, present: t.Any) -> None:
    by_default = path in known() and known()[path] is None
    if present is not None and not by_default and path not in _NULLABLE:
        raise invalid_option(f"{option} cannot be null.", "Set it to a value, or leave it out.")


def _truth(option: str, given: t.Any) -> bool:
    value = given if isinstance(given, bool) else _TRUTHS.get(str(given).strip().lower())
    if value is None or isinstance(given, float):
        raise _wrong(option, TRUTH, given)
    return value


def _number(option: str, given: t.Any) -> int:
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    text = given.strip() if isinstance(given, str) else repr(given)
    if isinstance(given, (bool, dict, list)) or not _is_whole(text):
        raise _wrong(option, NUMBER, given)
    return int(text)


def _is_whole(text: str) -> bool:
    return _WHOLE.fullmatch(text) is not None and abs(int(text)) <= _LARGEST


def _text(option: str, given: t.Any) -> str:
    if isinstance(given, bool) or not isinstance(given, (str, int, float)):
        remedy = "Put it in quotes." if isinstance(given, bool) else None
        raise _wrong(option, TEXT, given, remedy)
    text = str(given)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise invalid_option(f"{option} is not valid Unicode.", "Check the encoding of where it comes from.")
    if _LIKE_A_NUMBER.fullmatch(text) and (not _is_whole(text) or text == "-0"):
        raise invalid_option(
            f"{option} cannot be {text!r}: PeerTube makes a whole number of every text that looks like one, and this "
            "would not be the same afterwards.",
            "Write it so that it does not look like a number.",
        )
    return text


def _list(option: str, kind: str, given: t.Any) -> list[t.Any]:
    if not isinstance(given, (list, tuple)):
        raise _wrong(option, LIST, given, "Write it as a list, also when it has one element only.")
    return [_READERS[kind](f"{option}[{number}]", element) for number, element in enumerate(given)]


def _anything(option: str, given: t.Any) -> t.Any:
    """Of a leaf that shows nothing of its type."""
    return _text(option, given) if isinstance(given, str) else given


def _duration(option: str, path: str, given: t.Any) -> int:
    if str(given).strip().casefold() in ("unlimited", "-1") and path == "live.maxDuration":
        return units.UNLIMITED
    if path not in _IN_SECONDS:
        return units.duration(option, given)
    # Where it is a number, it is what PeerTube shows.
    return units.duration(option, given) // (1 if _WHOLE.fullmatch(str(given).strip()) else 1000)


_READERS: t.Final[dict[str, t.Callable[[str, t.Any], t.Any]]] = {
    TRUTH: _truth,
    NUMBER: _number,
    TEXT: _text,
    ANYTHING: _anything,
}


def _wrong(option: str, kind: str, given: t.Any, remedy: str | None = None) -> PeerTubeError:
    if isinstance(given, dict):
        what = f"a section (with {listed(sorted(map(str, given)), 3)})" if given else "a section"
    elif isinstance(given, (list, tuple)):
        what = "a list"
    else:
        text = repr(given)
        what = text if len(text) <= 60 else f"{text[:57]}..."
    return invalid_option(f"{option} must be {kind}, and is {what}.", remedy or "Correct it.")
