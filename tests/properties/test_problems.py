# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

from ansible_collections.peertube.peertube.plugins.module_utils._api.problem import parse_problem
from hypothesis import given
from hypothesis import strategies as st

from .values import json_values

PROBLEM = "application/problem+json"
texts = st.text(st.characters(codec="utf-8"))


@given(st.text(), st.binary() | json_values.map(lambda value: json.dumps(value).encode()))
def test_only_a_problem_document_is_one(content_type, body) -> None:
    assert parse_problem(content_type, body) is None


@given(st.binary() | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_a_document_of_texts_or_none(body) -> None:
    problem = parse_problem(PROBLEM, body)
    assert problem is None or all(value is None or isinstance(value, str) for value in (*problem[:2], *problem.fields))


@given(texts, texts, st.dictionaries(st.text(max_size=10), json_values, max_size=4), st.booleans())
def test_code_and_detail_are_read_whatever_stands_beside_them(code, detail, others, ascii_only) -> None:
    document = {**others, "code": code, "detail": detail}
    # NaN and Infinity, which Python writes, are not JSON.
    body = json.dumps(document, ensure_ascii=ascii_only).replace("NaN", "0").replace("Infinity", "0")
    if "NaN" not in json.dumps([code, detail]) and "Infinity" not in json.dumps([code, detail]):
        assert parse_problem(PROBLEM, body.encode("utf-8", "replace"))[:2] == (code, detail)


@given(json_values.filter(lambda value: not isinstance(value, str)), json_values)
def test_a_code_that_is_no_text_counts_as_none(code, other) -> None:
    body = json.dumps({"code": code, "other": other})
    problem = parse_problem(PROBLEM, body.encode())
    assert problem is None or problem.code is None
