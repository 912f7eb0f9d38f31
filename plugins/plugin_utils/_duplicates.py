# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# Keys that stand twice in a text of YAML. Ansible takes the last one, with a warning.
import typing as t

import yaml


def duplicates(text: str) -> t.Iterator[str]:
    """A sentence for each. Nothing of a text that is no YAML: Ansible tells that."""
    try:
        # Nodes alone: nothing is made of what has a tag, such as that of a vault.
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return
    # An alias is the node itself, and may stand within itself.
    seen: set[int] = set()
    due = [("", root)]
    while due:
        path, node = due.pop(0)
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            due += [(f"{path}[{number}]", member) for number, member in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            lines: dict[str, int] = {}
            for key, member in node.value:
                name = f"{path}.{key.value}".lstrip(".")
                line = key.start_mark.line + 1
                if name in lines:
                    yield (
                        f"{name} stands in line {lines[name]} and in line {line}, and only the last one would count. "
                        "Keep one of them."
                    )
                lines[name] = line
                due.append((name, member))
