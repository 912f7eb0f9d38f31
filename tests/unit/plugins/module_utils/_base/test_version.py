# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from pathlib import Path

from ansible_collections.peertube.peertube.plugins.module_utils._base.version import VERSION

GALAXY = Path(__file__).resolve().parents[5] / "galaxy.yml"


def test_the_version_is_the_one_of_galaxy_yml() -> None:
    assert re.findall(r"(?m)^version:\s*['\"]?([^'\"\s]+)", GALAXY.read_text(encoding="utf-8")) == [VERSION]
