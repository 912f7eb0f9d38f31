#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_watched_words
short_description: Manage the words that a PeerTube instance watches for
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Manages the lists of watched words of the instance. PeerTube marks the videos and comments in which such a word
    occurs, so that moderators find them. The lists that each user keeps are left alone.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
options:
  lists:
    description:
      - The words by the name of their list. The words of a list that is named are replaced; their order means nothing.
      - A name has up to 100 characters, a list 1 to 500 words, and each word up to 100 characters.
      - PeerTube takes lists whose names differ in upper and lower case for two.
    type: dict
    required: true
  purge:
    description:
      - Whether to delete all lists that are not named.
    type: bool
    default: false
  purge_limit:
    description:
      - How many lists O(purge=true) may delete at most. If there are more, the task fails before anything is changed.
    type: int
    default: 10
seealso:
  - module: peertube.peertube.peertube_blocklist
"""

EXAMPLES = r"""
- name: Watch for rude words and for advertising
  peertube.peertube.peertube_watched_words:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    lists:
      rude:
        - blockhead
        - nincompoop
      advertising:
        - free money

- name: Watch for nothing any more
  peertube.peertube.peertube_watched_words:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    lists: {}
    purge: true
"""

RETURN = r"""
action:
  description:
    - What was done, or in check mode would be. One of V(create), V(update), V(delete) and V(none); V(update) also where
      different things were done with several lists.
  returned: success
  type: str
  sample: create
watched_words:
  description: All lists of the instance, as they are now, the words of each by their names.
  returned: success
  type: dict
  sample:
    advertising:
      - free money
    rude:
      - blockhead
      - nincompoop
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: forbidden
    status: 403
    method: GET
    url: https://video.example.com/api/v1/watched-words/server/lists
    detail: null
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import States, ensure
from ansible_collections.peertube.peertube.plugins.module_utils._declare.plan import Plan, plan_all, removal
from ansible_collections.peertube.peertube.plugins.module_utils._module.connection import check_not_negative_values
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in, result_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources.watched_words import (
    FIELDS,
    WatchedWords,
    parsed,
    shown,
)

OPTIONS = {
    "lists": {"type": "dict", "required": True},
    "purge": {"type": "bool", "default": False},
    "purge_limit": {"type": "int", "default": 10},
}


def perform(call: Call) -> dict[str, t.Any]:
    wanted = parsed(call.option("lists"))
    check_not_negative_values(call.params, ("purge_limit",))
    return as_signed_in(lambda call, sender: managed(call, sender, wanted))(call)


def managed(call: Call, sender: Sender, wanted: States) -> dict[str, t.Any]:
    purge = removal(FIELDS) if call.option("purge") else None

    def plans(states: States) -> list[Plan]:
        return plan_all(FIELDS, states, wanted, purge=purge, limit=call.option("purge_limit"))

    outcome = ensure(WatchedWords(sender), plans, call.check_mode)
    return result_of("watched_words", outcome, watched_words=shown(outcome.states))


MODULE = Module("peertube.peertube.peertube_watched_words", perform, OPTIONS)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
