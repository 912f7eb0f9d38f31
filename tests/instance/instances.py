# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Descriptions of instances: one with everything, and random ones."""

from __future__ import annotations

import copy
import string
from pathlib import Path
from typing import Any

from contract.pictures import png
from hypothesis import strategies as st

# Other instances, and who is known there.
PEERS = {"friend.example": ["ada"], "foe.example": ["troll"], "other.example": []}
# What Ansible and YAML could take for something else.
TEXT = "{{ lookup('env', 'A') }} {% raw %} {# no comment #} # 'once' \"twice\": yes\n\n  indented ünïcode \U0001f3ac\n"
OPENID = "peertube-plugin-auth-openid-connect"
SECRET = "kept-to-itself-9f2c"
SECRET_VARIABLE = "peertube_secret_auth_openid_connect_client_secret"
AVATAR = "avatar.png"


def rich(directory: Path) -> dict[str, Any]:
    """Something in each part. The pictures are in that directory."""
    (directory / AVATAR).write_bytes(png(700, 300))  # which PeerTube redraws
    (directory / "banner.png").write_bytes(png(1920, 317))
    return copy.deepcopy(
        {
            "config": {
                "instance": {"name": "Films of the valley", "description": TEXT, "languages": ["en", "de"]},
                "signup": {"enabled": True, "limit": 2024},
                "services": {"twitter": {"username": "@valley"}},
                "theme": {"default": "dark"},
            },
            "plugins": [
                {"name": "peertube-theme-dark", "version": "2.5.0"},
                {"name": "peertube-plugin-hello-world", "version": "0.0.24", "settings": {"admin-name": TEXT}},
                {
                    "name": OPENID,
                    "version": "1.0.2",
                    "settings": {"client-id": "peertube", "client-secret": SECRET, "signature-algorithm": "RS384"},
                },
            ],
            "homepage": TEXT,
            "images": {"avatar": AVATAR, "banner": "banner.png"},
            "users": [
                {"name": "ada", "email": "ada@valley.example", "user_password": "ada-password", "role": "moderator"},
                {
                    "name": "bob",
                    "email": "bob@valley.example",
                    "user_password": "bob-password",
                    "video_quota": "5GB",
                    "video_quota_daily": "1GB",
                    "bypass_auto_block": True,
                    "blocked": True,
                    "block_reason": "On leave",
                },
            ],
            "channels": [{"name": "films", "display_name": "Films", "description": TEXT, "support": "Buy us a tea"}],
            "follows": {"hosts": ["friend.example"]},
            "blocklist": {"servers": ["foe.example"], "accounts": ["troll@foe.example"]},
            "watched_words": {"insults": ["silly", "daft", "12"], "on": ["yes"]},
            "runner_token": "present",
        }
    )


def with_passwords(instance: dict[str, Any]) -> dict[str, Any]:
    """What somebody adds to an export who sets up a new instance with it."""
    users = [
        user if user["name"] == "root" else {**user, "user_password": "a-new-password", "update_password": "on_create"}
        for user in instance["users"]
    ]
    return {**instance, "users": users}


words = st.text(string.ascii_letters + "äß{%#}'\":-\\ 07", min_size=1, max_size=12).map(str.strip).filter(bool)
texts = st.lists(words, min_size=1, max_size=3).map("\n".join).filter(lambda text: len(text) >= 3)
names = st.from_regex(r"\A[a-z][a-z0-9]{2,8}\Z")
hosts = st.sampled_from([f"host{number}.example" for number in range(4)])


def _distinct(entries: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(entries, max_size=3, unique_by=lambda entry: entry["name"])


CONFIG = st.fixed_dictionaries(
    {},
    optional={
        "instance": st.fixed_dictionaries(
            {},
            optional={"name": words.filter(lambda name: not name.isdigit()), "terms": texts, "isNSFW": st.booleans()},
        ).filter(bool),
        "signup": st.fixed_dictionaries({"limit": st.integers(-1, 50), "enabled": st.booleans()}),
        "user": st.just({"videoQuota": "20GB"}),
    },
)
USERS = _distinct(
    st.fixed_dictionaries(
        {"name": names.map(lambda name: f"u{name}"), "user_password": st.just("a-password")},
        optional={
            "role": st.sampled_from(["user", "moderator"]),
            "video_quota": st.sampled_from(["unlimited", "5GB", "1536MB"]),
            "bypass_auto_block": st.booleans(),
        },
    ).map(lambda user: {**user, "email": f"{user['name']}@valley.example"})
)
CHANNELS = _distinct(
    st.fixed_dictionaries(
        {"name": names.map(lambda name: f"c{name}"), "display_name": words}, optional={"support": texts}
    )
)
random_instances = st.fixed_dictionaries(
    {},
    optional={
        "config": CONFIG.filter(bool),
        "plugins": st.just([{"name": "peertube-plugin-hello-world", "version": "0.0.25"}]),
        "homepage": texts,
        "users": USERS,
        "channels": CHANNELS,
        "follows": st.fixed_dictionaries({"hosts": st.lists(st.sampled_from(sorted(PEERS)), unique=True)}),
        "blocklist": st.fixed_dictionaries({"servers": st.lists(hosts, unique=True)}),
        "watched_words": st.dictionaries(words, st.lists(words, min_size=1, max_size=3, unique=True), max_size=2),
    },
)
