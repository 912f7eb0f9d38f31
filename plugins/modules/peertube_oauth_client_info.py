#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_oauth_client_info
short_description: Get the OAuth client of a PeerTube instance
version_added: 1.0.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Returns the OAuth client pair of a PeerTube instance. A login needs it; M(peertube.peertube.peertube_token) fetches
    it by itself, and takes one request less when it is given.
  - The pair stays the same as long as the instance has its database.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.info
  - peertube.peertube.instance
seealso:
  - module: peertube.peertube.peertube_token
"""

EXAMPLES = r"""
- name: Get the OAuth client
  peertube.peertube.peertube_oauth_client_info:
    url: https://video.example.com
  register: client

- name: Log in with one request
  peertube.peertube.peertube_token:
    url: https://video.example.com
    client_id: "{{ client.client_id }}"
    client_secret: "{{ client.client_secret }}"
    username: root
    password: "{{ vault_peertube_root_password }}"
"""

RETURN = r"""
client_id:
  description: The name of the client.
  returned: success
  type: str
  sample: p4jlx2v0x4q3h1k5z7n9c8b6m2w1s3d5
client_secret:
  description: What belongs to it.
  returned: success
  type: str
  sample: aBcDeFgHiJkLmNoPqRsTuVwXyZ012345
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: host_forbidden
    status: 403
    method: GET
    url: https://video.example.com/api/v1/oauth-clients/local
    detail: null
    retry_after: null
"""

from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.works import oauth_client

MODULE = Module("peertube.peertube.peertube_oauth_client_info", oauth_client, secrets=("client_secret",))


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
