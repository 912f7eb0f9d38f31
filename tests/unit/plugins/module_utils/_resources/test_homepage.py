# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The homepage of an instance, and the files that it comes from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.modules import peertube_homepage
from harness.modules import Administrator
from simulator.control import Simulator

PATH = "/custom-pages/homepage/instance"


@pytest.fixture
def root(simulator: Simulator) -> Administrator:
    return Administrator(simulator, peertube_homepage.MODULE)


def test_it_is_made_of_a_file_as_it_is(root: Administrator, tmp_path: Path) -> None:
    (tmp_path / "home.md").write_bytes("# Früher\r\n\r\n<b>Films</b>\n".encode())
    made = root.run(src=str(tmp_path / "home.md"))
    assert (made["changed"], made["action"]) == (True, "create")
    assert made["homepage"] == {"content": "# Früher\r\n\r\n<b>Films</b>\n"}
    assert root.run(content="# Früher\r\n\r\n<b>Films</b>\n")["changed"] is False


def test_the_diff_has_its_lines(root: Administrator) -> None:
    root.run(content="# Films\nof the valley\n")
    diff = root.run(content="# Films\nof the hills\n", check_mode=True)["diff"]
    assert diff["before"] == "content: |\n  # Films\n  of the valley\n"
    assert diff["after"] == "content: |\n  # Films\n  of the hills\n"


@pytest.mark.parametrize("options", [{"state": "absent"}, {"content": ""}])
def test_it_is_emptied_once(root: Administrator, options: dict[str, Any]) -> None:
    assert root.run(**options)["changed"] is False
    root.run(content="# Films")
    emptied = root.run(**options)
    assert (emptied["changed"], emptied["action"], emptied["homepage"]) == (True, "delete", None)
    root.requests()
    assert root.run(**options)["changed"] is False
    assert root.requests() == [f"GET {PATH}"]


def test_a_file_that_is_empty_empties_it(root: Administrator, tmp_path: Path) -> None:
    root.run(content="# Films")
    (tmp_path / "home.md").touch()
    assert root.run(src=str(tmp_path / "home.md"))["action"] == "delete"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"src": "missing.md"}, "does not exist"),
        ({"src": "."}, "is no file"),
        ({"src": "latin.md"}, "is no text in UTF-8"),
        ({"src": "long.md"}, "is longer than 500 KB"),
        ({"src": "wide.md"}, "src is 585 KB long as it would be sent"),
        ({"src": "pipe"}, "is no file"),
        ({"src": ""}, "src is empty"),
        ({"content": "a\0b"}, "content holds a character with the number 0"),
        ({"content": "\ud800"}, "content is not valid Unicode"),
        ({"content": "long " * 110_000}, "content is 537 KB long as it would be sent"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_what_is_no_homepage_is_refused_before_anything_is_sent(
    root: Administrator, tmp_path: Path, options: dict[str, Any], told: str
) -> None:
    (tmp_path / "latin.md").write_bytes("Früher".encode("latin-1"))
    (tmp_path / "long.md").write_bytes(b"long " * 110_000)
    (tmp_path / "wide.md").write_text("ü" * 100_000, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    if options.get("src"):
        options = {"src": str(tmp_path / options["src"])}
    result = root.run(**options)
    assert result["error"]["code"] == "invalid_option"
    assert told in result["msg"]
    assert root.requests() == []


@pytest.mark.parametrize("options", [{}, {"content": "a", "src": "b"}])
def test_one_source_is_needed(root: Administrator, options: dict[str, Any]) -> None:
    assert root.run(**options)["failed"] is True
    assert root.requests() == []


@pytest.mark.parametrize("stage", ["before", "after"])
def test_a_write_whose_reply_is_lost_comes_to_what_is_wanted(root: Administrator, stage: str) -> None:
    root.simulator.fault(action="reset", method="PUT", stage=stage)
    result = root.run(content="# Films")
    assert (result["changed"], result["homepage"]) == (True, {"content": "# Films"})


def test_what_answers_in_place_of_peertube_is_no_homepage_that_is_not_there(root: Administrator) -> None:
    root.simulator.fault(action="status", status=404, path=PATH)
    assert root.run(content="# Films")["error"]["code"] == "not_peertube"


@pytest.mark.parametrize("content", [["# Films"], 5, True])
def test_what_is_no_text_is_no_homepage(root: Administrator, content: Any) -> None:
    root.run(content="# Films")
    root.simulator.fault(action="set_field", method="GET", name="content", value=content, path=PATH)
    assert root.run(content="# Films")["error"]["code"] == "unexpected_response"


def test_only_administrators_may_write_it(simulator: Simulator) -> None:
    simulator.account("ada", password="long-enough")
    ada = Administrator(simulator, peertube_homepage.MODULE, "ada", "long-enough")
    result = ada.run(content="# Films")
    assert (result["error"]["code"], result["error"]["status"]) == ("forbidden", 403)
