# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keeps what Python processes hand to others: lines for syslog, and the commands and environments they start.

Python imports this by itself when its directory is on PYTHONPATH.
"""

from __future__ import annotations

import os
import sys
import syslog

CAPTURE = os.environ.get("PEERTUBE_TEST_CAPTURE")


def _keep(kind: str, value: object) -> None:
    with open(f"{CAPTURE}/{kind}-{os.getpid()}", "a", encoding="utf-8", errors="surrogateescape") as file:
        file.write(f"{value}\n")


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("subprocess.Popen", "os.exec", "os.posix_spawn"):
        _keep("started", arguments)


if CAPTURE:
    # The real one would write to the log of the machine that the tests run on.
    syslog.syslog = lambda *message: _keep("syslog", message)  # type: ignore[assignment]
    sys.addaudithook(_hear)
