# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator answers every recorded session exchange as the real servers did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Iterator

import pytest

from contract.replay import Answer, replay

Answers = Dict[str, Dict[str, Answer]]

FLAVOURS = ("6.3", "8.2")
HEADERS_OF_INTEREST = {
    "cache-control",
    "pragma",
    "retry-after",
    "x-peertube-otp",
    "x-powered-by",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
}


def facts_of(flavour: str) -> list[dict[str, Any]]:
    path = Path(__file__).parent / f"facts-{flavour}.json"
    facts: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["facts"]
    return facts


@pytest.fixture(scope="module")
def answers() -> Answers:
    """By flavour, then by the name of the fact."""
    return {flavour: replay(facts_of(flavour), flavour) for flavour in FLAVOURS}


every_fact = pytest.mark.parametrize(
    ("flavour", "fact"),
    [pytest.param(flavour, fact, id=f"{flavour}-{fact['name']}") for flavour in FLAVOURS for fact in facts_of(flavour)],
)


@every_fact
def test_the_status_is_the_recorded_one(answers: Answers, flavour: str, fact: dict[str, Any]) -> None:
    assert answers[flavour][fact["name"]].status == fact["response"]["status"]


@every_fact
def test_the_content_type_is_the_recorded_one(answers: Answers, flavour: str, fact: dict[str, Any]) -> None:
    assert answers[flavour][fact["name"]].headers.get("content-type") == fact["response"]["content_type"]


@every_fact
def test_the_headers_of_interest_are_the_recorded_ones(answers: Answers, flavour: str, fact: dict[str, Any]) -> None:
    recorded = fact["response"]["headers"]
    sent = answers[flavour][fact["name"]].headers
    assert HEADERS_OF_INTEREST & set(sent) == set(recorded)
    # A value that depended on the run was recorded as null.
    assert {name: sent[name] for name, value in recorded.items() if value is not None} == {
        name: value for name, value in recorded.items() if value is not None
    }


@every_fact
def test_the_body_has_the_recorded_fields_and_types(answers: Answers, flavour: str, fact: dict[str, Any]) -> None:
    response, answer = fact["response"], answers[flavour][fact["name"]]
    if "body" in response:
        assert list(differences(response["body"], answer.document(), "")) == []
    elif "empty" in response:
        assert answer.body == b""
    else:
        assert answer.body.decode() == response["text"] or response["text"] == "any"


@every_fact
def test_the_body_has_the_recorded_literal_values(answers: Answers, flavour: str, fact: dict[str, Any]) -> None:
    for path, value in fact["response"].get("literals", {}).items():
        assert value_at(answers[flavour][fact["name"]].document(), path) == value, path


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
