#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_logout
short_description: Log out of PeerTube
version_added: 1.0.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Ends a session at a PeerTube instance, its access token and its refresh token, and removes its O(session_file).
  - An access token that has expired can no longer end its session, whose refresh token may be good for weeks. When the
    refresh token is known, the session is renewed first, and then ended.
  - A session that had already ended is no failure, and no change.
  - When the answer to an earlier refresh was never seen, the session may be open under a token that nobody knows. The
    module cannot end it then, and warns.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
attributes:
  check_mode:
    details:
      - Only C(GET) requests are sent, and no file is changed. Whether a session with an expired access token is still
        alive cannot be told without ending it; it counts as alive.
  diff_mode:
    details:
      - Shows user, instance and expiry of the session before and after, never a token.
options:
  sessions:
    description:
      - Which sessions of the user to end.
      - V(current) ends the one that is named by the other options.
      - V(others) ends all but that one. Needs PeerTube 7.3.
      - V(all) ends all. Needs PeerTube 7.3.
    type: str
    choices:
      - current
      - others
      - all
    default: current
  set_facts:
    description:
      - Whether the fact C(ansible_facts.peertube_token), which M(peertube.peertube.peertube_token) set, is emptied.
    type: bool
    default: true
seealso:
  - module: peertube.peertube.peertube_token
"""

EXAMPLES = r"""
- name: Log out
  peertube.peertube.peertube_logout:
    url: https://video.example.com
    access_token: "{{ ansible_facts.peertube_token.access_token }}"
    refresh_token: "{{ ansible_facts.peertube_token.refresh_token }}"

- name: End the session that is kept in a file
  peertube.peertube.peertube_logout:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json

- name: Log out everywhere else
  peertube.peertube.peertube_logout:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    sessions: others
"""

RETURN = r"""
revoked:
  description: How many sessions were ended, or would be in check mode.
  returned: success
  type: int
  sample: 1
ansible_facts:
  description: Facts for the later tasks of the play.
  returned: success, when O(set_facts=true) and the current session was to end, not in check mode
  type: dict
  contains:
    peertube_token:
      description: Empty.
      type: dict
      sample: {}
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: unsupported
    status: null
    method: null
    url: null
    detail: null
    retry_after: null
"""

from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.known_session import log_out
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module

OPTIONS = {
    "sessions": {"type": "str", "choices": ["current", "others", "all"], "default": "current"},
    "set_facts": {"type": "bool", "default": True},
}

MODULE = Module("peertube.peertube.peertube_logout", log_out, OPTIONS)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
