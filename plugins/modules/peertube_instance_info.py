#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_instance_info
short_description: Get how a PeerTube instance is set up
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Reads what the role P(peertube.peertube.instance#role) applies, in the same shape.
  - The instance is read as an administrator.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.info
  - peertube.peertube.instance
options:
  gather_subset:
    description:
      - What to read. Lists are read to their end, a hundred at a time; all else is one request each, but one more for
        each plugin that has settings.
    type: list
    elements: str
    choices:
      - all
      - config
      - plugins
      - homepage
      - images
      - users
      - channels
      - follows
      - blocklist
      - watched_words
      - runner_token
    default:
      - all
seealso:
  - module: peertube.peertube.peertube_instance_export
"""

EXAMPLES = r"""
- name: Read who there is, and whom the instance follows
  peertube.peertube.peertube_instance_info:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    gather_subset:
      - users
      - follows
  register: video

- name: Name the administrators
  ansible.builtin.debug:
    msg: "{{ video.instance.users | selectattr('role', 'eq', 'administrator') | map(attribute='name') }}"
"""

RETURN = r"""
instance:
  description: The instance as it is. It has those keys that were asked for.
  returned: success
  type: dict
  contains:
    config:
      description: The whole configuration, as M(peertube.peertube.peertube_config) takes it.
      returned: when asked for
      type: dict
      sample:
        instance:
          name: Example Video
    plugins:
      description:
        - The plugins and themes that are installed, as M(peertube.peertube.peertube_plugin) takes them, with those
          settings that are not their defaults.
        - A setting that is a secret, by the kind of its form field or by its name, is V((hidden\)).
      returned: when asked for
      type: list
      elements: dict
      sample:
        - name: peertube-plugin-auth-openid-connect
          version: 1.0.2
          settings:
            client-id: peertube
            client-secret: (hidden)
    homepage:
      description: The homepage. Empty when there is none.
      returned: when asked for
      type: str
      sample: "# Welcome"
    images:
      description: The address of each picture, in its largest size.
      returned: when asked for
      type: dict
      sample:
        avatar: https://video.example.com/lazy-static/avatars/1c6f1a3c.png
    users:
      description: All users, as M(peertube.peertube.peertube_users) takes them. PeerTube shows no passwords.
      returned: when asked for
      type: list
      elements: dict
      sample:
        - name: ada
          email: ada@example.com
          role: moderator
          video_quota: 50GB
          video_quota_daily: unlimited
          bypass_auto_block: false
          blocked: false
    channels:
      description: The channels of the user who is signed in, as M(peertube.peertube.peertube_channel) takes them.
      returned: when asked for
      type: list
      elements: dict
      sample:
        - name: films
          display_name: Films of the valley
          description: null
          support: null
    follows:
      description: What the instance follows, as M(peertube.peertube.peertube_follows) takes it.
      returned: when asked for
      type: dict
      sample:
        hosts:
          - other.example
        handles: []
    blocklist:
      description: What the instance blocks, as M(peertube.peertube.peertube_blocklist) takes it.
      returned: when asked for
      type: dict
      sample:
        servers:
          - bad.example
        accounts: []
    watched_words:
      description: The lists of watched words, as M(peertube.peertube.peertube_watched_words) takes them.
      returned: when asked for
      type: dict
      sample:
        insults:
          - silly
    runner_token:
      description: Whether there is a token with which runners can register, V(present) or V(absent).
      returned: when asked for
      type: str
      sample: present
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: forbidden
    status: 403
    method: GET
    url: https://video.example.com/api/v1/config/custom
    detail: User does not have enough rights
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in
from ansible_collections.peertube.peertube.plugins.module_utils._resources.instance import OPTIONS, parts_of, read


def perform(call: Call, sender: Sender) -> dict[str, t.Any]:
    return {"instance": read(sender, parts_of(call.option("gather_subset")))}


MODULE = Module("peertube.peertube.peertube_instance_info", as_signed_in(perform), OPTIONS)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
