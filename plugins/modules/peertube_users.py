#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_users
short_description: Manage many users of a PeerTube instance at once
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Does for a list of users what M(peertube.peertube.peertube_user) does for one, with one request for each hundred
    users of the instance, and can block or delete all others.
  - Needs the session of an administrator. A moderator may manage those only who have the role V(user).
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
options:
  users:
    description:
      - The users. What is not set for a user is left alone.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - The name of the user, in lower case. PeerTube cannot rename a user.
          - PeerTube allows 1 to 50 of the letters V(a) to V(z), digits, underscores, and between those dots and
            hyphens.
        type: str
        required: true
      state:
        description:
          - Whether there is to be such a user.
          - V(absent) deletes the user with all their channels and videos, and their name can never be used again on
            this instance. O(users[].blocked=true) takes access away and leaves all that as it is.
          - The user V(root), and the one who is signed in, cannot be deleted.
        type: str
        choices:
          - present
          - absent
        default: present
      email:
        description:
          - The e-mail address. Case makes no difference.
          - Required for a new user.
        type: str
      user_password:
        description:
          - The password of the user. O(password) is that of the one who signs in.
          - Required for a new user.
          - Whether it is the one that the user has can only be found out by a login, which takes up to three requests
            more. The session is ended at once, and logins by administrators and moderators are not limited.
          - A password that is set ends the user's sessions, so it is set only where it differs.
          - The password of the user who is signed in can be changed only where O(password) is set to the current one.
            Their session goes on.
          - PeerTube 8.2 takes 8 to 50 characters, and 6.3 takes 6 to 255.
        type: str
      update_password:
        description:
          - V(always) makes sure that O(users[].user_password) is the password of the user.
          - V(on_create) sets it for a new user only, and so needs no login to verify it.
          - The password of a user with O(users[].auth_plugin) is set for a new user only, in any case.
        type: str
        choices:
          - always
          - on_create
        default: always
      role:
        description:
          - What the user may do. A change ends the user's sessions.
          - A new user has the role V(user) when this is not set.
          - The user V(root) always is an administrator.
        type: str
        choices:
          - user
          - moderator
          - administrator
      video_quota:
        description:
          - How much the user may upload, such as V(50GB), a number of bytes, or V(unlimited). V(1KB) is 1024 bytes.
          - A new user has the default of the instance when this is not set.
        type: str
      video_quota_daily:
        description:
          - How much the user may upload in a day, in the same way as O(users[].video_quota).
        type: str
      bypass_auto_block:
        description:
          - Whether new videos of the user are published at once where the instance blocks new videos until a
            moderator has seen them.
        type: bool
      email_verified:
        description:
          - Whether the e-mail address counts as verified. Of a new user PeerTube does not know, and that cannot be
            set again.
          - Where the instance asks for verified addresses, a user with V(false) cannot sign in.
        type: bool
      auth_plugin:
        description:
          - The full name of the authentication plugin that the user signs in with, such as
            V(peertube-plugin-auth-openid-connect). No password opens a session then.
          - An empty text means that the user signs in with a password.
        type: str
      blocked:
        description:
          - Whether the user is blocked, and so cannot sign in. Blocking ends the user's sessions.
          - The user V(root), and the one who is signed in, cannot be blocked.
        type: bool
      block_reason:
        description:
          - Why the user is blocked, which PeerTube tells them by e-mail, in 3 to 250 characters. Needs
            O(users[].blocked=true).
          - An empty text removes the reason.
        type: str
      channel_name:
        description:
          - The name of the first channel of a new user, which must not be that of the user. When not set, PeerTube
            makes one of the user's name.
          - Of no effect for a user who is there.
        type: str
  purge:
    description:
      - What happens to the users who are not in O(users).
      - V(none) leaves them alone, V(block) blocks them, and V(delete) deletes them with their channels and videos.
      - Never the user V(root), and never the one who is signed in.
    type: str
    choices:
      - none
      - block
      - delete
    default: none
  purge_keep:
    description:
      - The names of users whom O(purge) leaves alone as well.
    type: list
    elements: str
    default: []
  purge_limit:
    description:
      - How many users O(purge) may block or delete. When there are more, the task fails before anything is changed,
        and names them.
    type: int
    default: 10
notes:
  - In check mode passwords are verified as well, by logins that are ended at once.
seealso:
  - module: peertube.peertube.peertube_user
"""

EXAMPLES = r"""
- name: Manage the users of an instance
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/peertube.peertube.peertube:
      url: https://video.example.com
      username: root
      password: "{{ vault_peertube_root_password }}"
      session_file: ~/.local/state/peertube/video.example.com.json
  tasks:
    - name: Make sure of the team, and let nobody else sign in
      peertube.peertube.peertube_users:
        users:
          - name: ada
            email: ada@example.com
            user_password: "{{ vault_ada_password }}"
            role: moderator
            video_quota: 50GB
          - name: grace
            email: grace@example.com
            user_password: "{{ vault_first_password }}"
            update_password: on_create
          - name: eve
            state: absent
        purge: block
        purge_keep:
          - archive
        purge_limit: 5
"""

RETURN = r"""
action:
  description:
    - What was done, or in check mode would be. V(update) where it is not the same for all.
  returned: success
  type: str
  sample: update
actions:
  description: The names of the users by what was done, or in check mode would be.
  returned: success
  type: dict
  sample:
    create:
      - grace
    block:
      - mallory
users:
  description:
    - The users of O(users) who are there, as they are now, in the shape of the options.
  returned: success
  type: list
  elements: dict
  sample:
    - name: ada
      email: ada@example.com
      role: moderator
      video_quota: 50GB
      video_quota_daily: unlimited
      bypass_auto_block: false
      email_verified: null
      auth_plugin: null
      blocked: false
      block_reason: null
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: conflict
    status: 409
    method: POST
    url: https://video.example.com/api/v1/users
    detail: User with this username already exists
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import invalid_option
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in, result_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources import user_wishes
from ansible_collections.peertube.peertube.plugins.module_utils._resources.user_plans import Purge, ensure_users
from ansible_collections.peertube.peertube.plugins.module_utils._resources.user_wishes import Wish, wishes_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources.users import shown

OPTIONS = {
    "users": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": user_wishes.OPTIONS,
        **user_wishes.RULES,
    },
    "purge": {"type": "str", "choices": ["none", "block", "delete"], "default": "none"},
    "purge_keep": {"type": "list", "elements": "str", "default": []},
    "purge_limit": {"type": "int", "default": 10},
}


def perform(call: Call) -> dict[str, t.Any]:
    wishes = wishes_of(call.option("users"))
    if call.option("purge_limit") < 0:
        raise invalid_option("purge_limit is negative.", "Set it to how many users may be blocked or deleted.")
    return as_signed_in(lambda call, sender: managed(call, sender, wishes))(call)


def managed(call: Call, sender: Sender, wishes: dict[str, Wish]) -> dict[str, t.Any]:
    outcome = ensure_users(
        sender,
        wishes,
        only=None,
        purge=Purge(call.option("purge"), tuple(call.option("purge_keep")), call.option("purge_limit")),
        current_password=call.option("password"),
        warn=call.warn,
        check_mode=call.check_mode,
    )
    users = [shown(name, outcome.states.get(name)) for name in wishes]
    return result_of("users", outcome, actions=outcome.actions, users=[user for user in users if user is not None])


MODULE = Module("peertube.peertube.peertube_users", perform, OPTIONS, may_be_empty=user_wishes.MAY_BE_EMPTY)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
