#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_channel
short_description: Manage a channel of a PeerTube instance
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Creates, changes and deletes a video channel.
  - A channel that does not exist is created for the account that is signed in, whoever that is. PeerTube has no way to
    create one for somebody else. Administrators and moderators may change and delete those of all accounts.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
options:
  name:
    description:
      - The name of the channel, as it stands in its address. It cannot be changed later.
      - Users and channels share their names. The name of a channel that was deleted stays taken for ever.
      - Up to 50 lower case letters, digits and underscores, and between those dots and hyphens.
    type: str
    required: true
  display_name:
    description:
      - The name that is shown, of up to 120 characters. A new channel needs one.
    type: str
  description:
    description:
      - What the channel is about, in 3 to 1000 characters of Markdown. An empty text removes the description.
    type: str
  support:
    description:
      - How to support the channel, in 3 to 1000 characters of Markdown. An empty text removes it.
    type: str
  state:
    description:
      - Whether the channel is to be there.
      - With V(absent), the channel B(and all its videos) are deleted. PeerTube does not let the last channel of an
        account go.
    type: str
    choices:
      - absent
      - present
    default: present
notes:
  - Options that are not set are left alone.
seealso:
  - module: peertube.peertube.peertube_api
"""

EXAMPLES = r"""
- name: Have a channel for the news
  peertube.peertube.peertube_channel:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    name: news
    display_name: News of the valley
    description: Every Friday.

- name: Remove what the channel says on support
  peertube.peertube.peertube_channel:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    name: news
    support: ""

- name: Have no channel for the news, nor its videos
  peertube.peertube.peertube_channel:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    name: news
    state: absent
"""

RETURN = r"""
action:
  description:
    - What was done, or in check mode would be. One of V(create), V(update), V(delete) and V(none).
  returned: success
  type: str
  sample: create
channel:
  description: The channel, as the options name its parts. V(null) when there is none.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: news
    display_name:
      description: The name that is shown.
      type: str
      sample: News of the valley
    description:
      description: What it is about.
      type: str
      sample: Every Friday.
    support:
      description: How to support it.
      type: str
      sample: null
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: conflict
    status: 409
    method: POST
    url: https://video.example.com/api/v1/video-channels
    detail: null
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._declare import fields
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import ensure
from ansible_collections.peertube.peertube.plugins.module_utils._declare.plan import plan
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in, result_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources.channels import (
    FIELDS,
    Channel,
    check_name,
    shown,
)

OPTIONS = {
    "name": {"type": "str", "required": True},
    "display_name": {"type": "str"},
    "description": {"type": "str"},
    "support": {"type": "str"},
    "state": {"type": "str", "choices": ["absent", "present"], "default": "present"},
}


def perform(call: Call) -> dict[str, t.Any]:
    name, wanted = call.option("name"), fields.given(FIELDS, call.params)
    check_name(name)
    return as_signed_in(lambda call, sender: managed(call, sender, name, wanted))(call)


def managed(call: Call, sender: Sender, name: str, wanted: fields.State) -> dict[str, t.Any]:
    present = call.option("state") == "present"
    outcome = ensure(
        Channel(sender, name),
        lambda states: [plan(FIELDS, name, states.get(name), wanted, present)],
        call.check_mode,
    )
    state = outcome.states.get(name)
    return result_of("channel", outcome, channel=None if state is None else shown(name, state))


MODULE = Module("peertube.peertube.peertube_channel", perform, OPTIONS, may_be_empty=("description", "support"))


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
