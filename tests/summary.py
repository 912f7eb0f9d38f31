# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Count what the last `make test` left in tests/output, and close with one line for all of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

OUTPUT = Path(__file__).parent / "output"


class Count(NamedTuple):
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def print_counts() -> int:
    """Returns the exit status: 1 when something failed."""
    sessions = json.loads((OUTPUT / "nox.json").read_text())["sessions"]
    counts = {session["name"]: count(session["name"], session["result"]) for session in sessions}
    for name, counted in counts.items():
        print(f"{name}: {counted}")
    total = Count(*map(sum, zip(*counts.values())))
    print(total)
    return 1 if total.failed else 0


def count(session: str, result: str) -> Count:
    """A test of pytest is a test case; an integration target or a sanity test is a file of its own."""
    reports = OUTPUT / "junit"
    cases = [case for file in reports.glob(f"{session}.xml") for case in ElementTree.parse(file).iter("testcase")]
    files = [ElementTree.parse(file).getroot() for file in reports.glob(f"{session}/*.xml")]
    outcomes = [outcome(tests) for tests in cases + files]
    counted = Count(*(outcomes.count(word) for word in Count._fields))
    # A session can fail without a failed test: it may not have come as far as running one.
    if result != "success" and not counted.failed:
        return counted._replace(failed=1)
    # A check is no test and leaves no report.
    return counted if any(counted) else Count(passed=1)


def outcome(tests: ElementTree.Element) -> str:
    kinds = {element.tag for element in tests.iter()}
    if kinds & {"failure", "error"}:
        return "failed"
    # A target is not skipped because one of its tasks was.
    return "skipped" if len(list(tests.iter("skipped"))) >= len(list(tests.iter("testcase"))) > 0 else "passed"


if __name__ == "__main__":
    sys.exit(print_counts())
