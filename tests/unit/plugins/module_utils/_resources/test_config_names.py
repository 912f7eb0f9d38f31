# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names of the configuration's leaves: both spellings, what was probably meant, and the environment."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._resources.config_names import variable_of, wanted_of

SCHEMA: dict[str, Any] = {
    "instance": {"name": "PeerTube", "shortDescription": "Videos", "isNSFW": False, "customizations": {"css": ""}},
    "signup": {"enabled": False, "limit": 10, "minimumAge": 16},
    "transcoding": {"enabled": True, "resolutions": {"720p": False}},
    "defaults": {"p2p": {"webapp": {"enabled": True}}},
    "future": {"thing": {"level": 3}},
    "videoComments": {},
}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"instance": {"short_description": "Films"}}, {"instance": {"shortDescription": "Films"}}),
        ({"instance": {"shortDescription": "Films"}}, {"instance": {"shortDescription": "Films"}}),
        ({"instance": {"is_nsfw": True}}, {"instance": {"isNSFW": True}}),
        ({"transcoding": {"resolutions": {"720p": True}}}, {"transcoding": {"resolutions": {"720p": True}}}),
        ({"defaults": {"p2p": {"webapp": {"enabled": 0}}}}, {"defaults": {"p2p": {"webapp": {"enabled": False}}}}),
        ({"future": {"thing": {"level": "4"}}}, {"future": {"thing": {"level": 4}}}),
    ],
)
def test_a_key_is_found_in_both_spellings(given: Any, wanted: Any) -> None:
    assert wanted_of(given, SCHEMA) == wanted


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "config is empty."),
        ({"signup": {}}, "config.signup is empty."),
        ({"signup": None}, "config.signup is a section, and nothing was given. Use config.signup.enabled, "),
        ({"signup": False}, "config.signup is a section, and False was given. Use config.signup.enabled, "),
        ({"signup": ["enabled"]}, "config.signup is a section, and a list was given."),
        ({"signup": {"enable": True}}, "config.signup.enable is nothing .* Did you mean config.signup.enabled?"),
        ({"sign_up": {"enabled": True, "limits": 3}}, "config.signup.limits is .* Did you mean config.signup.limit?"),
        ({"signin": {"limit": 3}}, "config.signin is nothing .* Did you mean config.signup?"),
        ({"name": "Films"}, "config.name is nothing .* Did you mean config.instance.name?"),
        ({"signup": {"name": "Films"}}, "config.signup.name is nothing .* Did you mean config.instance.name?"),
        ({"signup.minimumAge": 18}, "config.signup.minimumAge is .* Did you mean config.signup.minimumAge?"),
        ({"minimum_ages": 18}, "config.minimum_ages is nothing .* Did you mean config.signup.minimumAge?"),
        (
            {"instance": {"720p": True}},
            "config.instance.720p is nothing .* Did you mean config.transcoding.resolutions.720p?",
        ),
        ({"smtp": {"hostname": "mail"}}, "config.smtp is nothing .* It has config.instance, config.signup, "),
        ({"instance": {"isNSFW": True, "is_nsfw": True}}, "config.instance has isNSFW in two spellings."),
        ({False: True}, "config.False is nothing"),
        ({"signup": {"enabled": {"x": 1}}}, "config.signup.enabled must be true or false, and is a section"),
    ],
)
def test_a_key_that_is_not_there_is_told_with_what_was_probably_meant(given: Any, message: str) -> None:
    with pytest.raises(PeerTubeError) as raised:
        wanted_of(given, SCHEMA)
    assert raised.value.code == "invalid_option"
    start, _sign, end = message.partition(" .* ")
    told = raised.value.as_result()["msg"]
    assert start in told
    assert end in told


@pytest.mark.parametrize(
    ("path", "on_8_2", "on_6_3"),
    [
        ("signup.enabled", "PEERTUBE_SIGNUP_ENABLED", "PEERTUBE_SIGNUP_ENABLED"),
        ("signup.minimumAge", "PEERTUBE_SIGNUP_MINIMUM_AGE", None),
        ("instance.isNSFW", "PEERTUBE_INSTANCE_IS_NSFW", None),
        ("instance.defaultNSFWPolicy", "PEERTUBE_INSTANCE_DEFAULT_NSFW_POLICY", None),
        ("transcoding.resolutions.720p", "PEERTUBE_TRANSCODING_720P", "PEERTUBE_TRANSCODING_720P"),
        ("transcoding.resolutions.0p", "PEERTUBE_TRANSCODING_RESOLUTIONS_0P", None),
        ("live.transcoding.resolutions.0p", "PEERTUBE_LIVE_TRANSCODING_0P", None),
        ("search.remoteUri.users", "PEERTUBE_SEARCH_REMOTEURI_USERS", "PEERTUBE_SEARCH_REMOTEURI_USERS"),
        ("import.videos.http.enabled", "PEERTUBE_IMPORT_VIDEOS_HTTP", "PEERTUBE_IMPORT_VIDEOS_HTTP"),
        ("defaults.p2p.webapp.enabled", "PEERTUBE_DEFAULTS_P2P_WEBAPP_ENABLED", None),
        ("instance.social.xLink", "PEERTUBE_INSTANCE_SOCIAL_X_LINK", None),
        ("future.thing.level", None, None),
    ],
)
def test_the_variable_of_a_leaf_is_named_where_it_is_known(path: str, on_8_2: str, on_6_3: str) -> None:
    assert variable_of(path, SCHEMA) == on_8_2
    assert variable_of(path, {}) == on_6_3
