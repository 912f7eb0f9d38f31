# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from unit.conftest import plain_environment, running_simulator, simulator

if TYPE_CHECKING:
    from attacks.play import Play

__all__ = ["plain_environment", "running_simulator", "simulator"]


@pytest.fixture
def play(simulator, tmp_path) -> Play:
    """Tasks of root at the simulator, in processes of their own, with one session file."""
    # Late: it imports the collection, which the conftest of the unit tests makes possible.
    from attacks.play import Play

    return Play(simulator, tmp_path / "session")
