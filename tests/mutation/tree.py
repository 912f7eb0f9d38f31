# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A copy of the collection for mutmut to change, with the mutants that it made there."""

from __future__ import annotations

import ast
import difflib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).resolve().parents[2]
TREE = ROOT / ".nox" / "mutation"
COLLECTION = Path("ansible_collections", "peertube", "peertube")
MUTATED = COLLECTION / "plugins" / "module_utils"
UNIT = COLLECTION / "tests" / "unit"
NOT_COPIED = (".*", "__pycache__", "output", "*.tar.gz", "venv")

# A mutant may take four times as long as its tests do otherwise: many of them wait for each other for ever.
CONFIGURATION = f"""\
[tool.mutmut]
source_paths = ["{MUTATED}"]
also_copy = ["ansible_collections"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "no:xdist", "-c", "{COLLECTION}/pyproject.toml"]
pytest_add_cli_args_test_selection = ["{UNIT}"]
timeout_multiplier = 4.0
timeout_constant = 5.0
track_dependencies = false
use_git_change_detection = false
"""


@dataclass(frozen=True)
class Mutant:
    """One function with one change. in_text: the change is of a message for people, and of nothing else."""

    name: str
    file: str
    function: str
    change: str
    in_text: bool


def make_tree() -> None:
    shutil.rmtree(TREE, ignore_errors=True)
    shutil.copytree(ROOT, TREE / COLLECTION, ignore=shutil.ignore_patterns(*NOT_COPIED), symlinks=True)
    (TREE / "pyproject.toml").write_text(CONFIGURATION)


def mutants() -> list[Mutant]:
    """Those that mutmut made, file by file."""
    return [mutant for path in sorted((TREE / "mutants" / MUTATED).glob("*/*.py")) for mutant in _mutants_in(path)]


def results() -> dict[str, str]:
    """What became of each mutant: killed, survived, timeout, not checked, ..."""
    found = {}
    for path in (TREE / "mutants" / MUTATED).glob("*/*.meta"):
        codes = json.loads(path.read_text())["exit_code_by_key"]
        found.update({name: status_by_exit_code[code] for name, code in codes.items()})
    return found


def _mutants_in(path: Path) -> Iterator[Mutant]:
    versions: dict[str, dict[str, ast.FunctionDef]] = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name:
            function, _unused, version = node.name.rpartition("__mutmut_")
            versions.setdefault(function, {})[version] = node
    file = f"{path.parent.name}.{path.stem}"
    module = ".".join([*MUTATED.parts, file])
    for function, bodies in versions.items():
        before = bodies.pop("orig")
        for version, after in bodies.items():
            yield Mutant(
                f"{module}.{function}__mutmut_{version}",
                file,
                _unmangled(function),
                _change(before, after),
                _without_texts(before) == _without_texts(after),
            )


def _unmangled(function: str) -> str:
    """mutmut calls a function x_name, and a method xǁClassǁname."""
    return ".".join(function.split("ǁ")[1:]) or function[len("x_") :]


def _change(before: ast.FunctionDef, after: ast.FunctionDef) -> str:
    lines = [ast.unparse(ast.Module(version.body, [])).splitlines() for version in (before, after)]
    changed = [line for line in difflib.ndiff(*lines) if line[0] in "+-"]
    return "\n".join(f"{line[0]} {line[2:].strip()}" for line in changed)


def _without_texts(function: ast.FunctionDef) -> str:
    """The function less what is words rather than a name or a code: what holds a space."""
    return "\n".join(_shallow(node) for statement in function.body for node in ast.walk(statement))


def _shallow(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
        return "text"
    fields = [(name, value) for name, value in ast.iter_fields(node) if not isinstance(value, (ast.AST, list))]
    return f"{type(node).__name__} {fields}"
