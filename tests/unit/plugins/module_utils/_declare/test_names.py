# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._declare.names import (
    by_name,
    listed,
    nearest,
    respelled,
    spelling,
    unknown_key,
)

KNOWN = ("name", "shortDescription", "defaultNSFWPolicy", "0p", "isNSFW")


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("shortDescription", "shortDescription"),
        ("short_description", "shortDescription"),
        ("default_nsfw_policy", "defaultNSFWPolicy"),
        ("is_nsfw", "isNSFW"),
        ("0p", "0p"),
        ("descripton", None),
        (5, None),
    ],
)
def test_a_name_is_known_in_the_spelling_of_the_api_and_of_the_configuration_file(given: object, known: object) -> None:
    assert spelling(given, KNOWN) == known


def test_a_name_that_means_two_has_to_be_written_as_it_is() -> None:
    assert [spelling(name, ("ab", "a_b")) for name in ("ab", "a_b", "aB")] == ["ab", "a_b", None]


@pytest.mark.parametrize(
    ("given", "near"),
    [("shortDescripton", "shortDescription"), ("short_descripton", "shortDescription"), ("nam", "name"), ("xyz", None)],
)
def test_the_nearest_name_is_found_in_either_spelling(given: str, near: object) -> None:
    assert nearest(given, KNOWN) == near


def test_an_unknown_key_is_answered_with_the_nearest_name() -> None:
    error = unknown_key("config.instance", "short_descripton", KNOWN)
    assert error.as_result()["msg"] == (
        "config.instance has the unknown key short_descripton. Did you mean shortDescription?"
    )
    assert error.code == "invalid_option"


def test_an_unknown_key_that_is_like_none_is_answered_with_the_names_there_are() -> None:
    assert unknown_key("users", "xyz", ["name", "email"]).remedy == "Use one of email, name."


def test_an_unknown_key_where_there_are_none_is_to_be_removed() -> None:
    assert unknown_key("settings", "xyz", []).remedy == "Remove it."


def test_keys_are_respelled_as_they_are_known() -> None:
    assert respelled("config", {"short_description": "a", "name": "b"}, KNOWN) == {"shortDescription": "a", "name": "b"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"names": 1}, "config has the unknown key names."),
        ({1: 1}, "config has the unknown key 1."),
        ({"isNSFW": 1, "is_nsfw": 1}, "config has isNSFW in two spellings."),
    ],
)
def test_keys_that_cannot_be_respelled_are_refused(given: Any, sentence: str) -> None:
    with pytest.raises(PeerTubeError) as caught:
        respelled("config", given, KNOWN)
    assert caught.value.sentence == sentence


def test_entries_are_found_by_their_names() -> None:
    assert by_name("users", [{"name": "ada"}, {"name": "bob"}]) == {"ada": {"name": "ada"}, "bob": {"name": "bob"}}


def test_an_entry_that_is_there_twice_is_refused() -> None:
    with pytest.raises(PeerTubeError, match=r"hosts has a\.example twice\."):
        by_name("hosts", ["a.example", "A.example"], str.lower)


def test_many_names_are_cut_short() -> None:
    assert listed(["a", "b", "c", "d"], limit=2) == "a, b and 2 more"
