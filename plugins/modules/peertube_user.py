#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_user
short_description: Manage a user of a PeerTube instance
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Creates a user, changes what is wanted otherwise than it is, blocks, or deletes.
  - What is not set is left alone.
  - Needs the session of an administrator. A moderator may manage those only who have the role V(user).
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
options:
  name:
    description:
      - The name of the user, in lower case. PeerTube cannot rename a user.
      - PeerTube allows 1 to 50 of the letters V(a) to V(z), digits, underscores, and between those dots and hyphens.
    type: str
    required: true
  state:
    description:
      - Whether there is to be such a user.
      - V(absent) deletes the user with all their channels and videos, and their name can never be used again on this
        instance. O(blocked=true) takes access away and leaves all that as it is.
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
      - V(always) makes sure that O(user_password) is the password of the user.
      - V(on_create) sets it for a new user only, and so needs no login to verify it.
      - The password of a user with O(auth_plugin) is set for a new user only, in any case.
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
      - How much the user may upload in a day, in the same way as O(video_quota).
    type: str
  bypass_auto_block:
    description:
      - Whether new videos of the user are published at once where the instance blocks new videos until a moderator
        has seen them.
    type: bool
  email_verified:
    description:
      - Whether the e-mail address counts as verified. Of a new user PeerTube does not know, and that cannot be set
        again.
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
      - Why the user is blocked, which PeerTube tells them by e-mail, in 3 to 250 characters. Needs O(blocked=true).
      - An empty text removes the reason.
    type: str
  channel_name:
    description:
      - The name of the first channel of a new user, which must not be that of the user. When not set, PeerTube makes
        one of the user's name.
      - Of no effect for a user who is there.
    type: str
notes:
  - In check mode a password is verified as well, by a login that is ended at once.
seealso:
  - module: peertube.peertube.peertube_users
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
    - name: Make sure that there is a moderator
      peertube.peertube.peertube_user:
        name: ada
        email: ada@example.com
        user_password: "{{ vault_ada_password }}"
        role: moderator
        video_quota: 50GB
        video_quota_daily: unlimited

    - name: Create a user with a first password, which they may change
      peertube.peertube.peertube_user:
        name: grace
        email: grace@example.com
        user_password: "{{ vault_first_password }}"
        update_password: on_create
        channel_name: compilers

    - name: Keep a user out, and leave their videos where they are
      peertube.peertube.peertube_user:
        name: alice
        blocked: true
        block_reason: Advertisements in comments

    - name: Delete a user, whose name is gone for ever
      peertube.peertube.peertube_user:
        name: eve
        state: absent
"""

RETURN = r"""
action:
  description:
    - What was done, or in check mode would be. V(create) and V(update) may include a block.
  returned: success
  type: str
  sample: create
user:
  description: The user as they are now, in the shape of the options. V(null) when there is none.
  returned: success
  type: dict
  sample:
    name: ada
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
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in, result_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources import user_wishes
from ansible_collections.peertube.peertube.plugins.module_utils._resources.user_plans import Purge, ensure_users
from ansible_collections.peertube.peertube.plugins.module_utils._resources.user_wishes import Wish, wish_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources.users import shown


def perform(call: Call) -> dict[str, t.Any]:
    wish = wish_of(call.params)
    return as_signed_in(lambda call, sender: managed(call, sender, wish))(call)


def managed(call: Call, sender: Sender, wish: Wish) -> dict[str, t.Any]:
    outcome = ensure_users(
        sender,
        {wish.name: wish},
        only=wish.name,
        purge=Purge(),
        current_password=call.option("password"),
        warn=call.warn,
        check_mode=call.check_mode,
    )
    return result_of("user", outcome, user=shown(wish.name, outcome.states.get(wish.name)))


MODULE = Module(
    "peertube.peertube.peertube_user",
    perform,
    user_wishes.OPTIONS,
    rules=user_wishes.RULES,
    may_be_empty=user_wishes.MAY_BE_EMPTY,
)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
