#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_token
short_description: Log in to PeerTube and return a token
version_added: 1.0.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Logs in to a PeerTube instance and returns the token that its API wants.
  - A session that is already known, from O(session_file) or from O(access_token) and O(refresh_token), is used again
    while it is valid, and renewed with its refresh token when it is not. Only when neither is possible is a new one
    opened with O(username) and O(password). So a second run of a play changes nothing.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
attributes:
  check_mode:
    details:
      - Only C(GET) requests are sent, and no file is changed. When a valid session exists, its token is returned;
        otherwise there is none to return. Use C(check_mode=false) for the task when later tasks need a token while
        checking.
  diff_mode:
    details:
      - Shows user, instance and expiry of the session before and after, never a token.
  idempotent:
    support: partial
    details:
      - Needs O(session_file), or the token that an earlier task returned; with O(force=true), each run opens a session.
options:
  grant_type:
    description:
      - How to get a token when there is no valid one.
      - V(auto) renews with the refresh token where that is possible, and logs in with the password otherwise.
      - V(password) never uses the refresh token.
      - V(refresh_token) never logs in.
    type: str
    choices:
      - auto
      - password
      - refresh_token
    default: auto
  force:
    description:
      - Always open a new session. The one that it replaces is ended.
    type: bool
    default: false
  set_facts:
    description:
      - Whether the token is also returned as the fact C(ansible_facts.peertube_token), for the later tasks of the play.
      - A fact is stored in clear text where a fact cache is configured. Register the result and set this to V(false)
        there.
    type: bool
    default: true
notes:
  - The result of a success is never displayed, as if C(no_log) were set for it. RV(token) is whole in a registered
    variable and in the fact.
  - O(username) goes with either O(password) or O(external_auth_token), O(client_id) with O(client_secret), and one of
    O(otp) and O(otp_secret) with an account that has two-factor authentication.
  - With a local connection, the task runs in the process of C(ansible-playbook), unless the variable
    C(peertube_in_process) is V(false). Otherwise it runs on the target, whose Python needs the requirements, and whose
    environment is read.
seealso:
  - module: peertube.peertube.peertube_logout
  - module: peertube.peertube.peertube_session_info
"""

EXAMPLES = r"""
- name: Log in
  peertube.peertube.peertube_token:
    url: https://video.example.com
    username: root
    password: "{{ vault_peertube_root_password }}"
  register: session

- name: Call the API
  ansible.builtin.uri:
    url: https://video.example.com/api/v1/users?count=10
    headers: "{{ session.token.headers }}"

- name: Log in once, and use the session again in later runs and on other hosts
  peertube.peertube.peertube_token:
    url: https://video.example.com
    username: root
    password: "{{ vault_peertube_root_password }}"
    session_file: ~/.local/state/peertube/video.example.com.json

- name: Log in with two-factor authentication
  peertube.peertube.peertube_token:
    url: https://video.example.com
    username: root
    password: "{{ vault_peertube_root_password }}"
    otp_secret: "{{ vault_peertube_root_otp_secret }}"

- name: Log in on the server itself, past its proxy
  peertube.peertube.peertube_token:
    url: http://127.0.0.1:9000
    host_header: video.example.com
    username: root
    password: "{{ vault_peertube_root_password }}"

- name: Renew the session of an earlier task
  peertube.peertube.peertube_token:
    url: https://video.example.com
    access_token: "{{ ansible_facts.peertube_token.access_token }}"
    refresh_token: "{{ ansible_facts.peertube_token.refresh_token }}"
"""

RETURN = r"""
action:
  description: What was done, or would be in check mode.
  returned: success
  type: str
  choices:
    - login
    - refresh
    - reuse
  sample: login
token:
  description: The session.
  returned: success, in check mode only when RV(action=reuse)
  type: dict
  contains:
    access_token:
      description: What PeerTube wants in the C(Authorization) header, behind C(Bearer).
      type: str
      sample: 6d3f8a0b5c1e4f7a9b2d0c8e6f4a1b3c5d7e9f0a
    refresh_token:
      description: What renews the session. It is good for one renewal. V(null) if it is not known.
      type: str
      sample: 0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f1e
    token_type:
      description: The kind of the token.
      type: str
      sample: Bearer
    expires_in:
      description: For how many seconds the access token is valid from now on. V(null) if that is not known.
      type: int
      sample: 86399
    refresh_token_expires_in:
      description: For how many seconds the refresh token is valid from now on. V(null) if that is not known.
      type: int
      sample: 1209599
    expires_at:
      description: When the access token expires, in UTC by the clock of the machine the task ran on.
      type: str
      sample: "2026-11-25T12:00:00Z"
    refresh_token_expires_at:
      description: When the refresh token expires, in UTC by the clock of the machine the task ran on.
      type: str
      sample: "2026-12-08T12:00:00Z"
    username:
      description: The user of the session, as the instance names them, or as in O(username) when it was not asked.
      type: str
      sample: root
    url:
      description: The address of the instance.
      type: str
      sample: https://video.example.com
    headers:
      description: The headers of an authorized request, ready for M(ansible.builtin.uri).
      type: dict
      sample:
        Authorization: Bearer 6d3f8a0b5c1e4f7a9b2d0c8e6f4a1b3c5d7e9f0a
session_file:
  description: The file that keeps the session, whoever named it. V(null) when none does.
  returned: success
  type: str
  version_added: 1.1.0
  sample: null
ansible_facts:
  description: Facts for the later tasks of the play.
  returned: success, when O(set_facts=true) and RV(token) is returned
  type: dict
  contains:
    peertube_token:
      description: The same as RV(token).
      returned: success, when O(set_facts=true) and RV(token) is returned
      type: dict
error:
  description: Why the task failed.
  returned: failure
  type: dict
  contains:
    code:
      description:
        - A word for the cause, to be used in conditions. Each is explained in
          R(the guide on errors,ansible_collections.peertube.peertube.docsite.when_it_fails).
      returned: failure
      type: str
      sample: invalid_grant
    status:
      description: The HTTP status of the answer, V(null) if there was none.
      returned: failure
      type: int
      sample: 400
    method:
      description: The HTTP method of the request.
      returned: failure
      type: str
      sample: POST
    url:
      description: The address of the request.
      returned: failure
      type: str
      sample: https://video.example.com/api/v1/users/token
    detail:
      description: What the instance says about it, in its own words, at most 200 characters.
      returned: failure
      type: str
      sample: null
    retry_after:
      description: After how many seconds the instance wants to be asked again, when RV(error.code=rate_limited).
      returned: failure
      type: int
      sample: 240
"""

from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.works import obtain_token

OPTIONS = {
    "grant_type": {"type": "str", "choices": ["auto", "password", "refresh_token"], "default": "auto"},
    "force": {"type": "bool", "default": False},
    "set_facts": {"type": "bool", "default": True},
}

MODULE = Module("peertube.peertube.peertube_token", obtain_token, OPTIONS, secrets=("token",), always_sends=False)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
