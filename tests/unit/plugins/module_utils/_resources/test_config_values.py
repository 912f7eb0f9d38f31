# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What users write for a leaf of the configuration, and what PeerTube makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._resources.config_values import read_value, same

# A leaf of each type, and what a fresh instance has there.
LEAVES: dict[str, Any] = {
    "signup.enabled": False,
    "signup.limit": 10,
    "instance.name": "PeerTube",
    "instance.languages": [],
    "instance.categories": [],
    "user.videoQuota": -1,
    "export.users.maxUserVideoQuota": None,
    "export.users.exportExpiration": 172800000,
    "live.maxDuration": -1,
    "live.dvr.maxWindow": 3600,
    "live.maxUserLives": 3,
    "theme.customization.primaryColor": None,
    "defaults.publish.licence": None,
    "future.truth": True,
    "future.number": 3,
    "future.text": "new",
    "future.list": [1],
    "future.nothing": None,
}


@pytest.mark.parametrize(
    ("path", "given", "sent"),
    [
        ("signup.enabled", "yes", True),
        ("signup.enabled", "False", False),
        ("signup.enabled", 1, True),
        ("signup.limit", "500", 500),
        ("signup.limit", " -1 ", -1),
        ("signup.limit", 3.0, 3),
        ("instance.name", 2024, "2024"),
        ("instance.name", "", ""),
        ("instance.name", "12.7 km", "12.7 km"),
        ("instance.languages", ["en", "de"], ["en", "de"]),
        ("instance.languages", [], []),
        ("instance.categories", ["15", 3], [15, 3]),
        ("user.videoQuota", "50GB", 50 * 1024**3),
        ("user.videoQuota", "unlimited", -1),
        ("export.users.maxUserVideoQuota", "20 GB", 20 * 1024**3),
        ("export.users.exportExpiration", "3 days", 259_200_000),
        ("live.maxDuration", "3 hours", 10_800_000),
        ("live.maxDuration", "unlimited", -1),
        ("live.maxDuration", -1, -1),
        ("live.dvr.maxWindow", "30 minutes", 1800),
        ("live.dvr.maxWindow", "1800", 1800),
        ("live.dvr.maxWindow", None, None),
        ("live.maxUserLives", None, None),
        ("theme.customization.primaryColor", "#ff0000", "#ff0000"),
        ("theme.customization.primaryColor", None, None),
        ("defaults.publish.licence", "3", 3),
        ("future.truth", "no", False),
        ("future.number", "4", 4),
        ("future.text", "newer", "newer"),
        ("future.list", [2, "b"], [2, "b"]),
        ("future.nothing", {"any": 1}, {"any": 1}),
        ("future.nothing", None, None),
    ],
)
def test_a_value_is_read(path: str, given: Any, sent: Any) -> None:
    read = read_value(path, given, LEAVES[path])
    assert (read, type(read)) == (sent, type(sent))


@pytest.mark.parametrize(
    ("path", "given", "told"),
    [
        ("signup.enabled", "perhaps", "must be true or false, and is 'perhaps'"),
        ("signup.enabled", None, "cannot be null"),
        ("signup.limit", "many", "must be a whole number, and is 'many'"),
        ("signup.limit", 12.5, "must be a whole number, and is 12.5"),
        ("signup.limit", True, "must be a whole number, and is True"),
        ("signup.limit", [1], "must be a whole number, and is a list"),
        ("signup.limit", 2**53, "must be a whole number"),
        ("signup.limit", "007", "must be a whole number"),
        ("signup.limit", "9" * 5000, "must be a whole number"),
        ("instance.name", "12.7", "cannot be '12.7'"),
        ("instance.name", 12.7, "cannot be '12.7'"),
        ("instance.name", "007", "cannot be '007'"),
        ("instance.name", "+5", "cannot be '+5'"),
        ("instance.name", ".5", "cannot be '.5'"),
        ("instance.name", "-0", "cannot be '-0'"),
        ("instance.name", str(2**53), "cannot be"),
        ("instance.name", ["Films"], "must be a text, and is a list"),
        ("instance.name", {"en": "Films"}, "must be a text, and is a section (with en)"),
        ("instance.name", False, "must be a text, and is False. Put it in quotes."),
        ("instance.name", "\ud800", "is not valid Unicode"),
        ("instance.name", None, "cannot be null"),
        ("instance.languages", "en", "must be a list, and is 'en'"),
        ("instance.languages", ["en", False], "[1] must be a text, and is False. Put it in quotes."),
        ("instance.languages", ["007"], "[0] cannot be '007'"),
        ("instance.categories", ["films"], "[0] must be a whole number"),
        ("user.videoQuota", "50 parsecs", "has the unknown unit parsecs"),
        ("user.videoQuota", "1.5GB", "cannot be '1.5GB'"),
        ("export.users.exportExpiration", "junk", "cannot be 'junk'"),
        ("export.users.exportExpiration", "5 m", "has the unknown unit m"),
        ("export.users.exportExpiration", -1, "cannot be -1"),
        ("live.dvr.maxWindow", "2 fortnights", "has the unknown unit fortnights"),
        ("future.number", "50GB", "must be a whole number"),
        ("future.text", None, "cannot be null"),
        ("future.list", [{"a": 1}, "007"], "[1] cannot be '007'"),
    ],
)
def test_a_value_that_would_not_arrive_as_it_is_meant_is_refused(path: str, given: Any, told: str) -> None:
    with pytest.raises(PeerTubeError) as raised:
        read_value(path, given, LEAVES[path])
    message = raised.value.as_result()["msg"]
    assert raised.value.code == "invalid_option"
    assert message.startswith(f"config.{path}")
    assert told in message


@pytest.mark.parametrize(
    ("path", "shown", "given", "sent"),
    [
        # A name that looks like a number is shown as one, in production.yaml even with a fraction.
        ("instance.name", 2024, "Films", "Films"),
        ("instance.name", 12.7, "Films", "Films"),
        # What was PUT as a text stays one.
        ("signup.enabled", "true", False, False),
        ("signup.limit", "10", 11, 11),
        # A later version may have made something else of a leaf.
        ("signup.enabled", "invited", "everybody", "everybody"),
        ("signup.limit", ["a"], ["b"], ["b"]),
        ("defaults.publish.licence", 3, None, None),
    ],
)
def test_what_the_instance_shows_decides_unless_it_is_known_better(
    path: str, shown: Any, given: Any, sent: Any
) -> None:
    assert read_value(path, given, shown) == sent


@pytest.mark.parametrize(
    ("wanted", "present", "is_same"),
    [
        ("2024", 2024, True),
        ("2024", "2024", True),
        ("Films", "Films", True),
        ("1", True, False),
        (["12", "en"], [12, "en"], True),
        (["en"], ["de"], False),
        (["en"], ["en", "de"], False),
        (True, "true", False),
        (10, "10", False),
        (None, 0, False),
    ],
)
def test_a_text_is_the_same_as_the_number_that_peertube_makes_of_it(wanted: Any, present: Any, is_same: bool) -> None:
    assert same(wanted, present) is is_same
