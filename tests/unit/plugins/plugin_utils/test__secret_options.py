# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secret options: which a task set, that they are texts, and whether one is in what would be shown."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.plugin_utils._secret_options import check_secret_texts, occurs_secret

SPEC: dict[str, dict[str, Any]] = {
    "url": {"type": "str"},
    "password": {"type": "str", "no_log": True, "aliases": ["passphrase"]},
    "client_key": {"type": "path", "no_log": False},
    "settings": {"type": "dict", "no_log": True},
    "users": {
        "type": "list",
        "elements": "dict",
        "options": {"name": {"type": "str"}, "user_password": {"type": "str", "no_log": True}},
    },
    "owner": {"type": "dict", "options": {"user_password": {"type": "str", "no_log": True}}},
}
NO_TEXTS = {
    "a dictionary": {"root": "secret-4711"},
    "a list": ["secret-4711"],
    "a number": 4711,
    "true or false": True,
    "a date": datetime.date(2031, 5, 17),
}
PLACES: dict[str, Any] = {
    "password": lambda value: {"password": value},
    "passphrase": lambda value: {"passphrase": value},
    "users[1].user_password": lambda value: {"users": [{"user_password": "text"}, {"user_password": value}]},
    "owner.user_password": lambda value: {"owner": {"user_password": value}},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", NO_TEXTS)
def test_what_is_no_text_is_refused_by_name_and_not_shown(place: str, kind: str) -> None:
    with pytest.raises(PeerTubeError) as caught:
        check_secret_texts(SPEC, PLACES[place](NO_TEXTS[kind]))
    assert caught.value.sentence == f"{place} is {kind}, not a text."
    assert caught.value.code == "invalid_option"
    assert not any(shown in str(caught.value.as_result()) for shown in ("4711", "2031", "root"))


def test_a_moment_is_no_text_either() -> None:
    with pytest.raises(PeerTubeError, match="password is a date"):
        check_secret_texts(SPEC, {"password": datetime.datetime(2031, 5, 17, 12)})


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"password": None},
        {"password": "text", "url": 3, "client_key": ["a"]},
        {"settings": {"client-secret": 3}},
        {"users": None, "owner": "a text where options are wanted"},
        {"users": ["a text", {"name": ["a list"]}]},
        {"users": {"user_password": "text"}},
    ],
)
def test_only_secret_texts_are_looked_at(arguments: dict[str, Any]) -> None:
    check_secret_texts(SPEC, arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        {"password": "secret-4711"},
        {"passphrase": "secret-4711"},
        {"settings": {"plain": 1, "nested": [{"client-secret": "secret-4711"}]}},
        {"users": [{"name": "ada"}, {"name": "bob", "user_password": "secret-4711"}]},
        {"password": {"root": "secret-4711"}},
    ],
)
@pytest.mark.parametrize("item", ["secret-4711", "-secret-4711-", {"users": [{"user_password": "secret-4711"}]}])
def test_an_item_that_holds_a_secret_is_found(arguments: dict[str, Any], item: Any) -> None:
    assert occurs_secret(SPEC, arguments, item)


@pytest.mark.parametrize(
    ("arguments", "item"),
    [
        ({"password": "secret-4711"}, None),
        ({"password": "secret-4711"}, {"name": "ada", "admin": True}),
        ({"password": ""}, "anything"),
        ({"settings": {"enabled": True, "nothing": None}}, {"enabled": True, "text": "True"}),
        ({"url": "https://video.example.com"}, "https://video.example.com"),
        ({"users": [{"name": "ada"}]}, "ada"),
    ],
)
def test_an_item_without_a_secret_is_shown(arguments: dict[str, Any], item: Any) -> None:
    assert not occurs_secret(SPEC, arguments, item)
