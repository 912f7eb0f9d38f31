# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from resources.example import Example

EXAMPLE = Example(
    module="peertube_watched_words",
    create={"lists": {"rude": ["blockhead", "nincompoop"], "1984": ["doubleplusgood"]}},
    update={"lists": {"rude": ["blockhead"]}, "purge": True},
    delete={"lists": {}, "purge": True},
)
