#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_image
short_description: Manage the pictures of a PeerTube instance and of channels
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Uploads and removes the avatar, the banner and the logos of a PeerTube instance, and the avatar and banner of a
    channel.
  - PeerTube tells no hash of a picture, gives it a new address at each upload, and redraws most pictures. So what was
    uploaded is remembered in a file on the machine where the task runs, beside O(session_file), with C(.pictures) at
    the end of its name, or without one in C(~/.cache/peertube.peertube). As long as the picture is at the same
    address, and O(src) has the same bytes, nothing is changed.
  - A picture that was not uploaded from that machine is fetched and compared where PeerTube would have kept the bytes
    of O(src). That is so for one that has exactly a size in which PeerTube keeps it, no EXIF, and no more than 15 kB
    (100 kB from a height of 500, 200 kB from a height of 1000), and for SVG.
  - Otherwise it is not known whether the picture is the one in O(src). Then it is left as it is, RV(action) is
    V(unknown), and a warning says so.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
attributes:
  idempotent:
    details:
      - Where it is not known what the picture was made of, nothing is changed, see RV(action).
options:
  target:
    description:
      - Which picture is meant.
      - V(favicon), V(header-square), V(header-wide) and V(opengraph) are the logos of the instance, which needs
        PeerTube 7.3. V(opengraph) is what other sites show beside a link.
    type: str
    required: true
    choices:
      - avatar
      - banner
      - channel-avatar
      - channel-banner
      - favicon
      - header-square
      - header-wide
      - opengraph
  channel:
    description:
      - The name of the channel whose picture is meant.
    type: str
  src:
    description:
      - The picture, a file on the machine where the task runs, in PNG, JPEG, GIF or WebP, and for logos from PeerTube
        8.1 on in SVG. Which of them it is, its own bytes say.
      - PeerTube 6.3 takes up to 4 MB, 8.2 up to 8 MB. What the instance would refuse is refused before it is sent.
      - PeerTube cuts and resizes. It keeps avatars in squares of 1500, 600, 120 and 48 pixels, banners in 1920x317 and
        600x100, a favicon in 32x32, V(header-square) in 48x48, V(header-wide) 48 pixels high, and V(opengraph) in
        1200x650.
      - Required with O(state=present).
    type: path
  state:
    description:
      - Whether there is such a picture. With V(absent), an uploaded one is removed, and the instance shows one of
        PeerTube's own in its place, or its avatar.
    type: str
    choices:
      - absent
      - present
    default: present
seealso:
  - module: peertube.peertube.peertube_channel
  - module: peertube.peertube.peertube_config
"""

EXAMPLES = r"""
- name: Have the look of the instance
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/peertube.peertube.peertube:
      url: https://video.example.com
      username: root
      password: "{{ vault_peertube_root_password }}"
      session_file: ~/.local/state/peertube/video.example.com.json
  tasks:
    - name: Set the avatar of the instance
      peertube.peertube.peertube_image:
        target: avatar
        src: "{{ playbook_dir }}/files/avatar.png"

    - name: Set the picture that other sites show
      peertube.peertube.peertube_image:
        target: opengraph
        src: "{{ playbook_dir }}/files/opengraph.png"

    - name: Go back to the favicon of PeerTube
      peertube.peertube.peertube_image:
        target: favicon
        state: absent

    - name: Have a channel for the news
      peertube.peertube.peertube_channel:
        name: news
        display_name: News of the valley

    - name: Set its banner
      peertube.peertube.peertube_image:
        target: channel-banner
        channel: news
        src: "{{ playbook_dir }}/files/news.png"
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
action:
  description:
    - What was done, or in check mode would be. V(create), V(update), V(delete), V(none), or V(unknown).
    - With V(unknown), there is a picture, nothing was changed, and it is not known whether it is the one in O(src).
  returned: success
  type: str
  sample: create
