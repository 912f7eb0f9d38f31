#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_blocklist
short_description: Block other instances and accounts on a PeerTube instance
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Blocks instances and accounts for everybody on the instance, as its moderators do. The lists that each user keeps
    are left alone.
  - Upper and lower case are the same in hosts and names. What is written to the instance is in lower case.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
options:
  servers:
    description:
      - The hosts of instances to block, such as V(bad.example), with their port where that is not the usual one.
      - When not set, the list of servers is neither read nor changed.
    type: list
    elements: str
  accounts:
    description:
      - The accounts to block. V(ada) is an account of the instance itself, and V(ada@bad.example) one of another.
      - PeerTube blocks only accounts that exist, and those of other instances once somebody has looked them up. A check
        cannot tell.
      - When not set, the list of accounts is neither read nor changed.
    type: list
    elements: str
  purge:
    description:
      - Whether to unblock everything that is not named. Of a list that is not set, nothing is removed.
      - What comes from a blocklist that the instance subscribes to stays.
    type: bool
    default: false
  purge_limit:
    description:
      - How many entries O(purge=true) may remove at most. If there are more, the task fails before anything is changed.
    type: int
    default: 10
seealso:
  - module: peertube.peertube.peertube_follows
  - module: peertube.peertube.peertube_watched_words
"""

EXAMPLES = r"""
- name: Block two instances and a user of a third
  peertube.peertube.peertube_blocklist:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    servers:
      - bad.example
      - worse.example

- name: Block these servers and no others
  peertube.peertube.peertube_blocklist:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    servers:
      - bad.example
    purge: true

- name: Unblock all accounts, of which there may be up to fifty
  peertube.peertube.peertube_blocklist:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    accounts: []
    purge: true
    purge_limit: 50
"""

RETURN = r"""
action:
  description:
    - What was done, or in check mode would be. One of V(create), V(delete), V(update) (both) and V(none).
  returned: success
  type: str
  sample: create
blocklist:
  description: Those of the lists that are set, as they are now.
  returned: success
  type: dict
  contains:
    servers:
      description: The hosts that are blocked.
      returned: when O(servers) is set
      type: list
      elements: str
      sample:
        - bad.example
    accounts:
      description: The accounts that are blocked.
      returned: when O(accounts) is set
      type: list
      elements: str
      sample:
        - ada@bad.example
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: not_found
    status: 404
    method: POST
    url: https://video.example.com/api/v1/server/blocklist/accounts
    detail: Account not found
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import ensure
from ansible_collections.peertube.peertube.plugins.module_utils._module.connection import check_not_negative_values
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in, result_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources.blocklists import Blocklist, Lists, parsed

OPTIONS = {
    "servers": {"type": "list", "elements": "str"},
    "accounts": {"type": "list", "elements": "str"},
    "purge": {"type": "bool", "default": False},
    "purge_limit": {"type": "int", "default": 10},
}


def perform(call: Call) -> dict[str, t.Any]:
    wanted = parsed(call.given("servers", "accounts"))
    check_not_negative_values(call.params, ("purge_limit",))
    return as_signed_in(lambda call, sender: managed(call, sender, wanted))(call)


def managed(call: Call, sender: Sender, wanted: Lists) -> dict[str, t.Any]:
    blocklist, purge, limit = Blocklist(sender, wanted), call.option("purge"), call.option("purge_limit")
    outcome = ensure(blocklist, lambda states: blocklist.plans(states, purge, limit), call.check_mode)
    return result_of("blocklist", outcome, blocklist=blocklist.shown(outcome.states))


MODULE = Module(
    "peertube.peertube.peertube_blocklist", perform, OPTIONS, rules={"required_one_of": [("servers", "accounts")]}
)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
