# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: peertube_instance_problems
short_description: What does not fit in the description of an instance
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Holds a description of an instance, as the role P(peertube.peertube.instance#role) takes it, against the options of
    the modules that apply its parts. Nothing is sent.
  - The role itself begins with it. Use it to check such a file where no instance can be reached, as before a merge.
positional: _input
options:
  _input:
    description:
      - The description.
    type: raw
    required: true
  text:
    description:
      - The text of the file that the description is from. With it, keys that stand there twice are named as well.
        Ansible warns of those, and takes the last one.
    type: str
    default: ''
"""

EXAMPLES = r"""
- name: Check the description of an instance
  ansible.builtin.assert:
    that: problems | length == 0
    fail_msg: "{{ problems }}"
  vars:
    problems: "{{ instance | peertube.peertube.peertube_instance_problems }}"
    instance:
      users:
        - name: ada
          email: ada@example.com
"""

RETURN = r"""
_value:
  description:
    - Everything that does not fit, a sentence each. Of an unknown key, it names the nearest that is known.
  type: list
  elements: str
  sample:
    - peertube_instance has the unknown key user. Did you mean users?
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.plugin_utils._action import plain
from ansible_collections.peertube.peertube.plugins.plugin_utils._instance import problems


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"peertube_instance_problems": lambda instance, text="": problems(plain(instance), str(text))}
