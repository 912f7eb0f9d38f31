# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m load.pairs: log in and out so many times, and print what that left in this process, as JSON."""

from __future__ import annotations

import argparse
import gc
import json
import os
from pathlib import Path
from typing import Any

from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import peertube_logout, peertube_token
from simulator.accounts import ROOT, ROOT_PASSWORD

from load.processes import children, descriptors, memory, threads


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m load.pairs", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("session_file", type=Path)
    parser.add_argument("pairs", type=int)
    options = parser.parse_args()
    session = {"url": options.url, "session_file": f"{options.session_file}"}
    # The first pair imports what a process keeps.
    pair(session)
    before = held()
    for _unused in range(options.pairs - 1):
        pair(session)
    print(json.dumps({"before": before, "after": held()}))


def pair(session: dict[str, Any]) -> None:
    token = run_in_process(peertube_token.MODULE, {**session, "username": ROOT, "password": ROOT_PASSWORD}, False)
    assert token.get("action") == "login", token.get("msg")
    ended = run_in_process(peertube_logout.MODULE, dict(session), False)
    assert ended.get("revoked") == 1, ended.get("msg")


def held() -> dict[str, Any]:
    """What this process holds. Memory in MiB."""
    gc.collect()
    usage = memory(os.getpid())
    assert usage is not None
    return {
        "descriptors": descriptors(),
        "threads": threads(),
        "processes": children(os.getpid()),
        "objects": len(gc.get_objects()),
        "memory": usage.own,
    }


if __name__ == "__main__":
    main()
