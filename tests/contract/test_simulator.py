# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator answers every recorded exchange as the real servers did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Iterator, Tuple

import pytest

from contract.replay import Answer, replay

Answers = Dict[Tuple[str, str], Dict[str, Answer]]

FLAVOURS = ("6.3", "8.2")
# The files of facts, and how the servers were set up that answered these.
RECORDINGS: dict[str, dict[str, Any]] = {
    "facts": {},
    "provisioning": {"accounts": "root", "api_limit": 1_000_000, "login_limit": 100_000},
}
HEADERS_OF_INTEREST = {
    "cache-control",
    "pragma",
    "retry-after",
    "x-peertube-otp",
    "x-powered-by",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
}


def facts_of(recording: str, flavour: str) -> list[dict[str, Any]]:
    path = Path(__file__).parent / f"{recording}-{flavour}.json"
    facts: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["facts"]
    return facts


@pytest.fixture(scope="module")
def answers() -> Answers:
    """By recording and flavour, then by the name of the fact."""
    return {
        (recording, flavour): replay(facts_of(recording, flavour), flavour, **options)
        for recording, options in RECORDINGS.items()
        for flavour in FLAVOURS
    }


@pytest.fixture
def answer(answers: Answers, recording: str, flavour: str, fact: dict[str, Any]) -> Answer:
    return answers[recording, flavour][fact["name"]]


every_fact = pytest.mark.parametrize(
    ("recording", "flavour", "fact"),
    [
        pytest.param(recording, flavour, fact, id=f"{recording}-{flavour}-{fact['name']}")
        for recording in RECORDINGS
        for flavour in FLAVOURS
        for fact in facts_of(recording, flavour)
    ],
)


@every_fact
def test_the_status_is_the_recorded_one(answer: Answer, fact: dict[str, Any]) -> None:
    assert answer.status == fact["response"]["status"]


@every_fact
def test_the_content_type_is_the_recorded_one(answer: Answer, fact: dict[str, Any]) -> None:
    sent = answer.headers.get("content-type")
    assert sent == fact["response"].get("content_type", sent)


@every_fact
def test_the_headers_of_interest_are_the_recorded_ones(answer: Answer, fact: dict[str, Any]) -> None:
    sent = {name: value for name, value in answer.headers.items() if name in HEADERS_OF_INTEREST}
    recorded = fact["response"].get("headers", sent)
    # A value that depended on the run was recorded as null.
    assert {name: value and sent.get(name) for name, value in recorded.items()} == recorded
    assert set(sent) == set(recorded)


@every_fact
def test_the_body_has_the_recorded_fields_and_types(answer: Answer, fact: dict[str, Any]) -> None:
    response = fact["response"]
    if "body" in response:
        assert list(differences(response["body"], answer.document(), "")) == []
    elif "empty" in response:
        assert answer.body == b""
    else:
        assert answer.body.decode() == response["text"] or response["text"] == "any"


@every_fact
def test_the_body_has_the_recorded_literal_values(answer: Answer, fact: dict[str, Any]) -> None:
    recorded = fact["response"].get("literals", {})
    assert {path: value_at(answer.document(), path) for path in recorded} == recorded


def differences(shape: Any, value: Any, path: str) -> Iterator[str]:
    """Where a value has other fields or types than its recorded shape."""
    if isinstance(shape, dict) and isinstance(value, dict):
        yield from (f"{path}.{name} is missing" for name in shape.keys() - value.keys())
        yield from (f"{path}.{name} was not recorded" for name in value.keys() - shape.keys())
        for name in shape.keys() & value.keys():
            yield from differences(shape[name], value[name], f"{path}.{name}")
    elif isinstance(shape, list) and isinstance(value, list):
        if bool(shape) != bool(value):
            yield f"{path} has {len(value)} elements, recorded were {len(shape)}"
        # A recorded list shows its first element only.
        for one in value[:1] if shape else []:
            yield from differences(shape[0], one, f"{path}[]")
    elif shape not in ("any", type_of(value)):
        yield f"{path} is {type_of(value)}, recorded was {shape}"


def type_of(value: Any) -> str:
    return {bool: "bool", int: "int", str: "string", type(None): "null"}.get(type(value), type(value).__name__)


def value_at(document: Any, path: str) -> Any:
    for key in path.split("."):
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document
