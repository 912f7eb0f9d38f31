# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import pytest
from harness.certificates import Authority

from .run import Stage


@pytest.fixture
def stage(tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(tmp_path, authority.path, monkeypatch)
