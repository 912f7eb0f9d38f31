#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_config
short_description: Configure a PeerTube instance
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Sets what an administrator sets in the web interface of PeerTube, under Configuration. What O(config) does not name
    is left as it is.
  - The instance itself is the schema. A key that it does not have, or a value of another type, is an error that names
    the most similar key, before anything is written.
  - Afterwards the task looks whether the instance has the new values, and fails where it has not.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
attributes:
  check_mode:
    support: partial
    details:
      - With O(state=default), only the instance knows what it falls back to, and tells it only when that has happened.
        In check mode, the task then says that it does not know, and reports no change.
options:
  config:
    description:
      - The options to set, in the sections in which PeerTube has them. Required with O(state=present).
      - Keys are spelt as in PeerTube's API (C(shortDescription)) or as in its configuration file
        (C(short_description)).
      - Sizes may be written as V(50GB) and V(unlimited), durations as V(3 days). A number is taken as PeerTube shows
        it, which means bytes and milliseconds, but seconds in C(live.dvr.maxWindow).
      - A list replaces the whole list that is there.
      - An option that is V(null) becomes null where PeerTube knows that, which is no limit or no value. Elsewhere it
        is an error.
      - PeerTube makes a whole number of each text that looks like a number. So the C(name) V(2024) is possible, while
        V(12.7) or V(007) is an error.
    type: dict
  state:
    description:
      - With V(present), the options in O(config) have the values that they have there.
      - With V(default), all that was ever set through the API or in the web interface is forgotten, so that the
        instance is configured as the files on its server say. The request for that is sent each time, and the task is
        changed when the configuration is another one afterwards.
    type: str
    choices:
      - present
      - default
    default: present
notes:
  - PeerTube writes each option to a file of its own on the server whenever one is set. Later edits of
    C(production.yaml) have no effect on them, until O(state=default).
  - An environment variable on the server always has the last word. The task then fails and names it.
  - Tasks on one machine that write to the same instance take turns. One waits for at most ten minutes, or for as long
    as O(timeout), O(retries), O(rate_limit_max_wait) and O(wait_timeout) let one request take, if that is longer. A
    message says so once a wait has lasted five seconds.
  - For a play with many hosts that are machines of
    their own, use C(run_once) or C(throttle=1), for of two that write at once, the last one wins.
seealso:
  - ref: ansible_collections.peertube.peertube.docsite.configuration
    description: What can be configured, what a change writes on the server, and what has the last word.
  - module: peertube.peertube.peertube_plugin
"""

EXAMPLES = r"""
- name: Configure an instance
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/peertube.peertube.peertube:
      url: https://video.example.com
      username: root
      password: "{{ vault_peertube_root_password }}"
      session_file: ~/.local/state/peertube/video.example.com.json
  tasks:
    - name: Say what the instance is and who may sign up
      peertube.peertube.peertube_config:
        config:
          instance:
            name: Example Video
            shortDescription: Films of the valley
            languages:
              - en
              - de
          signup:
            enabled: true
            requiresApproval: true
            limit: 500
          user:
            videoQuota: 50GB

    - name: Show what would change
      peertube.peertube.peertube_config:
        config:
          transcoding:
            resolutions:
              720p: true
              1080p: true
      check_mode: true
      diff: true

    - name: Go back to what the files on the server say
      peertube.peertube.peertube_config:
        state: default
"""

RETURN = r"""
action:
  description:
    - What was done, or would be in check mode. V(update), V(none), or with O(state=default) V(reset).
  returned: success
  type: str
  sample: update
config:
  description:
    - The whole configuration as the instance shows it afterwards, in check mode as it is to be expected. Sizes are in
      bytes and durations in milliseconds.
  returned: success
  type: dict
  sample:
    instance:
      name: Example Video
    signup:
      enabled: true
      limit: 500
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
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import invalid_option
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import (
    as_signed_in,
    result_of,
    turn_of,
)
from ansible_collections.peertube.peertube.plugins.module_utils._resources.config import (
    Config,
    ensure_config,
    nothing_known,
    reset_config,
)

OPTIONS = {
    "config": {"type": "dict"},
    "state": {"type": "str", "choices": ["present", "default"], "default": "present"},
}
UNKNOWN = "In check mode nobody knows what state=default would change, for only the server knows its own files."


def perform(call: Call) -> dict[str, t.Any]:
    if call.option("state") == "default":
        if call.option("config") is not None:
            raise invalid_option("config is set, and state is default.", "Remove one of them.")
        return as_signed_in(reset)(call)
    if not call.option("config"):
        raise invalid_option("config is empty.", "Name at least one option in it, or skip the task.")
    return as_signed_in(configure)(call)


def configure(call: Call, sender: Sender) -> dict[str, t.Any]:
    outcome = ensure_config(Config(sender, call.warn), call.option("config"), call.check_mode, turn_of(sender.http))
    return result_of("config", outcome, config=outcome.states[""]["config"])


def reset(call: Call, sender: Sender) -> dict[str, t.Any]:
    if call.check_mode:
        call.warn(UNKNOWN)
        outcome = nothing_known(sender)
    else:
        with turn_of(sender.http):
            outcome = reset_config(sender)
    return result_of("config", outcome, config=outcome.states[""]["config"])


MODULE = Module(
    "peertube.peertube.peertube_config",
    perform,
    OPTIONS,
    rules={"required_if": [("state", "present", ("config",))]},
)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
