#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_runner
short_description: Remove a runner from a PeerTube instance
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Removes a runner, a machine that encodes videos for the instance.
  - There is no way to add one from here, for a runner registers itself. See
    M(peertube.peertube.peertube_runner_token) for the token that it does so with.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
options:
  name:
    description:
      - The name with which the runner registered.
    type: str
    required: true
  state:
    description:
      - That the runner is not to be there, which is all that can be asked for.
    type: str
    choices:
      - absent
    required: true
seealso:
  - module: peertube.peertube.peertube_runner_token
"""

EXAMPLES = r"""
- name: Remove a runner whose machine is gone
  peertube.peertube.peertube_runner:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    name: encoder1
    state: absent
"""

RETURN = r"""
action:
  description:
    - What was done, or in check mode would be. One of V(delete) and V(none).
  returned: success
  type: str
  sample: delete
runners:
  description: The names of the runners that are left.
  returned: success
  type: list
  elements: str
  sample:
    - encoder2
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: forbidden
    status: 403
    method: GET
    url: https://video.example.com/api/v1/runners
    detail: null
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import ensure
from ansible_collections.peertube.peertube.plugins.module_utils._declare.plan import plan
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in, result_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources.runners import FIELDS, Runners

OPTIONS = {
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["absent"], "required": True},
}


def managed(call: Call, sender: Sender) -> dict[str, t.Any]:
    name = call.option("name")
    outcome = ensure(
        Runners(sender), lambda states: [plan(FIELDS, name, states.get(name), {}, present=False)], call.check_mode
    )
    return result_of("runner", outcome, runners=sorted(outcome.states))


MODULE = Module("peertube.peertube.peertube_runner", as_signed_in(managed), OPTIONS)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
