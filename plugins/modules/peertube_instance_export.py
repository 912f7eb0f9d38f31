#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_instance_export
short_description: Write how a PeerTube instance is set up to a file
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Writes a file of variables that the role P(peertube.peertube.instance#role) applies to the same instance without a
    change. The playbook C(peertube.peertube.export) does nothing but this.
  - The file says nothing of what PeerTube does by default, as far as that is known of its version; nothing of what only
    the instance itself can set, such as ids; and no secret. PeerTube shows no passwords.
  - The pictures of the instance become files in a directory beside it.
  - Where a plugin has a secret, a variable stands in the file that is not defined. A second file lists all of these.
  - Everything is read before anything is written, and each file is written as a whole, for its owner alone.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
options:
  dest:
    description:
      - The absolute path of the file, such as V(/home/ada/instance.yml). Pictures are written to the directory
        V(instance.files) beside it, and the names of variables to V(instance.secrets.yml).
    type: path
    required: true
  force:
    description:
      - Whether a file that is there and says something else may be replaced. The one with the names of variables never
        is, for it may have got values.
    type: bool
    default: false
  with_defaults:
    description:
      - Whether to write also what is as PeerTube does it by default. Then it counts as drift when that changes.
    type: bool
    default: false
  gather_subset:
    description:
      - What to write.
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
requirements:
  - PyYAML (Python library)
seealso:
  - module: peertube.peertube.peertube_instance_info
"""

EXAMPLES = r"""
- name: Keep how the instance is set up
  peertube.peertube.peertube_instance_export:
    url: https://video.example.com
    username: root
    password: "{{ vault_peertube_root_password }}"
    dest: "{{ playbook_dir }}/instance.yml"
    force: true
"""

RETURN = r"""
files:
  description: The paths of all files of the export, that of O(dest) first, whether they had to be written or not.
  returned: success
  type: list
  elements: str
  sample:
    - /home/ada/instance.yml
    - /home/ada/instance.files/avatar.png
variables:
  description: The names of the variables that need a value before the file can be applied.
  returned: success
  type: list
  elements: str
  sample:
    - peertube_secret_auth_openid_connect_client_secret
server_version:
  description: The version of PeerTube that the instance runs.
  returned: success
  type: str
  sample: 8.2.1
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: invalid_option
    status: null
    method: null
    url: null
    detail: null
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in
from ansible_collections.peertube.peertube.plugins.module_utils._resources import instance
from ansible_collections.peertube.peertube.plugins.module_utils._resources.export import read_export
from ansible_collections.peertube.peertube.plugins.module_utils._resources.export_files import Destination

OPTIONS = {
    "dest": {"type": "path", "required": True},
    "force": {"type": "bool", "default": False},
    "with_defaults": {"type": "bool", "default": False},
    **instance.OPTIONS,
}


def perform(call: Call) -> dict[str, t.Any]:
    destination = Destination(call.option("dest"))
    return as_signed_in(lambda call, sender: exported(call, sender, destination))(call)


def exported(call: Call, sender: Sender, destination: Destination) -> dict[str, t.Any]:
    parts = instance.parts_of(call.option("gather_subset"))
    export = read_export(sender, parts, call.option("with_defaults"))
    written = destination.write(export, call.option("force"), call.check_mode)
    for warning in (*export.warnings, *written.warnings):
        call.warn(warning)
    return {
        "changed": written.changed,
        "files": written.paths,
        "variables": list(export.variables),
        "server_version": export.version,
        "diff": written.diff,
    }


MODULE = Module("peertube.peertube.peertube_instance_export", perform, OPTIONS)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
