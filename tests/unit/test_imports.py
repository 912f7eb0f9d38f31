# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""module_utils is a house of floors: a file imports from its own and from those below it, and in no circle."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

UTILS = Path(__file__).resolve().parents[2] / "plugins" / "module_utils"
FLOORS = ("_base", "_http", "_api", "_session", "_declare", "_resources", "_module")
FILES = {path.relative_to(UTILS).with_suffix("").parts: path for path in sorted(UTILS.rglob("*.py"))}


def imports_of(own: tuple[str, ...], path: Path) -> set[tuple[str, ...]]:
    """What a file imports of module_utils, also within functions; not what it needs for its types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            package = own[: -node.level] + tuple((node.module or "").split(".")) if node.module else own[: -node.level]
            found |= {name for name in (package, *((*package, one.name) for one in node.names)) if name in FILES}
    return found


IMPORTS = {own: imports_of(own, path) for own, path in FILES.items()}


def test_every_file_is_on_a_floor() -> None:
    assert {own[0] for own in FILES} <= set(FLOORS)
    assert all(len(own) == 2 for own in FILES)


@pytest.mark.parametrize("own", IMPORTS, ids=".".join)
def test_nothing_is_imported_from_a_floor_above(own: tuple[str, ...]) -> None:
    assert {name[0] for name in IMPORTS[own]} <= set(FLOORS[: FLOORS.index(own[0]) + 1])


@pytest.mark.parametrize("own", IMPORTS, ids=".".join)
def test_no_file_imports_itself_by_way_of_others(own: tuple[str, ...]) -> None:
    reached, pending = set(), list(IMPORTS[own])
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending += IMPORTS[name]
    assert own not in reached


@pytest.mark.parametrize("own", FILES, ids=".".join)
def test_only_the_floor_of_http_knows_requests(own: tuple[str, ...]) -> None:
    tree = ast.parse(FILES[own].read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert own[0] == "_http" or not names & {"requests", "urllib3"}
