#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_follows
short_description: Manage whom a PeerTube instance follows
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Makes an instance follow other instances, accounts and channels, whose videos it then shows too.
  - Only an instance with HTTPS can follow. Without it the task fails before anything is changed, with the error
    V(unsupported).
  - The other side may have to accept first. Until then a follow is V(pending), which is not a failure. RV(states) says
    so. Also where the other side accepts all, a new follow may be V(pending) for some seconds.
  - PeerTube accepts any host, and says nothing when it cannot reach it. The module waits until all that it asked for
    are in the list, and fails with the names of those that do not appear.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
options:
  hosts:
    description:
      - The hosts of instances to follow, such as V(video.example.org), with their port where that is not the usual one.
      - When not set, no instance is unfollowed.
    type: list
    elements: str
  handles:
    description:
      - Accounts and channels of other instances to follow, such as V(news@video.example.org).
      - When not set, no account and no channel is unfollowed.
    type: list
    elements: str
  purge:
    description:
      - Whether to unfollow all that are not named. Of a list that is not set, nothing is removed.
    type: bool
    default: false
  purge_limit:
    description:
      - How many O(purge=true) may unfollow at most. If there are more, the task fails before anything is changed.
    type: int
    default: 10
  wait:
    description:
      - How many seconds new follows may take to appear in the list.
      - PeerTube asks one host after the other, and waits some 24 seconds for one that does not answer. Raise it where
        several may not.
    type: int
    default: 30
seealso:
  - module: peertube.peertube.peertube_blocklist
"""

EXAMPLES = r"""
- name: Follow two instances, and a channel of a third
  peertube.peertube.peertube_follows:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    hosts:
      - video.example.org
      - films.example.net
    handles:
      - news@tube.example.org
  register: follows

- name: Show who has not accepted yet
  ansible.builtin.debug:
    msg: "{{ follows.states | dict2items | selectattr('value', 'equalto', 'pending') | map(attribute='key') }}"

- name: Follow this instance, and no other
  peertube.peertube.peertube_follows:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    hosts:
      - video.example.org
    purge: true
"""

RETURN = r"""
action:
  description:
    - What was done, or in check mode would be. One of V(create), V(delete), V(update) (both) and V(none).
  returned: success
  type: str
  sample: create
follows:
  description: Those of the lists that are set, as they are now.
  returned: success
  type: dict
  contains:
    hosts:
      description: The hosts of the instances that are followed.
      returned: when O(hosts) is set
      type: list
      elements: str
      sample:
        - video.example.org
    handles:
      description: The accounts and channels that are followed.
      returned: when O(handles) is set
      type: list
      elements: str
      sample:
        - news@tube.example.org
states:
  description:
    - What became of each follow of RV(follows). V(accepted), V(pending) or V(rejected), and in check mode V(null) for a
      new one.
  returned: success
  type: dict
  sample:
    news@tube.example.org: accepted
    video.example.org: pending
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: not_applied
    status: null
    method: null
    url: null
    detail: null
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import ensure
from ansible_collections.peertube.peertube.plugins.module_utils._module.connection import check_not_negative_values
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in, result_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources.follows import (
    Follows,
    Lists,
    parsed,
    shown,
)

OPTIONS = {
    "hosts": {"type": "list", "elements": "str"},
    "handles": {"type": "list", "elements": "str"},
    "purge": {"type": "bool", "default": False},
    "purge_limit": {"type": "int", "default": 10},
    "wait": {"type": "int", "default": 30},
}


def perform(call: Call) -> dict[str, t.Any]:
    wanted = parsed(call.given("hosts", "handles"))
    check_not_negative_values(call.params, ("purge_limit", "wait"))
    return as_signed_in(lambda call, sender: managed(call, sender, wanted))(call)


def managed(call: Call, sender: Sender, wanted: Lists) -> dict[str, t.Any]:
    follows, purge, limit = (
        Follows(sender, wanted, call.option("wait")),
        call.option("purge"),
        call.option("purge_limit"),
    )
    outcome = ensure(
        follows, lambda states: follows.plans(states, purge, limit), call.check_mode, remedy=follows.never_came
    )
    lists = shown(outcome.states, wanted)
    states = {key: outcome.states[key].get("state") for names in lists.values() for key in names}
    rejected = sorted(key for key, state in states.items() if state == "rejected")
    if rejected:
        call.warn(f"These do not want to be followed, and rejected it: {', '.join(rejected)}.")
    return result_of("follows", outcome, follows=lists, states=states)


MODULE = Module(
    "peertube.peertube.peertube_follows", perform, OPTIONS, rules={"required_one_of": [("hosts", "handles")]}
)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
