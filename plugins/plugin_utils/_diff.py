# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import difflib
import json
import typing as t

from ansible import constants as C
from ansible.utils.display import Display


def show_diff(diff: dict[str, t.Any]) -> None:
    """Show what differs between two dictionaries, as callbacks show it for a result that is not hidden."""
    before, after = (
        json.dumps(diff[side], sort_keys=True, indent=4, ensure_ascii=False).splitlines()
        for side in ("before", "after")
    )
    colours = {"+": C.COLOR_DIFF_ADD, "-": C.COLOR_DIFF_REMOVE, "@": C.COLOR_DIFF_LINES}
    for line in difflib.unified_diff(before, after, "before", "after", lineterm=""):
        Display().display(line, color=colours.get(line[:1]))
