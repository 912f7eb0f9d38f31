# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run every check and every test, and close with what passed.

In two rows at the same time: what uses one processor or waits, beside what uses all there are.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.summary import OUTPUT, print_counts

ROWS = (
    ("faults", "controller", "unit", "attacks", "properties"),
    ("checks", "integration", "sanity", "ee", "contract"),
)


def main() -> int:
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir()
    with (OUTPUT / "beside.log").open("w+") as log:
        beside = start(ROWS[1], OUTPUT / "beside.nox.json", stdout=log, stderr=subprocess.STDOUT)
        status = start(ROWS[0], OUTPUT / "first.nox.json").wait()
        status = beside.wait() or status
        log.seek(0)
        shutil.copyfileobj(log, sys.stdout)
    return print_counts() or status


def start(sessions: tuple[str, ...], report: Path, **streams: object) -> subprocess.Popen[bytes]:
    nox = [sys.executable, "-m", "nox", "--report", f"{report}", "--session", *sessions]
    return subprocess.Popen(nox, **streams)


if __name__ == "__main__":
    sys.exit(main())
