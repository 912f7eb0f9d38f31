# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was uploaded from here is remembered, where that is possible."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._session.uploads import Uploads

URL = "https://video.example.com"


@pytest.fixture
def session_file(tmp_path: Path) -> str:
    return str(tmp_path / "session.json")


def test_what_was_remembered_is_known_at_its_address(session_file: str) -> None:
    assert Uploads(URL, session_file).remember("avatar", "/a.png", "abc")
    uploads = Uploads(URL, session_file)
    assert uploads.source_of("avatar", ["/b.png", "/a.png"]) == "abc"
    assert uploads.source_of("avatar", ["/b.png"]) is None
    assert uploads.source_of("banner", ["/a.png"]) is None


def test_each_picture_is_remembered_beside_the_others(session_file: str) -> None:
    uploads = Uploads(URL, session_file)
    uploads.remember("avatar", "/a.png", "abc")
    uploads.remember("banner", "/b.png", "def")
    uploads.remember("avatar", "/c.png", "ghi")
    assert uploads.source_of("banner", ["/b.png"]) == "def"
    assert (uploads.source_of("avatar", ["/a.png"]), uploads.source_of("avatar", ["/c.png"])) == (None, "ghi")


def test_it_is_kept_beside_the_session_file_for_its_owner_alone(session_file: str) -> None:
    Uploads(URL, session_file).remember("avatar", "/a.png", "abc")
    assert os.stat(f"{session_file}.pictures").st_mode & 0o777 == 0o600


def test_without_a_session_file_it_is_kept_in_the_cache_for_each_instance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    Uploads(URL, None).remember("avatar", "/a.png", "abc")
    assert Uploads(URL, None).source_of("avatar", ["/a.png"]) == "abc"
    assert Uploads("https://other.example.com", None).source_of("avatar", ["/a.png"]) is None


def test_what_a_killed_process_left_is_in_nobodys_way(session_file: str) -> None:
    Path(f"{session_file}.pictures.new").write_text("{")
    assert Uploads(URL, session_file).remember("avatar", "/a.png", "abc")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"pictures": []}', '{"pictures": {"avatar": 1}}', '{"pictures": {"avatar": {}}}']
)
def test_what_cannot_be_read_is_not_known_and_written_anew(session_file: str, content: str) -> None:
    Path(f"{session_file}.pictures").write_text(content)
    os.chmod(f"{session_file}.pictures", 0o600)
    uploads = Uploads(URL, session_file)
    assert uploads.source_of("avatar", ["/a.png"]) is None
    assert uploads.remember("avatar", "/a.png", "abc")
    assert uploads.source_of("avatar", ["/a.png"]) == "abc"


def test_what_others_can_write_is_not_believed(session_file: str) -> None:
    uploads = Uploads(URL, session_file)
    uploads.remember("avatar", "/a.png", "abc")
    os.chmod(f"{session_file}.pictures", 0o620)
    assert uploads.source_of("avatar", ["/a.png"]) is None


def test_a_link_is_not_followed(session_file: str, tmp_path: Path) -> None:
    Uploads(URL, session_file).remember("avatar", "/a.png", "abc")
    (tmp_path / "other.json.pictures").symlink_to(f"{session_file}.pictures")
    assert Uploads(URL, str(tmp_path / "other.json")).source_of("avatar", ["/a.png"]) is None


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    for uploads in (Uploads(URL, None), Uploads(URL, str(tmp_path / "file" / "session.json"))):
        assert uploads.remember("avatar", "/a.png", "abc") is False
        assert uploads.source_of("avatar", ["/a.png"]) is None
