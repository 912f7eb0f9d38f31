# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files on their way to the instance."""

from __future__ import annotations

import email
import os
import re
import socket
import threading
import tracemalloc
from pathlib import Path
from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import (
    Connection,
    FileContent,
    Request,
)
from harness.clock import MovableClock
from harness.server import Answers, Server, Wire, answer
from unit.exchanges import failure_of, send, sent

Listen = Callable[..., Server]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "avatar.png"
    path.write_bytes(bytes(range(256)) * 1000)
    return path


def parts_of(content_type: str, body: str) -> dict[str, Any]:
    """A multipart body as Python's own parser reads it, by the name of the field."""
    message = email.message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body.encode("latin-1"))
    return {str(part.get_param("name", header="content-disposition")): part for part in message.get_payload()}


def test_a_file_arrives_byte_for_byte(listen: Listen, picture: Path) -> None:
    _line, content_type, body = sent(listen, Request("POST", "/x", files={"avatarfile": FileContent(str(picture))}))
    assert parts_of(content_type, body)["avatarfile"].get_payload(decode=True) == picture.read_bytes()


def test_a_file_is_sent_with_its_name_and_type(listen: Listen, picture: Path) -> None:
    content = FileContent(str(picture), content_type="image/png")
    part = parts_of(*sent(listen, Request("POST", "/x", files={"avatarfile": content}))[1:])["avatarfile"]
    assert (part.get_filename(), part.get_content_type()) == ("avatar.png", "image/png")


def test_a_file_may_be_sent_under_another_name(listen: Listen, picture: Path) -> None:
    content = FileContent(str(picture), name='a"\r\nb')
    body = sent(listen, Request("POST", "/x", files={"file": content}))[2]
    assert 'name="file"; filename="a%22%0D%0Ab"\r\n' in body


def test_several_files_and_the_fields_of_the_form_are_sent_together(listen: Listen, picture: Path) -> None:
    empty = picture.with_name("empty")
    empty.touch()
    files = {"one": FileContent(str(picture)), "two": FileContent(str(empty))}
    form = {"name": "p\u00e4ss", "tags": ["a"], "wait": True}
    parts = parts_of(*sent(listen, Request("POST", "/x", form=form, files=files))[1:])
    contents = {name: part.get_payload(decode=True) for name, part in parts.items()}
    assert contents == {
        "one": picture.read_bytes(),
        "two": b"",
        "name": "p\u00e4ss".encode(),
        "tags[]": b"a",
        "wait": b"true",
    }


def test_a_file_is_sent_again_from_its_beginning(listen: Listen, clock: MovableClock, picture: Path) -> None:
    server = Answers(answer("429 Too Many Requests", Retry_After="1"), answer())
    http = Http(Connection(listen(server).url()), clock=clock)
    http.exchange(Request("POST", "/x", files={"file": FileContent(str(picture))}))
    first, second = (re.sub("[0-9a-f]{32}", "", request) for request in server.requests)
    assert first == second


def test_a_file_is_not_read_into_memory(listen: Listen, tmp_path: Path) -> None:
    large, asked = tmp_path / "film.mp4", threading.Event()
    with large.open("wb") as film:
        film.truncate(2**28)
    server = listen(lambda wire: asked.wait(10))
    tracemalloc.start()
    error = failure_of(server.url(), Request("POST", "/x", files={"file": FileContent(str(large))}), timeout=0.2)
    megabytes = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    asked.set()
    assert (error.code, megabytes < 10) == ("timeout", True)


def test_an_upload_may_take_longer_than_an_answer(listen: Listen, tmp_path: Path) -> None:
    large, pause = tmp_path / "film.mp4", threading.Event()
    large.write_bytes(b"x" * 2**24)

    def take(wire: Wire) -> None:
        connection = wire.socket
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**16)
        end = b""
        for _piece in range(50):
            end = connection.recv(2**16)
            pause.wait(0.02)
        while not end.endswith(b"--\r\n"):
            end = end[-4:] + connection.recv(2**20)
        wire.send(answer())

    request = Request("POST", "/x", files={"file": FileContent(str(large))})
    assert send(listen(take).url(), request, timeout=0.2).status == 200


def test_a_file_that_is_refused_while_it_is_sent_has_its_answer(listen: Listen, picture: Path) -> None:
    def refuse(wire: Wire) -> None:
        wire.read_some()
        wire.send(answer("413 Request Entity Too Large"))
        wire.await_hangup()

    assert send(listen(refuse).url(), Request("POST", "/x", files={"file": FileContent(str(picture))})).status == 413


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: None, "no such file or directory", id="missing"),
        pytest.param(Path.mkdir, "it is not a file", id="a directory"),
        pytest.param(os.mkfifo, "it is not a file", id="a pipe"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, make: Callable[[Path], None], reason: str) -> None:
    path = tmp_path / "x"
    make(path)
    error = failure_of("http://127.0.0.1:1", Request("POST", "/x", files={"file": FileContent(str(path))}))
    assert (error.code, error.sentence) == ("invalid_option", f"The file {path} cannot be read: {reason}.")


def test_a_path_that_is_none_is_named() -> None:
    error = failure_of("http://127.0.0.1:1", Request("POST", "/x", files={"file": FileContent("a\0b")}))
    assert (error.code, "not a path" in error.sentence) == ("invalid_option", True)


def test_a_file_that_becomes_shorter_is_named(listen: Listen, tmp_path: Path) -> None:
    large = tmp_path / "film.mp4"
    with large.open("wb") as film:
        film.truncate(2**26)

    def shorten(wire: Wire) -> None:
        wire.await_request()
        os.truncate(large, 0)
        wire.await_hangup()

    error = failure_of(listen(shorten).url(), Request("POST", "/x", files={"file": FileContent(str(large))}))
    assert (error.code, "became shorter" in error.sentence) == ("invalid_option", True)
