# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many requests each module sends when nothing is to be done, by the examples that drive its tests."""

from __future__ import annotations

import harness  # noqa: F401  pylint: disable=unused-import
from resources.example import table as examples
from resources.stage import Stage
from simulator.control import Simulator

from benchmarks.tables import table

NEWEST = "8.2"


def counts_table() -> list[str]:
    rows = []
    with Simulator.start(flavour=NEWEST) as simulator:
        for example in examples():
            stage = Stage(simulator, NEWEST, example)
            stage.step(example.create)
            step = stage.step(example.create)
            rows.append((f"`{example.module}`", len(step.requests), example.requests, len(step.writes)))
    titles = ("module", "requests", "promised", "not `GET`")
    return ["## Requests when nothing is to be done", table(titles, rows)]
