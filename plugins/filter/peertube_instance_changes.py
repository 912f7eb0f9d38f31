# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: peertube_instance_changes
short_description: What tasks of this collection changed, in a line each
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Sums up the results of tasks with modules of this collection, for a message or a mail.
  - It names what differs, never its values.
positional: _input
options:
  _input:
    description:
      - The registered results, also those of loops, by what they are to be called.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Have a user
  peertube.peertube.peertube_users:
    url: https://video.example.com
    username: root
    password: "{{ vault_peertube_root_password }}"
    users:
      - name: ada
        email: ada@example.com
        user_password: "{{ vault_peertube_ada_password }}"
  register: people

- name: Say what that meant
  ansible.builtin.debug:
    msg: "{{ {'users': people} | peertube.peertube.peertube_instance_changes }}"
"""

RETURN = r"""
_value:
  description:
    - A line for each result that changed something.
  type: list
  elements: str
  sample:
    - "config: instance.name, signup.enabled changed"
    - "users: ada new; grace.email changed"
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.plugin_utils._changes import changes


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"peertube_instance_changes": changes}
