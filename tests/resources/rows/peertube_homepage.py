# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The homepage: there is one, or none."""

from __future__ import annotations

from resources.example import Example

EXAMPLE = Example(
    "peertube_homepage",
    create={"content": "# Films\n\nof the valley\n"},
    update={"content": "# Films\n\nof the valley and beyond\n"},
    delete={"state": "absent"},
)
