# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a request carries, and how much of an answer it takes."""

from __future__ import annotations

import contextlib
import email
import os
import re
import socket
import threading
import tracemalloc
from pathlib import Path
from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import (
    Connection,
    FileContent,
    Reply,
    Request,
)
from ansible_collections.peertube.peertube.plugins.module_utils._http.transport import Transport
from simulator.control import Simulator
from unit.loopback import Answers, Listener, answer, requests_on
from unit.movable_clock import MovableClock

Listen = Callable[..., Listener]


def send(url: str, request: Request, **options: Any) -> Reply:
    transport = Transport(Connection(url, **{"timeout": 5, **options}))
    try:
        return transport.send(request)
    finally:
        transport.close()


def failure_of(url: str, request: Request, **options: Any) -> PeerTubeError:
    with pytest.raises(PeerTubeError) as raised:
        send(url, request, **options)
    return raised.value


def sent(listen: Listen, request: Request) -> tuple[str, str, str]:
    """The request line, the content type and the body that a server gets."""
    server = Answers(answer())
    send(listen(server).url(), request)
    head, _unused, body = server.requests[0].partition("\r\n\r\n")
    return head.split("\r\n")[0], server.header("Content-Type")[0], body


# Queries and forms


@pytest.mark.parametrize(
    ("query", "encoded"),
    [
        ({"search": "a b&c"}, "?search=a+b%26c"),
        ({"count": 100, "start": 0}, "?count=100&start=0"),
        ({"blocked": True, "local": False}, "?blocked=true&local=false"),
        ({"id": [3, 4]}, "?id%5B%5D=3&id%5B%5D=4"),
        ({"actor": None}, ""),
        ({"name": "p\u00e4ss"}, "?name=p%C3%A4ss"),
        ({}, ""),
        (None, ""),
    ],
)
def test_a_query_is_encoded_as_peertube_reads_it(listen: Listen, query: dict[str, Any] | None, encoded: str) -> None:
    line, _type, _body = sent(listen, Request("GET", "/users", query=query))
    assert line == f"GET /api/v1/users{encoded} HTTP/1.1"


def test_a_list_in_a_form_is_sent_member_by_member(listen: Listen) -> None:
    body = sent(listen, Request("POST", "/x", form={"tags": ["a", "b"], "nsfw": False}))[2]
    assert body == "tags%5B%5D=a&tags%5B%5D=b&nsfw=false"


def test_an_error_shows_the_address_without_its_query(simulator: Simulator) -> None:
    simulator.fault(action="reset")
    error = failure_of(simulator.url, Request("GET", "/users", query={"search": "ada"}))
    assert error.url == f"{simulator.url}/api/v1/users"


# JSON


@pytest.mark.parametrize(
    ("value", "body"),
    [({}, "{}"), ([], "[]"), ({"a": None}, '{"a": null}'), ({"a": "\u00e4\ud800"}, '{"a": "\\u00e4\\ud800"}')],
)
def test_a_json_body_is_sent_as_json(listen: Listen, value: Any, body: str) -> None:
    assert sent(listen, Request("PUT", "/x", json=value))[1:] == ("application/json", body)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_know_is_not_sent(listen: Listen, value: float) -> None:
    server = Answers(answer())
    error = failure_of(listen(server).url(), Request("PUT", "/x", json={"a": value}))
    assert (error.code, server.requests) == ("invalid_option", [])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_request_without_a_body_has_no_content_type(listen: Listen, method: str) -> None:
    assert sent(listen, Request(method, "/x"))[1:] == ("", "")


@pytest.mark.parametrize(
    "carried", [{"json": {"password": "hunter2"}}, {"form": {"password": "hunter2"}}, {"headers": {"a": "hunter2"}}]
)
def test_the_repr_of_a_request_shows_no_secret(carried: dict[str, Any]) -> None:
    assert "hunter2" not in repr(Request("POST", "/users", **carried))


# Files


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
    server = listen(lambda connection: asked.wait(10))
    tracemalloc.start()
    error = failure_of(server.url(), Request("POST", "/x", files={"file": FileContent(str(large))}), timeout=0.2)
    megabytes = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    asked.set()
    assert (error.code, megabytes < 10) == ("timeout", True)


def test_an_upload_may_take_longer_than_an_answer(listen: Listen, tmp_path: Path) -> None:
    large, pause = tmp_path / "film.mp4", threading.Event()
    large.write_bytes(b"x" * 2**24)

    def take(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**16)
        received = b""
        for _piece in range(50):
            received += connection.recv(2**16)
            pause.wait(0.02)
        while not received.endswith(b"--\r\n"):
            received += connection.recv(2**20)
        connection.sendall(answer())

    request = Request("POST", "/x", files={"file": FileContent(str(large))})
    assert send(listen(take).url(), request, timeout=0.2).status == 200


