# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import pytest
from attacks.play import Play
from simulator.control import Simulator


@pytest.fixture
def play(simulator: Simulator, tmp_path: Path) -> Play:
    """Tasks of root at the simulator, in processes of their own, with one session file."""
    return Play(simulator, tmp_path / "session")
