# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.problem import parse_problem
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import (
    REMEDIES,
    PeerTubeError,
    invalid_option,
    missing_library,
)
from ansible_collections.peertube.peertube.plugins.module_utils._base.masking import safe_text

WITHHELD = "(withheld: it repeats a secret)"
PROBLEM = "application/problem+json"
SECRET = 'Tr0ub4dor&3 "<\u00e9>/+'

ECHOES = {
    "as it is": SECRET,
    "in capitals": SECRET.upper(),
    "URL-encoded": quote(SECRET, safe=""),
    "URL-encoded in small letters": quote(SECRET, safe="").lower(),
    "URL-encoded, but for slashes": quote(SECRET),
    "form-encoded": quote_plus(SECRET),
    "HTML": html.escape(SECRET),
    "JSON": json.dumps(SECRET),
    "hexadecimal": SECRET.encode().hex(),
    "Base64": base64.b64encode(SECRET.encode()).decode(),
    "URL-safe Base64": base64.urlsafe_b64encode(SECRET.encode()).decode(),
    "Basic credentials of user r": base64.b64encode(f"r:{SECRET}".encode()).decode(),
    "Basic credentials of user ro": base64.b64encode(f"ro:{SECRET}".encode()).decode(),
    "Basic credentials of user root": base64.b64encode(f"root:{SECRET}".encode()).decode(),
    "Base64 within more": base64.b64encode(f"<{SECRET}>".encode()).decode(),
}


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES.keys())
def test_text_that_repeats_a_secret_is_withheld(echo: str) -> None:
    assert safe_text(f"You sent {echo}, didn't you?", [SECRET]) == WITHHELD


def test_a_secret_with_control_characters_is_recognised_without_them() -> None:
    assert safe_text("wrong: pass word", ["pass\x07word"]) == WITHHELD


def test_a_secret_that_is_broken_up_by_control_characters_is_recognised() -> None:
    assert safe_text("wrong: pass\x00word", ["pass word"]) == WITHHELD


def test_a_secret_beyond_the_cut_is_recognised() -> None:
    assert safe_text("x" * 195 + SECRET, [SECRET]) == WITHHELD


# Shorter ones leave too few characters of their own to tell them from any other text.
@pytest.mark.parametrize("length", [4, 5, 6, 7])
@pytest.mark.parametrize("before", ["", "r", "ro"])
def test_a_short_secret_is_recognised_in_base64(before: str, length: int) -> None:
    encoded = base64.b64encode(f"{before}{'s3cr3t!'[:length]}".encode()).decode()
    assert safe_text(f"You sent {encoded}", ["s3cr3t!"[:length]]) == WITHHELD


@pytest.mark.parametrize("length", [5, 6, 7])
@pytest.mark.parametrize("before", ["", "r", "ro"])
@pytest.mark.parametrize("after", [">", "!x", "&c="])
def test_a_short_secret_is_recognised_within_more_base64(before: str, length: int, after: str) -> None:
    encoded = base64.b64encode(f"{before}{'s3cr3t!'[:length]}{after}".encode()).decode()
    assert safe_text(f"You sent {encoded}", ["s3cr3t!"[:length]]) == WITHHELD


@pytest.mark.parametrize("secret", ["e", "E", "u", "."])
def test_a_one_character_secret_leaves_no_gap_to_read_it_from(secret: str) -> None:
    assert safe_text("User not found.", [secret]) == WITHHELD


def test_a_one_character_secret_does_not_hide_a_text_without_it() -> None:
    assert safe_text("User not found", ["q"]) == "User not found"


def test_an_empty_secret_hides_nothing() -> None:
    assert safe_text("User not found", [""]) == "User not found"


def test_a_secret_that_is_no_unicode_breaks_nothing() -> None:
    assert safe_text("User not found", ["\ud800"]) == "User not found"


def test_no_text_stays_none() -> None:
    assert safe_text(None, ["e"]) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\r\nb", "a b", id="line ends"),
        pytest.param("\x1b[31mred\x1b[0m", "[31mred [0m", id="terminal colours"),
        pytest.param("a\x9bb", "a b", id="C1"),
        pytest.param("a\x7fb", "a b", id="DEL"),
        pytest.param("a\u202eb", "a b", id="right to left"),
        pytest.param("a\u2066b\u2069", "a b", id="isolates"),
        pytest.param("a\u200bb", "a b", id="zero width"),
        pytest.param("a\ud800b", "a b", id="half a surrogate pair"),
        pytest.param("\x00\x00a", "a", id="at the beginning"),
        pytest.param("Le compte est bloqu\u00e9 \U0001f512", "Le compte est bloqu\u00e9 \U0001f512", id="letters stay"),
    ],
)
def test_control_characters_do_not_reach_a_message(text: str, shown: str) -> None:
    assert safe_text(text, []) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("x" * 200, "x" * 200), ("x" * 201, "x" * 197 + "..."), ("x" * 10_000, "x" * 197 + "...")]
)
def test_a_text_is_cut_to_200_characters(text: str, shown: str) -> None:
    assert safe_text(text, []) == shown


@pytest.mark.parametrize("code", REMEDIES)
def test_every_code_has_a_remedy_that_is_a_sentence(code: str) -> None:
    assert re.fullmatch(r"[A-Z].*\.", REMEDIES[code])


def test_an_error_becomes_a_message_of_sentence_and_remedy() -> None:
    error = PeerTubeError("account_blocked", "The account is blocked.")
    assert error.as_result()["msg"] == f"The account is blocked. {REMEDIES['account_blocked']}"


def test_an_error_may_have_a_better_remedy_than_its_code() -> None:
    assert invalid_option("url is not set.", "Set it.").as_result()["msg"] == "url is not set. Set it."


def test_an_error_names_all_its_fields() -> None:
    error = PeerTubeError(
        "rate_limited", "Limited.", status=429, method="POST", url="http://h/x", detail="Slow down", retry_after=7
    )
    assert error.as_result()["error"] == {
        "code": "rate_limited",
        "status": 429,
        "method": "POST",
        "url": "http://h/x",
        "detail": "Slow down",
        "retry_after": 7,
    }


def test_an_error_says_whether_something_was_changed_before() -> None:
    error = PeerTubeError("forbidden", "Not you.")
    assert "changed" not in error.as_result()
    error.changed = True
    assert error.as_result()["changed"] is True


def test_a_missing_library_is_named_as_ansible_core_does() -> None:
    message = missing_library("pyotp").as_result()["msg"]
    assert message.startswith("Failed to import the required Python library (pyotp) on ")


def test_a_problem_document_is_read() -> None:
    body = b'{"status": 400, "code": "invalid_grant", "detail": "Invalid", "type": "https://x"}'
    assert parse_problem(PROBLEM, body) == ("invalid_grant", "Invalid", ())


@pytest.mark.parametrize("body", [b"{}", b'{"code": 5, "detail": []}', b'{"code": null}'])
def test_a_problem_document_without_code_and_detail_is_one_all_the_same(body: bytes) -> None:
    assert parse_problem(PROBLEM, body) == (None, None, ())


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        pytest.param("application/json", b'{"code": "invalid_grant"}', id="another content type"),
        pytest.param(PROBLEM, b'{"code": "inva', id="half"),
        pytest.param(PROBLEM, b'["invalid_grant"]', id="no object"),
        pytest.param(PROBLEM, b"", id="nothing"),
    ],
)
def test_anything_else_is_no_problem_document(content_type: str, body: bytes) -> None:
    assert parse_problem(content_type, body) is None