def test_a_file_that_is_refused_while_it_is_sent_has_its_answer(listen: Listen, picture: Path) -> None:
    def refuse(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(answer("413 Request Entity Too Large"))
        while connection.recv(65536):
            pass

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

    def shorten(connection: socket.socket) -> None:
        connection.recv(1)
        os.truncate(large, 0)
        while connection.recv(2**20):
            pass

    error = failure_of(listen(shorten).url(), Request("POST", "/x", files={"file": FileContent(str(large))}))
    assert (error.code, "became shorter" in error.sentence) == ("invalid_option", True)


# Answers


@pytest.mark.parametrize(("limit", "size"), [(10, 10), (2**22, 2**22)])
def test_a_request_says_how_long_its_answer_may_be(listen: Listen, limit: int, size: int) -> None:
    server = listen(Answers(answer(body=b"x" * size)))
    assert len(send(server.url(), Request("GET", "/x", limit=limit)).body) == size


def test_an_answer_longer_than_the_request_allows_is_refused(listen: Listen) -> None:
    server = listen(Answers(answer(body=b"x" * (2**22 + 1))))
    error = failure_of(server.url(), Request("GET", "/x", limit=2**22))
    assert (error.code, "an answer of more than 4 MiB" in error.sentence) == ("unexpected_response", True)


def test_a_request_may_wait_longer_for_its_answer_than_the_others(simulator: Simulator) -> None:
    simulator.fault(action="delay", seconds=0.4)
    assert send(simulator.url, Request("GET", "/ping", timeout=5), timeout=0.1).body == b"pong"


def test_a_request_that_waited_longer_says_how_long(simulator: Simulator) -> None:
    simulator.hold()
    assert "0.2 s" in failure_of(simulator.url, Request("GET", "/ping", timeout=0.2)).sentence


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "5000"}])
def test_the_answer_to_head_has_no_body(listen: Listen, headers: dict[str, str]) -> None:
    head = answer(**headers).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    assert send(listen(Answers(head)).url(), Request("HEAD", "/x")).body == b""


# What is not below /api/v1


def test_a_picture_is_asked_for_outside_of_the_api(listen: Listen) -> None:
    server = Answers(answer(body=b"\x89PNG", content_type="image/png"))
    reply = send(listen(server).url(), Request("GET", "/lazy-static/avatars/a.png", api=False))
    assert (reply.body, server.requests[0].split(" ")[1]) == (b"\x89PNG", "/lazy-static/avatars/a.png")


def test_a_picture_need_not_be_json(listen: Listen) -> None:
    server = Answers(answer())
    send(listen(server).url(), Request("GET", "/lazy-static/avatars/a.png", api=False))
    assert server.header("Accept") == ["*/*"]


def test_an_error_names_the_address_outside_of_the_api(clock: MovableClock) -> None:
    error = Http(Connection("https://video.example.com")).error("server_error", "X.", Request("GET", "/a", api=False))
    assert error.url == "https://video.example.com/a"


# Sent once more


@pytest.mark.parametrize(
    ("method", "marked", "times"),
    [("GET", None, 2), ("HEAD", None, 2), ("GET", False, 1), ("POST", True, 2)]
    + [(method, None, 1) for method in ("POST", "PUT", "DELETE")],
)
def test_only_what_changes_nothing_is_sent_again_unless_marked(
    simulator: Simulator, clock: MovableClock, method: str, marked: bool | None, times: int
) -> None:
    simulator.fault(action="status", status=502)
    http = Http(Connection(simulator.url), clock=clock)
    http.exchange(Request(method, "/ping", after_gateway_error=marked))
    assert len(simulator.log()) == times


@pytest.mark.parametrize(("method", "times"), [("GET", 2), ("HEAD", 2), ("POST", 1), ("PUT", 1), ("DELETE", 1)])
def test_only_what_changes_nothing_is_sent_again_after_a_lost_reply(
    listen: Listen, clock: MovableClock, method: str, times: int
) -> None:
    got: list[str] = []

    def speak(connection: socket.socket) -> None:
        got.append(next(requests_on(connection)))
        if len(got) > 1:
            connection.sendall(answer())

    http = Http(Connection(listen(speak).url(), retries=1), clock=clock)
    with contextlib.suppress(PeerTubeError):
        http.exchange(Request(method, "/x"))
    assert len(got) == times
