# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Print the last `make versions` as a table, and what this machine has no Python for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

REPORT = Path(__file__).parent / "output" / "versions.json"
COLUMNS = "{:<12}{:<8}{:<14}{:<10}{}"
RESULTS = {"success": "passed", "skipped": "not run"}


def main() -> None:
    sessions = json.loads(REPORT.read_text())["sessions"]
    print(COLUMNS.format("runs on", "Python", "ansible-core", "requests", "result"))
    for session in sessions:
        print(row(session))
    missing = sorted({python(session) for session in sessions if session["result"] == "skipped"})
    if missing:
        print(f"Not run, because this machine has no such Python: {', '.join(missing)}")


def row(session: dict[str, Any]) -> str:
    where = session["name"].removeprefix("on_")
    result = RESULTS.get(session["result"], "failed")
    return COLUMNS.format(where, python(session), session["args"]["core"], session["args"].get("requests", ""), result)


def python(session: dict[str, Any]) -> str:
    # nox keeps it out of the arguments, but names the session after it.
    (signature,) = session["signatures"]
    return str(signature.partition("python='")[2].partition("'")[0])


if __name__ == "__main__":
    main()
