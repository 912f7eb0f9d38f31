# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the fixtures of the unit tests, such as the simulators, those of the resources as well."""

from __future__ import annotations

from unit.conftest import (
    plain_environment,
    running_simulator,
    running_simulator_6_3,
    simulator,
    simulator_6_3,
)

__all__ = ["plain_environment", "running_simulator", "running_simulator_6_3", "simulator", "simulator_6_3"]
