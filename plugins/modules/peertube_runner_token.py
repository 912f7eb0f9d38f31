#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_runner_token
short_description: Get, rotate or delete the token that runners register with
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Makes sure that a PeerTube instance has a registration token for runners, and returns it. With it, a machine that
    encodes videos for the instance registers itself.
  - A new instance has a token already. Where there are several, the newest is meant, for tokens have no names.
  - The result is hidden from every display and log, and whole in a registered variable.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
attributes:
  idempotent:
    support: partial
    details:
      - With O(rotate=true) each run makes a new token.
options:
  state:
    description:
      - Whether there is to be a token.
      - With V(absent), all tokens are deleted. That deletes all runners that registered with them as well, and is
        refused where there are any, unless O(force=true).
    type: str
    choices:
      - absent
      - present
    default: present
  rotate:
    description:
      - Whether to make a new token, and delete the one that was the newest before. Others are left alone.
      - The old token stays, and a warning says so, while there are runners that registered with it, unless
        O(force=true).
      - Tasks that rotate at the same time on one machine make one new token.
    type: bool
    default: false
  force:
    description:
      - Whether a token may be deleted together with the runners that registered with it.
    type: bool
    default: false
seealso:
  - module: peertube.peertube.peertube_runner
"""

EXAMPLES = r"""
- name: Get the token for runners
  peertube.peertube.peertube_runner_token:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
  register: runners

- name: Replace the token, which too many have seen
  peertube.peertube.peertube_runner_token:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    rotate: true

- name: Let no more runners register
  peertube.peertube.peertube_runner_token:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    state: absent
"""

RETURN = r"""
action:
  description:
    - What was done, or in check mode would be. One of V(create), V(rotate), V(delete) and V(none).
  returned: success
  type: str
  sample: none
registration_token:
  description: The token. V(null) when there is none, and in check mode when there would be a new one.
  returned: success
  type: str
  sample: ptrrt-0c0a9e52-2c8b-4b8e-8f3b-0b5a5d2b1c11
registered_runners:
  description: How many runners have registered with it.
  returned: success
  type: int
  sample: 3
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: conflict
    status: null
    method: null
    url: null
    detail: null
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import invalid_option
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import Outcome, States, ensure
from ansible_collections.peertube.peertube.plugins.module_utils._declare.plan import CREATE, Plan
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import (
    as_signed_in,
    result_of,
    turn_of,
)
from ansible_collections.peertube.peertube.plugins.module_utils._resources.runner_tokens import (
    ROTATE,
    RunnerTokens,
    newest,
)

OPTIONS = {
    "state": {"type": "str", "choices": ["absent", "present"], "default": "present"},
    "rotate": {"type": "bool", "default": False},
    "force": {"type": "bool", "default": False},
}


def perform(call: Call) -> dict[str, t.Any]:
    if call.option("rotate") and call.option("state") == "absent":
        raise invalid_option("rotate is set, and state is absent.", "Remove one of them.")
    return as_signed_in(managed)(call)


def managed(call: Call, sender: Sender) -> dict[str, t.Any]:
    tokens, force, rotate = RunnerTokens(sender), call.option("force"), call.option("rotate")

    def plans(states: States) -> list[Plan]:
        if call.option("state") == "absent":
            return tokens.absent(states, force)
        return tokens.present(states, rotate, force)

    outcome = ensure(tokens, plans, call.check_mode, turn=turn_of(sender.http))
    if rotate and tokens.kept(outcome.states):
        call.warn("The old token is still good, for runners registered with it: remove them, or set force.")
    return {**result_of("runner_token", outcome), **_action(outcome), **_returned(outcome, call.check_mode)}


def _action(outcome: Outcome) -> dict[str, str]:
    """That the old token goes is part of its being rotated."""
    return {"action": ROTATE} if ROTATE in outcome.actions else {}


def _returned(outcome: Outcome, check_mode: bool) -> dict[str, t.Any]:
    token = newest(outcome.states)
    if token is None or (check_mode and {CREATE, ROTATE} & set(outcome.actions)):
        return {"registration_token": None, "registered_runners": 0}
    return {name: token[name] for name in ("registration_token", "registered_runners")}


MODULE = Module("peertube.peertube.peertube_runner_token", perform, OPTIONS, secrets=("registration_token",))


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
