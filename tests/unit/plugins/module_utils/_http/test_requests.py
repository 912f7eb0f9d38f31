# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a request carries, and how much of an answer it takes."""

from __future__ import annotations

import contextlib
from typing import Any, Callable

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import (
    Connection,
    Request,
)
from harness.clock import MovableClock
from harness.server import Answers, Server, Wire, answer
from simulator.control import Simulator
from unit.exchanges import failure_of, send, sent

Listen = Callable[..., Server]


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


def test_a_query_is_added_to_the_one_of_the_path(listen: Listen) -> None:
    line, _type, _body = sent(listen, Request("GET", "/users?sort=name", query={"start": 100}))
    assert line == "GET /api/v1/users?sort=name&start=100 HTTP/1.1"


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


@pytest.mark.parametrize("length", [b"0", b"5000"])
def test_the_answer_to_head_has_no_body(listen: Listen, length: bytes) -> None:
    assert send(listen(Answers(answer(length=length))).url(), Request("HEAD", "/x")).body == b""


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

    def speak(wire: Wire) -> None:
        got.append(wire.read_request() or "")
        if len(got) > 1:
            wire.send(answer())

    http = Http(Connection(listen(speak).url(), retries=1), clock=clock)
    with contextlib.suppress(PeerTubeError):
        http.exchange(Request(method, "/x"))
    assert len(got) == times
