#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_session_info
short_description: Get information on a session at a PeerTube instance
version_added: 1.0.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Tells whether an access token is valid, whose it is, and which other sessions the user has.
  - An invalid token is an answer, not a failure.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.info
  - peertube.peertube.instance
options:
  refresh_token:
    description:
      - Not used, and never sent, for asking about a session must not change it. It is accepted so that the arguments of
        the other modules can be used here.
seealso:
  - module: peertube.peertube.peertube_token
"""

EXAMPLES = r"""
- name: Ask about a session
  peertube.peertube.peertube_session_info:
    url: https://video.example.com
    access_token: "{{ ansible_facts.peertube_token.access_token }}"
  register: session

- name: Show whose it is
  ansible.builtin.debug:
    msg: "{{ session.user.username if session.valid else 'nobody' }}"
"""

RETURN = r"""
valid:
  description: Whether the access token is valid. V(false) as well when O(session_file) does not exist.
  returned: success
  type: bool
  sample: true
user:
  description: Whose session it is. V(null) when it is not valid.
  returned: success
  type: dict
  contains:
    id:
      description: The number of the user.
      type: int
      sample: 1
    username:
      description: The name of the user.
      type: str
      sample: root
    email:
      description: The e-mail address of the user.
      type: str
      sample: admin@example.com
    role:
      description: The role of the user, as the instance names it.
      type: str
      sample: Administrator
    video_quota:
      description: How many bytes of video the user may store, V(-1) for any number.
      type: int
      sample: -1
    video_quota_daily:
      description: How many bytes of video the user may upload in a day, V(-1) for any number.
      type: int
      sample: -1
sessions:
  description: The sessions of the user. V(null) when the session is not valid, and before PeerTube 7.3.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The number of the session.
      type: int
      sample: 7
    current_session:
      description: Whether it is the one that was asked with.
      type: bool
      sample: true
    login_ip:
      description: From which address it was opened.
      type: str
      sample: 192.0.2.1
    login_device:
      description: With which program it was opened.
      type: str
      sample: peertube.peertube/1.0.0 (ansible)
    login_date:
      description: When it was opened.
      type: str
      sample: "2026-11-24T12:00:00.000Z"
    last_activity_ip:
      description: From which address it was last used.
      type: str
      sample: 192.0.2.1
    last_activity_device:
      description: With which program it was last used.
      type: str
      sample: peertube.peertube/1.0.0 (ansible)
    last_activity_date:
      description: When it was last used.
      type: str
      sample: "2026-11-24T12:05:00.000Z"
    created_at:
      description: When its present token was issued.
      type: str
      sample: "2026-11-24T12:00:00.000Z"
server_version:
  description: The version of PeerTube.
  returned: success
  type: str
  sample: 8.2.1
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: unreachable
    status: null
    method: GET
    url: https://video.example.com/api/v1/users/me
    detail: null
    retry_after: null
"""

from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.known_session import session_info
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module

MODULE = Module("peertube.peertube.peertube_session_info", session_info)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
