#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_homepage
short_description: Write the homepage of a PeerTube instance
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Writes the page of an instance that its administrator has made, in Markdown and HTML. It can show videos, channels
    and playlists.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
options:
  content:
    description:
      - The text of the page. An empty text is the same as O(state=absent).
      - Either this or O(src) is required with O(state=present).
    type: str
  src:
    description:
      - A file with the text of the page, in UTF-8, on the machine where the task runs.
    type: path
  state:
    description:
      - Whether there is to be a homepage. With V(absent), it is emptied, and O(content) and O(src) are not used.
    type: str
    choices:
      - absent
      - present
    default: present
notes:
  - PeerTube shows the page in its menu as soon as there is one. Which page visitors see first is another option,
    C(instance.defaultClientRoute) in M(peertube.peertube.peertube_config), which is V(/home) for this page.
seealso:
  - ref: ansible_collections.peertube.peertube.docsite.look
    description: How an instance looks.
  - module: peertube.peertube.peertube_config
"""

EXAMPLES = r"""
- name: Give an instance a homepage
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/peertube.peertube.peertube:
      url: https://video.example.com
      username: root
      password: "{{ vault_peertube_root_password }}"
      session_file: ~/.local/state/peertube/video.example.com.json
  tasks:
    - name: Write the homepage
      peertube.peertube.peertube_homepage:
        content: |
          # Films of the valley

          <peertube-videos-list data-count="6" data-sort="-publishedAt"></peertube-videos-list>

    - name: Have visitors see it first
      peertube.peertube.peertube_config:
        config:
          instance:
            defaultClientRoute: /home

    - name: Have no homepage any more
      peertube.peertube.peertube_homepage:
        state: absent
"""

RETURN = r"""
action:
  description: What was done, or would be in check mode. V(create), V(update), V(delete) or V(none).
  returned: success
  type: str
  sample: update
homepage:
  description: The homepage as it is afterwards, in check mode as it is to be expected. V(null) when there is none.
  returned: success
  type: dict
  contains:
    content:
      description: The text of the page.
      type: str
      sample: "# Films of the valley"
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: forbidden
    status: 403
    method: PUT
    url: https://video.example.com/api/v1/custom-pages/homepage/instance
    detail: null
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in, result_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources.homepage import (
    Homepage,
    content_of,
    ensure_homepage,
)

OPTIONS = {
    "content": {"type": "str"},
    "src": {"type": "path"},
    "state": {"type": "str", "choices": ["absent", "present"], "default": "present"},
}


def perform(call: Call) -> dict[str, t.Any]:
    content = ""
    if call.option("state") == "present":
        content = content_of(call.option("content"), call.option("src"))
    return as_signed_in(lambda call, sender: written(call, sender, content))(call)


def written(call: Call, sender: Sender, content: str) -> dict[str, t.Any]:
    outcome = ensure_homepage(Homepage(sender), content, call.check_mode)
    return result_of("homepage", outcome, homepage=outcome.states.get(""))


MODULE = Module(
    "peertube.peertube.peertube_homepage",
    perform,
    OPTIONS,
    rules={"mutually_exclusive": [("content", "src")], "required_if": [("state", "present", ("content", "src"), True)]},
    may_be_empty=("content",),
)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
