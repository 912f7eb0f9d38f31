#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_plugin
short_description: Manage plugins and themes of a PeerTube instance
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Installs and uninstalls plugins and themes of a PeerTube instance, changes their version, and sets the settings of
    plugins.
  - Another version is installed by uninstalling the old one first, which keeps its settings. PeerTube would register
    the code of a plugin twice that is installed over another version of it.
  - When an install fails after the old version was uninstalled, the old version is put back. The error says what is
    installed then.
  - Tasks that write to one instance take turns, as far as they run as one user on one machine. One waits for at most
    ten minutes, or twice O(timeout) if that is longer, and a message says so once a wait has lasted five seconds. Of
    several installs at the same time PeerTube loses all but one; with many hosts, set C(throttle) to V(1) or use
    C(run_once).
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
options:
  name:
    description:
      - The name of the npm package, C(peertube-plugin-...) or C(peertube-theme-...). With O(kind), the rest of that
        name is enough.
    type: str
    required: true
  kind:
    description:
      - What O(name) is the short name of.
    type: str
    choices:
      - plugin
      - theme
  version:
    description:
      - Exactly this version, such as V(1.0.2). A range is refused.
      - Without it, what is installed may stay as it is. To install what is not there, PeerTube then asks the plugin
        index for the newest version that fits.
    type: str
  path:
    description:
      - A folder on the server, from where it is installed in place of the npm registry. The folder has the name of the
        plugin, for PeerTube takes the name from there.
      - What is installed already is not installed again, unless O(version) is set and is another one.
    type: str
  settings:
    description:
      - Settings of a plugin, by the names that the plugin gave them. The value V(null) goes back to the default of the
        plugin.
      - PeerTube keeps whatever it is given. Here, names that the plugin does not know, choices that it does not have,
        and values of the wrong type are errors, before anything is set. What is not installed yet has to be installed
        before it can say what it knows.
      - A setting that was never set and is wanted as the plugin's default has it is unchanged.
      - All settings count as secret. Their names are shown and returned, their values are not.
    type: dict
  settings_mode:
    description:
      - With V(merged), settings that O(settings) does not name are left alone. With V(replaced), they go back to their
        defaults.
    type: str
    choices:
      - merged
      - replaced
    default: merged
  state:
    description:
      - With V(present), it is installed.
      - With V(latest), it is installed in the newest version that the plugin index has for this server, or a newer one.
        The server asks the index, which takes one more request; where it cannot, the task fails.
      - With V(absent), it is not installed. PeerTube keeps its settings, and it has them again when it is installed
        again.
    type: str
    choices:
      - absent
      - latest
      - present
    default: present
  timeout:
    description:
      - How many seconds an install or uninstall may take. All other requests have at most 30 of them.
      - While it takes long, a message says every 15 seconds that it is still going on, where the task runs in the
        process of the controller.
      - When the answer to an install is lost on the way, for example because a proxy is less patient, the module waits
        as long for the plugin to appear.
      - A value in C(module_defaults) counts here as well. The environment variable E(PEERTUBE_TIMEOUT) does not.
    type: float
    default: 300.0
seealso:
  - module: peertube.peertube.peertube_config
"""

EXAMPLES = r"""
- name: Have the plugins and the theme of the instance
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/peertube.peertube.peertube:
      url: https://video.example.com
      username: root
      password: "{{ vault_peertube_root_password }}"
      session_file: ~/.local/state/peertube/video.example.com.json
  tasks:
    - name: Let users sign in with OpenID Connect
      peertube.peertube.peertube_plugin:
        name: peertube-plugin-auth-openid-connect
        version: 1.0.2
        settings:
          discover-url: https://sso.example.com/.well-known/openid-configuration
          client-id: peertube
          client-secret: "{{ vault_oidc_secret }}"

    - name: Install a theme
      peertube.peertube.peertube_plugin:
        name: dark
        kind: theme
        version: 2.5.0

    - name: Uninstall a plugin
      peertube.peertube.peertube_plugin:
        name: peertube-plugin-hello-world
        state: absent
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
action:
  description: What was done, or in check mode would be. V(update) is another version, other settings, or both.
  returned: success
  type: str
  sample: create
