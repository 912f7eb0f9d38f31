# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from contract.pictures import png

from resources.example import Example

FILES = Path(tempfile.mkdtemp(prefix="pictures-"))
atexit.register(shutil.rmtree, FILES, ignore_errors=True)
(FILES / "first.png").write_bytes(png(1500, 1500))
(FILES / "second.png").write_bytes(png(600, 600))

EXAMPLE = Example(
    module="peertube_image",
    create={"target": "avatar", "src": str(FILES / "first.png")},
    update={"src": str(FILES / "second.png")},
    delete={"target": "avatar", "state": "absent"},
)
