# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._declare import fields
from ansible_collections.peertube.peertube.plugins.module_utils._declare.diff import diff
from ansible_collections.peertube.peertube.plugins.module_utils._declare.plan import Plan, plan

TEXT = [fields.plain("text")]


def shown_by_ansible(resource: str, *plans: Plan) -> str:
    pytest.importorskip("jinja2", reason="only the part of ansible-core for targets is there")
    from ansible.plugins.callback import CallbackBase

    return str(CallbackBase()._get_diff(diff(resource, plans)))


def test_nothing_to_do_is_no_difference() -> None:
    assert diff("user", [Plan("ada", "none")]) == {
        "before": "",
        "after": "",
        "before_header": "user",
        "after_header": "user",
    }


def test_a_change_is_shown_below_the_name() -> None:
    one = plan([fields.plain("role"), fields.size("quota")], "ada", {"role": "user"}, {"role": "admin", "quota": 1024})
    assert diff("user", [one]) == {
        "before": "ada:\n  role: user\n  quota: null\n",
        "after": "ada:\n  role: admin\n  quota: 1KB\n",
        "before_header": "user ada",
        "after_header": "user ada",
    }


def test_what_there_is_only_one_of_has_no_name() -> None:
    one = plan([fields.tree("config")], "", {"config": {"a": {"b": True}}}, {"config": {"a": {"b": False}}})
    assert diff("configuration", [one]) == {
        "before": "config:\n  a:\n    b: true\n",
        "after": "config:\n  a:\n    b: false\n",
        "before_header": "configuration",
        "after_header": "configuration",
    }


def test_several_are_one_text() -> None:
    plans = [
        plan([], "a.example", None, {}),
        plan([fields.set_of("words")], "b", {"words": ["y", "x"]}, {"words": ["z"]}),
        plan(TEXT, "c", {"text": "gone"}, {}, present=False),
    ]
    assert diff("entries", plans) == {
        "before": "b:\n  words:\n    - x\n    - y\nc:\n  text: gone\n",
        "after": "a.example: {}\nb:\n  words:\n    - z\n",
        "before_header": "entries",
        "after_header": "entries",
    }


def test_two_plans_for_one_resource_are_shown_as_one() -> None:
    plans = [
        Plan("ada", "update", {"role": "user"}, {"role": "admin"}),
        Plan("ada", "block", {"b": False}, {"b": True}),
    ]
    assert diff("user", plans)["after"] == "ada:\n  role: admin\n  b: true\n"


def test_a_long_text_is_shown_line_by_line() -> None:
    one = plan(TEXT, "", {"text": "# Hi\n\nOld\nEnd\n"}, {"text": "# Hi\n\nNew\nEnd"})
    assert diff("homepage", [one])["before"] == "text: |\n  # Hi\n\n  Old\n  End\n"
    assert diff("homepage", [one])["after"] == "text: |-\n  # Hi\n\n  New\n  End\n"


def test_ansible_prints_the_lines_that_differ() -> None:
    one = plan(TEXT, "", {"text": "one\ntwo\nthree\n"}, {"text": "one\n2\nthree\n"})
    printed = shown_by_ansible("homepage", one).splitlines()
    assert printed[:2] == ["--- before: homepage", "+++ after: homepage"]
    assert [line for line in printed[2:] if line.startswith(("+", "-"))] == ["-  two", "+  2"]


def test_what_is_no_plain_word_is_in_quotes() -> None:
    values = ["true", "5", "1e5", "", " a", "a ", "a: b", 5, True, None, 1.5, [], {}, "(hidden)", "caf\u00e9 au lait"]
    after = {str(number): value for number, value in enumerate(values)}
    lines = diff("x", [Plan("", "create", after=after)])["after"].splitlines()
    assert [line.partition(": ")[2] for line in lines] == [
        *('"true"', '"5"', '"1e5"', '""', '" a"', '"a "', '"a: b"', "5", "true", "null", "1.5", "[]", "{}"),
        *("(hidden)", "caf\u00e9 au lait"),
    ]


def test_no_control_character_reaches_the_terminal() -> None:
    one = plan(TEXT, "a\x1b[2J", {"text": "\x1b[31m\n\u202ered\r\n"}, {"text": "a\x9bb"})
    texts = "".join(diff("user", [one]).values())
    assert all(sign.isprintable() or sign == "\n" for sign in texts)