image:
  description: The picture that is there now. V(null) when there is none.
  returned: success
  type: dict
  contains:
    target:
      description: Which picture it is.
      type: str
      sample: avatar
    channel:
      description: The channel whose it is. V(null) for one of the instance.
      type: str
      sample: null
    address:
      description: Where its largest size is. V(null) in check mode for one that is not there yet.
      type: str
      sample: https://video.example.com/lazy-static/avatars/8fe1ec7e-84a8-4fe5-8cd4-9cbe9b1cf4a3.png
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

import re
import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.pictures import LOGOS, Pictures
from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import invalid_option
from ansible_collections.peertube.peertube.plugins.module_utils._base.picture_file import PictureFile, read_picture
from ansible_collections.peertube.peertube.plugins.module_utils._declare.ensure import ensure
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import (
    as_signed_in,
    result_of,
    turn_of,
)
from ansible_collections.peertube.peertube.plugins.module_utils._resources.pictures import Picture, Present, Verdict
from ansible_collections.peertube.peertube.plugins.module_utils._session.uploads import Uploads

CHANNEL_TARGETS = ("channel-avatar", "channel-banner")
TARGETS = ["avatar", "banner", *CHANNEL_TARGETS, *LOGOS]
OPTIONS = {
    "target": {"type": "str", "required": True, "choices": TARGETS},
    "channel": {"type": "str"},
    "src": {"type": "path"},
    "state": {"type": "str", "choices": ["absent", "present"], "default": "present"},
}
RULES = {
    "required_if": [
        ("state", "present", ("src",)),
        *(("target", target, ("channel",)) for target in CHANNEL_TARGETS),
    ]
}


def perform(call: Call) -> dict[str, t.Any]:
    check_channel(call.option("target"), call.option("channel"))
    wanted = wanted_of(call)
    return as_signed_in(lambda call, sender: ensured(call, sender, wanted))(call)


def check_channel(target: str, channel: str | None) -> None:
    """Raises PeerTubeError invalid_option."""
    if channel is None:
        return
    if target not in CHANNEL_TARGETS:
        raise invalid_option(
            f"channel is set, and target is {target}.", "Set target to channel-avatar or channel-banner."
        )
    if re.fullmatch(r"[A-Za-z0-9_.-]{1,50}", channel) is None:
        raise invalid_option(f"channel {channel!r} is not the name of one here.", "Set it to the name in its address.")


def wanted_of(call: Call) -> PictureFile | None:
    """The picture in src. Raises PeerTubeError invalid_option."""
    if call.option("state") == "absent":
        return None
    picture, target = read_picture("src", call.option("src")), call.option("target")
    if picture.kind == "svg" and target not in LOGOS:
        remedy = "Convert it to PNG: PeerTube takes SVG for the logos of the instance only."
        raise invalid_option(f"src {picture.path} is SVG, and target is {target}.", remedy)
    return picture


def ensured(call: Call, sender: Sender, wanted: PictureFile | None) -> dict[str, t.Any]:
    target, channel, url = call.option("target"), call.option("channel"), sender.http.connection.url
    key = f"{target} of {channel}" if channel else target
    uploads = Uploads(url, call.option("session_file"))
    picture = Picture(Pictures(sender, target, channel), key, wanted, uploads, call.check_mode)
    outcome = ensure(picture, picture.plans, call.check_mode, turn_of(sender.http))
    for warning in picture.warnings:
        call.warn(warning)
    found = outcome.states.get(key)
    present = None if found is None else found["picture"]
    address = f"{url}{present.address}" if isinstance(present, Present) else None
    image = None if found is None else {"target": target, "channel": channel, "address": address}
    result = result_of("image", outcome, image=image)
    if wanted is not None and isinstance(present, Present) and present.verdict is Verdict.UNKNOWN:
        call.warn(
            f"It is not known whether the {key} is {wanted.path}: it was not uploaded from here, and PeerTube redraws "
            "such a picture. It is left as it is. To be sure, remove it with state=absent, then set it again."
        )
        result["action"] = "unknown"
    return result


MODULE = Module("peertube.peertube.peertube_image", perform, OPTIONS, rules=RULES)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
