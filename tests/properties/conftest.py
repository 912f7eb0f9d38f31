# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many examples each property gets, and how many were tried in the end."""

from __future__ import annotations

import functools
import os
from typing import Any, Iterator

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

settings.register_profile("quick", deadline=None, derandomize=True, database=None, max_examples=200)
# Other examples each time.
settings.register_profile(
    "long", deadline=None, max_examples=20_000, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Iterator[None]:
    """Count the examples of a property. Where a test counts by itself (see test_sessions.py) it says so likewise."""
    if not is_hypothesis_test(item.obj):
        return (yield)
    handle, examples = item.obj.hypothesis, 0
    inner = handle.inner_test

    @functools.wraps(inner)
    def counted(*arguments: Any, **strategies: Any) -> Any:
        nonlocal examples
        examples += 1
        return inner(*arguments, **strategies)

    handle.inner_test = counted
    try:
        return (yield)
    finally:
        handle.inner_test = inner
        item.user_properties.append(("examples", examples))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [report for key in ("passed", "failed") for report in terminalreporter.stats.get(key, ())]
    reports = [report for report in reports if report.when == "call"]
    counts = {
        name: [number for report in reports for key, number in report.user_properties if key == name]
        for name in ("examples", "steps")
    }
    terminalreporter.write_line(
        f"{len(counts['examples'])} properties tried with {sum(counts['examples'])} examples, "
        f"those of sessions in {sum(counts['steps'])} steps"
    )
