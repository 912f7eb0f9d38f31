# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pictures: what of them is refused, what is remembered, what their bytes tell, and what is not known."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.modules import peertube_image
from contract.pictures import png
from harness.modules import Administrator
from simulator.accounts import ALICE, PASSWORD, ROOT, ROOT_PASSWORD
from simulator.control import Simulator

READ, PICK = "GET /config", "POST /config/instance-avatar/pick"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
# One of each target that PeerTube keeps as it is, and one that it redraws.
KEPT = {
    "avatar": png(1500, 1500), "banner": png(600, 100), "favicon": png(32, 32), "header-square": png(48, 48),
    "header-wide": png(200, 48), "opengraph": png(1200, 650), "channel-avatar": png(48, 48),
    "channel-banner": png(1920, 317),
}  # fmt: skip
REDRAWN = {
    "avatar": png(700, 700), "banner": png(700, 100), "favicon": png(64, 64), "header-square": png(96, 96),
    "header-wide": png(400, 96), "opengraph": png(1200, 600), "channel-avatar": png(49, 49),
    "channel-banner": png(1920, 318),
}  # fmt: skip

File = Callable[..., str]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Whose memory it is; another name is another machine."""

    def move_to(machine: str) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / machine))

    move_to("machine")
    return move_to


@pytest.fixture
def root(simulator: Simulator) -> Administrator:
    return Administrator(simulator, peertube_image.MODULE)


@pytest.fixture
def root_6_3(simulator_6_3: Simulator) -> Administrator:
    return Administrator(simulator_6_3, peertube_image.MODULE)


@pytest.fixture
def file(tmp_path: Path) -> File:
    def write(content: bytes, name: str = "picture") -> str:
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return write


def of(target: str) -> dict[str, str]:
    return {"target": target, **({"channel": "root_channel"} if target.startswith("channel") else {})}


def picks(root: Administrator) -> int:
    return len([one for one in root.writes() if one.endswith("/pick")])


# What is refused before anything is sent


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: no such file"),
        (b"", "is no picture"),
        (b"not a picture", "is no picture"),
        (png(48, 48)[:20], "is no picture"),
        (SVG, "is SVG, and target is avatar"),
        (bytes(50 * 1024**2), "has 50 MB, more than PeerTube takes"),
    ],
    ids=["missing", "empty", "text", "cut off", "SVG", "50 MB"],
)
def test_what_no_instance_takes_is_refused_before_anything_is_sent(
    root: Administrator, file: File, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    src = str(tmp_path / "missing") if content is None else file(content)
    result = root.run(target="avatar", src=src)
    assert (result["error"]["code"], root.requests()) == ("invalid_option", [])
    assert result["msg"].startswith(f"src {src} {reason}")


def test_a_directory_is_no_picture(root: Administrator, tmp_path: Path) -> None:
    assert root.run(target="avatar", src=str(tmp_path))["msg"].startswith(f"src {tmp_path} cannot be read: it is a dir")
    assert root.requests() == []


@pytest.mark.parametrize("channel", ["news@peer.example", "../users", "a/b", "n" * 51, "news?x=1"])
def test_what_names_no_channel_of_this_instance_is_refused(root: Administrator, file: File, channel: str) -> None:
    result = root.run(target="channel-avatar", channel=channel, src=file(KEPT["avatar"]))
    assert result["msg"].startswith(f"channel '{channel}' is not the name of one here.")
    assert root.requests() == []


def test_a_channel_is_for_its_own_pictures(root: Administrator, file: File) -> None:
    result = root.run(target="avatar", channel="root_channel", src=file(KEPT["avatar"]))
    assert result["msg"].startswith("channel is set, and target is avatar.")
    assert "channel" in root.run(target="channel-avatar", src=file(KEPT["avatar"]))["msg"]


def test_a_picture_needs_a_source(root: Administrator) -> None:
    assert root.run(target="avatar")["msg"] == "state is present but all of the following are missing: src"


# What the instance would refuse


@pytest.mark.parametrize("target", ["avatar", "channel-banner"])
@pytest.mark.parametrize("check_mode", [True, False])
def test_what_is_too_large_for_the_instance_is_not_sent(
    root_6_3: Administrator, file: File, target: str, check_mode: bool
) -> None:
    result = root_6_3.run(check_mode, **of(target), src=file(png(1500, 1500) + bytes(5 * 1024**2)))
    assert result["error"]["code"] == "invalid_option"
    assert "has 5.0 MB, and the instance takes 4 MB." in result["msg"]
    assert root_6_3.writes() == []


def test_a_newer_instance_takes_more(root: Administrator, file: File) -> None:
    assert root.run(**of("channel-avatar"), src=file(png(49, 49) + bytes(5 * 1024**2)))["action"] == "create"


@pytest.mark.parametrize("target", ["favicon", "header-square", "header-wide", "opengraph"])
def test_a_logo_needs_7_3(root_6_3: Administrator, file: File, target: str) -> None:
    result = root_6_3.run(target=target, src=file(KEPT[target]))
    assert result["error"]["code"] == "unsupported"
    assert result["msg"].startswith(f"{target} needs PeerTube 7.3, and the instance runs 6.3.0.")
    assert root_6_3.writes() == []


def test_a_logo_is_absent_where_there_are_none(root_6_3: Administrator) -> None:
    assert root_6_3.run(target="favicon", state="absent")["changed"] is False


def test_an_svg_needs_8_1(root: Administrator, file: File) -> None:
    taken = {"file": {"size": {"max": 8 * 1024**2}, "extensions": [".png"]}}
    root.simulator.fault(path="/config", action="set_field", name="logo", value=taken)
    result = root.run(target="favicon", src=file(SVG))
    assert (result["error"]["code"], "is SVG, which needs PeerTube 8.1" in result["msg"]) == ("unsupported", True)
    assert root.writes() == []


def test_what_stands_in_front_may_take_less(root: Administrator, file: File) -> None:
    root.simulator.fault(method="POST", action="status", status=413, content_type="text/html", body="<html></html>")
    result = root.run(target="avatar", src=file(KEPT["avatar"]))
    assert (result["error"]["code"], "raise the limit of what stands in front" in result["msg"]) == ("rejected", True)


def test_a_picture_that_the_instance_cannot_read_is_told(root: Administrator, file: File) -> None:
    root.simulator.fault(method="POST", action="echo", status=500, code="Error", times=-1)
    src = file(KEPT["avatar"])
    result = root.run(target="avatar", src=src)
    assert (result["error"]["code"], result["changed"]) == ("server_error", False)
    assert result["msg"].startswith(f"The instance failed on src {src}. Check that the picture is whole")
    assert picks(root) == 1


def test_a_channel_that_does_not_exist_has_no_picture(root: Administrator, file: File) -> None:
    wanted = {"target": "channel-avatar", "channel": "news", "src": file(KEPT["avatar"])}
    assert root.run(**wanted)["error"]["code"] == "not_found"
    checked = root.run(True, **wanted)
    assert (checked["action"], checked["warnings"]) == (
        "create",
        ["There is no channel yet for channel-avatar of news."],
    )


def test_the_channel_of_somebody_else_is_not_changed(simulator: Simulator, file: File) -> None:
    alice = Administrator(simulator, peertube_image.MODULE, ALICE, PASSWORD)
    assert alice.run(**of("channel-avatar"), src=file(KEPT["avatar"]))["error"]["code"] == "forbidden"


# What was uploaded from here


@pytest.mark.parametrize("target", KEPT)
def test_what_was_uploaded_from_here_costs_one_request(root: Administrator, file: File, target: str) -> None:
    src = file(REDRAWN[target])
    assert root.run(**of(target), src=src)["action"] == "create"
    root.requests()
    assert root.run(**of(target), src=src)["action"] == "none"
    assert len(root.requests()) == 1


def test_another_source_is_uploaded(root: Administrator, file: File) -> None:
    root.run(target="avatar", src=file(REDRAWN["avatar"]))
    result = root.run(target="avatar", src=file(png(701, 701), "other.png"))
    assert result["action"] == "update"
    assert result["diff"]["before"].startswith('avatar:\n  picture: "/lazy-static/avatars/')
    assert result["diff"]["after"].startswith("avatar:\n  picture: other.png (SHA-256 ")


def test_each_channel_is_remembered_by_its_name(simulator: Simulator, root: Administrator, file: File) -> None:
    src = file(REDRAWN["channel-avatar"])
    root.run(**of("channel-avatar"), src=src)
    assert root.run(target="channel-avatar", channel="alice_channel", src=src)["action"] == "create"


def test_it_is_remembered_beside_the_session_file(root: Administrator, file: File, tmp_path: Path) -> None:
    wanted = {"target": "avatar", "src": file(REDRAWN["avatar"]), "session_file": str(tmp_path / "session.json")}
    login = {"username": ROOT, "password": ROOT_PASSWORD}
    for action in ("create", "none"):
        assert root.run(**wanted, **login, access_token=None)["action"] == action
    assert (tmp_path / "session.json.pictures").is_file()


def test_what_cannot_be_remembered_is_warned_of(
    root: Administrator, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", file(b""))
    (warning,) = root.run(target="avatar", src=file(KEPT["avatar"], "avatar.png"))["warnings"]
    assert warning == "It cannot be remembered what avatar was made of: no file can be written for it."


def test_what_was_removed_is_set_again(root: Administrator, file: File) -> None:
    src = file(REDRAWN["avatar"])
    root.run(target="avatar", src=src)
    result = root.run(target="avatar", state="absent")
    assert (result["action"], result["image"]) == ("delete", None)
    assert root.run(target="avatar", src=src)["action"] == "create"


def test_a_result_says_where_the_picture_is(root: Administrator, file: File) -> None:
    image = root.run(target="favicon", src=file(KEPT["favicon"]))["image"]
    assert image["address"].startswith(f"{root.simulator.url}/static/uploads/images/")
    assert (image["target"], image["channel"]) == ("favicon", None)


# What was uploaded from elsewhere


@pytest.mark.parametrize("target", KEPT)
def test_on_another_machine_the_bytes_decide(
    root: Administrator, file: File, own_cache: Callable[[str], None], target: str
) -> None:
    src = file(KEPT[target])
    root.run(**of(target), src=src)
    own_cache("another machine")
    assert root.run(**of(target), src=src)["action"] == "none"
    assert picks(root) == 1
    assert root.run(**of(target), src=src)["action"] == "none"
    assert len(root.requests()) == 1


def test_on_another_machine_other_bytes_are_another_picture(
    root: Administrator, file: File, own_cache: Callable[[str], None]
) -> None:
    root.run(target="avatar", src=file(KEPT["avatar"]))
    own_cache("another machine")
    assert root.run(target="avatar", src=file(png(1500, 1500) + b"\0"))["action"] == "update"


@pytest.mark.parametrize("target", KEPT)
def test_what_nobody_can_know_is_left_as_it_is(
    root: Administrator, file: File, own_cache: Callable[[str], None], target: str
) -> None:
    src = file(REDRAWN[target])
    root.run(**of(target), src=src)
    own_cache("another machine")
    result = root.run(**of(target), src=src)
    assert (result["changed"], result["action"], picks(root)) == (False, "unknown", 1)
    assert f"is {src}: it was not uploaded from here" in result["warnings"][0]


def test_another_format_is_another_picture(root: Administrator, file: File, own_cache: Callable[[str], None]) -> None:
    root.run(target="avatar", src=file(REDRAWN["avatar"]))
    own_cache("another machine")
    assert root.run(target="avatar", src=file(b"GIF89a" + struct.pack("<HH", 700, 700)))["action"] == "update"


def test_a_wide_header_of_other_proportions_is_another_picture(
    root: Administrator, file: File, own_cache: Callable[[str], None]
) -> None:
    root.run(target="header-wide", src=file(png(400, 96)))
    own_cache("another machine")
    assert root.run(target="header-wide", src=file(png(500, 96)))["action"] == "update"


def test_an_svg_is_kept_as_it_is(root: Administrator, file: File, own_cache: Callable[[str], None]) -> None:
    root.run(target="header-wide", src=file(SVG))
    own_cache("another machine")
    assert root.run(target="header-wide", src=file(SVG))["action"] == "none"
    assert root.run(target="header-wide", src=file(SVG + b"\n"))["action"] == "update"


@pytest.mark.parametrize("content", [png(48, 48) + b"eXIf", png(48, 48) + bytes(15_001)], ids=["EXIF", "many bytes"])
def test_what_is_redrawn_although_it_has_the_size_is_not_known(
    root: Administrator, file: File, own_cache: Callable[[str], None], content: bytes
) -> None:
    root.run(target="avatar", src=file(content))
    own_cache("another machine")
    assert root.run(target="avatar", src=file(content))["action"] == "unknown"


def test_a_gif_is_redrawn_by_an_older_server(
    root_6_3: Administrator, file: File, own_cache: Callable[[str], None]
) -> None:
    src = file(b"GIF89a" + struct.pack("<HH", 48, 48))
    root_6_3.run(target="avatar", src=src)
    own_cache("another machine")
    assert root_6_3.run(target="avatar", src=src)["action"] == "unknown"


@pytest.mark.parametrize("target", ["avatar", "banner", "channel-avatar", "channel-banner"])
def test_an_older_server_does_not_tell_heights(
    root_6_3: Administrator, file: File, own_cache: Callable[[str], None], target: str
) -> None:
    src = file(KEPT[target])
    root_6_3.run(**of(target), src=src)
    own_cache("another machine")
    assert root_6_3.run(**of(target), src=src)["action"] == "none"


def test_a_check_remembers_nothing(root: Administrator, file: File, own_cache: Callable[[str], None]) -> None:
    src = file(KEPT["avatar"])
    root.run(target="avatar", src=src)
    own_cache("another machine")
    root.requests()
    for _run in range(2):
        assert root.run(True, target="avatar", src=src)["action"] == "none"
        assert len(root.requests()) == 2


@pytest.mark.parametrize(
    "fault", [{"action": "status", "status": 404}, {"action": "endless"}, {"action": "reset"}], ids=str
)
def test_a_picture_that_cannot_be_fetched_is_not_known(
    root: Administrator, file: File, own_cache: Callable[[str], None], fault: dict[str, Any]
) -> None:
    src = file(KEPT["avatar"])
    root.run(target="avatar", src=src)
    own_cache("another machine")
    root.simulator.fault(path="*/avatars/*", **fault)
    assert root.run(target="avatar", src=src)["action"] == "unknown"


def test_what_somebody_else_uploaded_since_is_another_picture(
    root: Administrator, file: File, own_cache: Callable[[str], None]
) -> None:
    src, theirs = file(KEPT["avatar"]), file(KEPT["avatar"] + b"\0", "theirs.png")
    root.run(target="avatar", src=src)
    own_cache("another machine")
    root.run(target="avatar", src=theirs)
    own_cache("machine")
    assert root.run(target="avatar", src=src)["action"] == "update"


# Lost replies


@pytest.mark.parametrize(
    "fault", [{"action": "reset"}, {"action": "status", "status": 500}, {"action": "status", "status": 504}], ids=str
)
@pytest.mark.parametrize("content", [KEPT["avatar"], REDRAWN["avatar"]], ids=["kept", "redrawn"])
def test_an_upload_whose_reply_was_lost_is_found(
    root: Administrator, file: File, fault: dict[str, Any], content: bytes
) -> None:
    src = file(content)
    root.simulator.fault(method="POST", stage="after", **fault)
    assert root.run(target="avatar", src=src)["action"] == "create"
    assert root.run(target="avatar", src=src)["action"] == "none"
    assert picks(root) == 1


def test_an_upload_that_was_lost_is_sent_again(root: Administrator, file: File) -> None:
    root.simulator.fault(method="POST", action="reset")
    assert root.run(target="avatar", src=file(KEPT["avatar"]))["action"] == "create"
    assert picks(root) == 2


def test_an_upload_is_told_although_it_cannot_be_read_back(root: Administrator, file: File) -> None:
    root.simulator.fault(method="GET", path="/config", skip=2, action="reset", times=-1)
    result = root.run(target="avatar", src=file(KEPT["avatar"]))
    assert (result["error"]["code"], result["changed"]) == ("unreachable", True)


def test_a_picture_that_did_not_take_is_told(root: Administrator, file: File) -> None:
    root.simulator.fault(method="POST", action="status", status=204)
    result = root.run(target="avatar", src=file(KEPT["avatar"]))
    assert (result["error"]["code"], result["changed"]) == ("not_applied", True)
