# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guides are tried by the user of tests/controller, at her simulator."""

from __future__ import annotations

from controller.conftest import _simulator, controller, simulator

__all__ = ["_simulator", "controller", "simulator"]
