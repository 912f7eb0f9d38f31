# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# The diff of a task as texts: of mappings ansible-core would show JSON, in which a long text is one line.
import json
import re
import typing as t

from .fields import State
from .plan import CREATE, DELETE, Plan

# What needs no quotes to be told from anything else, unless it is a number or one of those words.
_PLAIN = re.compile(r"[(\w][\w .,@/()+-]*(?<! )")
_WORDS: t.Final = ("true", "false", "null")
_INDENT: t.Final = "  "


def diff(resource: str, plans: t.Iterable[Plan]) -> dict[str, str]:
    """Ansible's diff of plans: what kind of resource it is, their names, and the fields that differ, secrets hidden."""
    due = [plan for plan in plans if plan.due]
    before = _sections((plan.key, plan.before) for plan in due if plan.action != CREATE)
    after = _sections((plan.key, plan.after) for plan in due if plan.action != DELETE)
    keys = {plan.key for plan in due}
    header = " ".join([resource, *(_scalar(key) for key in keys if key and len(keys) == 1)])
    return {"before": before, "after": after, "before_header": header, "after_header": header}


def _sections(parts: t.Iterable[tuple[str, State]]) -> str:
    """Each resource below its name; the only one of its kind has none."""
    sections: dict[str, dict[str, t.Any]] = {}
    for key, fields in parts:
        sections.setdefault(key, {}).update(fields)
    lines: list[str] = []
    for key, fields in sections.items():
        lines += _pair(key, fields, "") if key else _mapping(fields, "")
    return "".join(f"{line}\n" for line in lines)


def _mapping(values: State, indent: str) -> t.Iterator[str]:
    for name, value in values.items():
        yield from _pair(str(name), value, indent)


def _pair(name: str, value: t.Any, indent: str) -> t.Iterator[str]:
    start, deeper = f"{indent}{_scalar(name)}:", indent + _INDENT
    if isinstance(value, t.Mapping) and value:
        yield start
        yield from _mapping(value, deeper)
    elif isinstance(value, (list, tuple)) and value:
        yield start
        yield from (f"{deeper}- {_scalar(one)}" for one in value)
    elif isinstance(value, str) and "\n" in value:
        yield from _block(start, value, deeper)
    else:
        yield f"{start} {_scalar(value)}"


def _block(start: str, text: str, indent: str) -> t.Iterator[str]:
    """A text of several lines as YAML writes it, which says whether there is an end of line at its end."""
    ended = text.endswith("\n")
    yield f"{start} {'|' if ended else '|-'}"
    for line in text[: -1 if ended else None].split("\n"):
        yield f"{indent}{_visible(line)}" if line else ""


def _scalar(value: t.Any) -> str:
    if isinstance(value, str) and _is_plain(value):
        return _visible(value)
    return _visible(json.dumps(value, ensure_ascii=False, default=str))


def _is_plain(text: str) -> bool:
    if _PLAIN.fullmatch(text) is None or text.lower() in _WORDS:
        return False
    try:
        float(text)
    except ValueError:
        return True
    return False


def _visible(text: str) -> str:
    """Without what moves the cursor of a terminal or turns the direction of writing."""
    return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
