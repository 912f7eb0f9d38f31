# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: peertube_token
short_description: The access token of a PeerTube instance
version_added: 1.0.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Returns an access token of a PeerTube instance, of the session that is kept in O(session_file).
  - The session is opened, renewed and used again as M(peertube.peertube.peertube_token) does.
  - A lookup runs each time that its variable is used, on the controller. O(session_file) makes that one login.
  - In check mode as well, a session is opened or renewed where there is no valid one, and kept in O(session_file). A
    variable has a value or none, and tasks that read want the token then, too. The next run uses that session again.
extends_documentation_fragment:
  - peertube.peertube.instance
options:
  _terms:
    description: Takes none.
  session_file:
    description:
      - The absolute path of a file on the controller that keeps the session. See the option of
        M(peertube.peertube.peertube_token) with this name.
      - Required. If not set, the value of the environment variable E(PEERTUBE_SESSION_FILE) is used.
    type: path
  grant_type:
    description:
      - How to get a token when there is no valid one. See the option of M(peertube.peertube.peertube_token) with this
        name.
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
seealso:
  - module: peertube.peertube.peertube_token
"""

EXAMPLES = r"""
- name: Call the API
  ansible.builtin.uri:
    url: https://video.example.com/api/v1/users?count=10
    headers:
      Authorization: Bearer {{ lookup('peertube.peertube.peertube_token',
        url='https://video.example.com',
        username='root', password=vault_peertube_root_password,
        session_file='~/.local/state/peertube/video.example.com.json') }}
"""

RETURN = r"""
_raw:
  description: The access token.
  type: list
  elements: str
"""

import os
import typing as t

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._module.arguments import Environment
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules.peertube_token import MODULE
from ansible_collections.peertube.peertube.plugins.plugin_utils import _apart
from ansible_collections.peertube.peertube.plugins.plugin_utils._action import plain, say
from ansible_collections.peertube.peertube.plugins.plugin_utils._secret_options import check_secret_texts


class LookupModule(LookupBase):
    def run(self, terms: list[t.Any], variables: dict[str, t.Any] | None = None, **kwargs: t.Any) -> list[str]:
        if terms:
            raise AnsibleLookupError("The lookup takes no terms. Give its options by name, such as url='https://...'.")
        # Not by set_options: it quotes a value that does not fit, and returns defaults as if the user had set them, so
        # that the environment would never be asked.
        options = {name: value for name, value in kwargs.items() if value is not None}
        if not options.get("session_file") and not os.environ.get("PEERTUBE_SESSION_FILE"):
            raise AnsibleLookupError(
                "session_file is not set. Set it, or PEERTUBE_SESSION_FILE in the environment: "
                "without it, each use of the variable would be a login."
            )
        result = _obtain_token(options)
        for message in result.get("warnings", ()):
            Display().warning(message)
        if result.get("failed"):
            raise AnsibleLookupError(result["msg"])
        return [result["token"]["access_token"]]


def _obtain_token(options: dict[str, t.Any]) -> dict[str, t.Any]:
    """The result of the module, in check mode as well: what the variable is used for is read then, too."""
    try:
        check_secret_texts(MODULE.argument_spec(Environment()), options)
    except PeerTubeError as error:
        return {"failed": True, **error.as_result()}
    arguments = plain({**options, "set_facts": False})
    if _apart.IS_NEEDED:
        return _apart.run_apart("peertube_token", arguments, say)
    return run_in_process(MODULE, arguments, check_mode=False, say=say)
