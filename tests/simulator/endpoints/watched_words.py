# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of words that the instance watches for."""

from __future__ import annotations

from aiohttp import web

from simulator.checks import list_of, text
from simulator.collection import Collection

routes = web.RouteTableDef()

watched_words = Collection(
    path="/watched-words/server/lists",
    fields={"listName": text(1, 100), "words": list_of(text(1, 100), 1, 500)},
    unique="listName",
    created="watchedWordsList",
    searched="listName",
)

watched_words.serve(routes, "GET", "POST", "PUT", "DELETE")