plugin:
  description: What is installed now. V(null) when it is not.
  returned: success
  type: dict
  contains:
    name:
      description: The name of the npm package.
      type: str
      sample: peertube-plugin-auth-openid-connect
    version:
      description: The version. V(null) in check mode where the plugin index decides.
      type: str
      sample: 1.0.2
    settings:
      description: The names of the settings that were set.
      type: list
      elements: str
      sample:
        - client-id
        - client-secret
        - discover-url
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: rejected
    status: 400
    method: POST
    url: https://video.example.com/api/v1/plugins/install
    detail: Cannot install plugin peertube-plugin-hello-world
    retry_after: null
"""

import dataclasses
import posixpath
import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api import plugins as api
from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import invalid_option
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import ensure
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import (
    as_signed_in,
    result_of,
    turn_of,
)
from ansible_collections.peertube.peertube.plugins.module_utils._resources.plugin_settings import check_plain
from ansible_collections.peertube.peertube.plugins.module_utils._resources.plugins import Plugins, Wanted, remedy_of

# Seconds for requests that make the server fetch nothing.
SHORT_TIMEOUT = 30.0
# A day, which is the most that every module takes: it says so of what is more.
LONGEST_TIMEOUT = 86400
OPTIONS = {
    "name": {"type": "str", "required": True},
    "kind": {"type": "str", "choices": ["plugin", "theme"]},
    "version": {"type": "str"},
    "path": {"type": "str"},
    "settings": {"type": "dict", "no_log": True},
    "settings_mode": {"type": "str", "choices": ["merged", "replaced"], "default": "merged"},
    "state": {"type": "str", "choices": ["absent", "latest", "present"], "default": "present"},
    "timeout": {"type": "float", "default": 300.0},
}


def perform(call: Call) -> dict[str, t.Any]:
    wanted, timeout = wanted_of(call), call.option("timeout")
    if 0 < timeout <= LONGEST_TIMEOUT:
        call.params["timeout"] = min(timeout, SHORT_TIMEOUT)
    return as_signed_in(lambda call, sender: ensured(call, sender, wanted, timeout))(call)


def wanted_of(call: Call) -> Wanted:
    """What the options want. Raises PeerTubeError invalid_option."""
    name = api.full_name(call.option("name"), call.option("kind"))
    version, path, settings = (call.option(option) for option in ("version", "path", "settings"))
    if version is not None and not api.is_version(version):
        remedy = "Set it to one version such as 1.0.2, in quotes where YAML would read a number; for the newest, set "
        raise invalid_option(f"version {version!r} is not an exact version.", remedy + "state to latest.")
    if path is not None and not (path.startswith("/") and posixpath.basename(path) == name):
        remedy = "Set it to the absolute path of a folder with that name, for PeerTube takes the name from there."
        raise invalid_option(f"path {path!r} does not end with /{name}.", remedy)
    newest = call.option("state") == "latest"
    if newest and (version is not None or path is not None):
        raise invalid_option("state is latest, and version or path is set.", "Remove one of them.")
    if settings and api.is_theme(name):
        raise invalid_option(f"settings are set, and {name} is a theme.", "Remove them: themes have none.")
    check_plain(settings or {})
    return Wanted(
        name=name,
        present=call.option("state") != "absent",
        version=version,
        path=path,
        settings=settings,
        replaced=call.option("settings_mode") == "replaced",
        newest=newest,
    )


def ensured(call: Call, sender: Sender, wanted: Wanted, timeout: float) -> dict[str, t.Any]:
    plugins = api.Plugins(sender, timeout, call.say_at_once)
    if wanted.newest:
        wanted = dataclasses.replace(wanted, version=plugins.latest_version(wanted.name))
    outcome = ensure(
        Plugins(plugins, wanted, timeout),
        wanted.plans,
        call.check_mode,
        turn_of(sender.http, at_least=2 * timeout),
        lambda plans: remedy_of(wanted),
    )
    return result_of("plugin", outcome, plugin=shown(wanted, outcome.states.get(wanted.name)))


def shown(wanted: Wanted, state: t.Mapping[str, t.Any] | None) -> dict[str, t.Any] | None:
    if state is None:
        return None
    settings = state.get("settings") or {}
    names = sorted(str(name) for name, value in settings.items() if value is not None)
    return {"name": wanted.name, "version": state.get("version"), "settings": names}


MODULE = Module("peertube.peertube.peertube_plugin", perform, OPTIONS)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
