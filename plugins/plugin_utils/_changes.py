# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# What the results of many tasks say in a line each, made from their diffs.
import typing as t

import yaml
from ansible_collections.peertube.peertube.plugins.module_utils._declare.names import listed
from ansible_collections.peertube.peertube.plugins.plugin_utils._action import plain

Result = t.Mapping[str, t.Any]

# Of a result nothing else is looked at: ansible-core warns of some of its own keys when they are.
_KEYS: t.Final = ("changed", "failed", "action", "actions", "diff")


def changes(results: t.Mapping[str, Result]) -> list[str]:
    """What changed, a line for each part, by its name; a result may be that of a loop."""
    changed = {part: [one for one in _each(result) if one.get("changed")] for part, result in results.items()}
    return [f"{part}: {_told(part, some)}" for part, some in changed.items() if some]


def _each(result: Result) -> list[dict[str, t.Any]]:
    return [{key: plain(one[key]) for key in _KEYS if key in one} for one in result.get("results", [result])]


def _told(part: str, results: list[dict[str, t.Any]]) -> str:
    groups: dict[str, list[str]] = {"new": [], "changed": [], "gone": []}
    for result in results:
        before, after = (_sections(result, side) for side in ("before", "after"))
        # One that was created, and then blocked, was there before only for the second.
        created = (result.get("actions") or {}).get("create", ())
        new = [name for name in after if name not in before or name in created]
        groups["new"] += new
        groups["changed"] += [leaf for name in after if name not in new for leaf in _leaves(name, after[name])]
        groups["gone"] += [name for name in before if name not in after]
    own = f"{part}."
    told = {
        word: [name[len(own) :] if name.startswith(own) else name for name in names] for word, names in groups.items()
    }
    return "; ".join(f"{listed(names)} {word}" for word, names in told.items() if names) or _actions(results)


def _actions(results: list[dict[str, t.Any]]) -> str:
    others = ("changed in part" if result.get("failed") else "changed" for result in results)
    return ", ".join(dict.fromkeys(str(result.get("action", other)) for result, other in zip(results, others)))


def _sections(result: Result, side: str) -> dict[str, t.Any]:
    """The diff is YAML, but for texts in which something had to be made visible. No key of it is but a text."""
    try:
        # Unlike its name says, it makes nothing but texts, lists and mappings.
        sections = yaml.load(result.get("diff", {}).get(side, ""), Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError:
        return {}
    return sections if isinstance(sections, dict) else {}


def _leaves(path: str, value: t.Any) -> t.Iterator[str]:
    if isinstance(value, dict) and value:
        for key, member in value.items():
            yield from _leaves(f"{path}.{key}", member)
    else:
        yield path
