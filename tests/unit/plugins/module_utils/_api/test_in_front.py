# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Redirects, and the pages of web servers that are about TLS."""

from __future__ import annotations

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.answer import Answer
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Reply, Request

URL = "https://video.example.com"
ASK = Request("GET", "/users/me")
THERE = "/api/v1/users/me"
USE_IT, NO_API = "Use that address as url.", "that is no address of its API."


def refused(reply: Reply, url: str = URL) -> PeerTubeError:
    return Answer(Http(Connection(url), ["hunter2"]), ASK, reply).refused()


def redirected(location: str | None, url: str = URL) -> str:
    headers = {} if location is None else {"location": location}
    error = refused(Reply(301, headers, b""), url)
    assert error.code == "redirected"
    return str(error.as_result()["msg"])


@pytest.mark.parametrize(
    ("url", "location", "instance"),
    [
        ("http://video.example.com", f"https://video.example.com{THERE}", "https://video.example.com"),
        ("http://video.example.com", f"https://video.example.com:443{THERE}", "https://video.example.com"),
        ("http://127.0.0.1:9000", f"https://video.example.com{THERE}", "https://video.example.com"),
        (URL, f"https://www.example.com:8443{THERE}", "https://www.example.com:8443"),
        (URL, f"https://www.example.com{THERE}/?a=b", "https://www.example.com"),
        (URL, f"//www.example.com{THERE}", "https://www.example.com"),
        (URL, f"https://user:pw@WWW.example.com{THERE}", "https://www.example.com"),
        (URL, f"http://[2001:db8::1]:9000{THERE}", "http://[2001:db8::1]:9000"),
        (URL, "https://www.example.com/", "https://www.example.com"),
        (URL, "https://www.example.com", "https://www.example.com"),
    ],
)
def test_a_redirect_to_another_address_of_the_instance_names_it_as_url_may_be(
    url: str, location: str, instance: str
) -> None:
    assert redirected(location, url) == f"{url} redirects to {instance}. {USE_IT}"


@pytest.mark.parametrize(
    "location",
    [
        "/maintenance.html",
        f"{THERE}/",
        "https://sso.example.com/login?next=/api",
        f"https://www.example.com/peertube{THERE}",
        "https://video.example.com/",
        "ftp://www.example.com/",
        "https://[",
        "https://www.example.com:port/",
        "https://:80/",
    ],
)
def test_a_redirect_that_no_url_would_save_is_shown_whole(location: str) -> None:
    message = redirected(location)
    assert f"{URL} redirects to {location}. " in message
    assert NO_API in message


@pytest.mark.parametrize("location", [None, ""])
def test_a_redirect_to_nowhere_is_named_as_such(location: str | None) -> None:
    assert "an unnamed address" in redirected(location)


@pytest.mark.parametrize("location", ["https://x/?password=hunter2", f"https://hunter2{THERE}"])
def test_a_redirect_that_repeats_a_secret_does_not_show_it(location: str) -> None:
    assert "hunter2" not in redirected(location)


def page(title: str, status: int = 400, content_type: str = "text/html") -> Reply:
    body = f"<html><head><title>{title}</title></head></html>".encode()
    return Reply(status, {"content-type": content_type}, body)


@pytest.mark.parametrize(
    ("title", "remedy"),
    [
        ("400 No required SSL certificate was sent", "Set client_cert"),
        ("400 The SSL certificate error", "Check that client_cert"),
        ("400 The plain HTTP request was sent to HTTPS port", "Begin url with https://"),
        ("Reason: You're speaking plain HTTP to an SSL-enabled server port.", "Begin url with https://"),
        ("Client sent an HTTP request to an HTTPS server.", "Begin url with https://"),
    ],
)
def test_the_page_of_a_web_server_that_is_about_tls_is_understood(title: str, remedy: str) -> None:
    error = refused(page(title))
    assert (error.code, error.status, remedy in error.remedy) == ("tls", 400, True)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (page("400 Bad Request"), "not_peertube"),
        (page("400 No required SSL certificate was sent", status=403), "not_peertube"),
        (Reply(503, {"content-type": "application/problem+json"}, b'{"detail": "in front"}'), "server_error"),
        (Reply(413, {"content-type": "application/problem+json"}, b'{"detail": "in front"}'), "unexpected_response"),
        (
            Reply(400, {"content-type": "application/problem+json"}, b'{"detail": "The SSL certificate error"}'),
            "unexpected_response",
        ),
    ],
)
def test_no_other_answer_is_taken_for_such_a_page(reply: Reply, code: str) -> None:
    error = refused(reply)
    assert error.code == code
    assert "in front" not in error.remedy


@pytest.mark.parametrize(
    ("status", "code", "remedy"),
    [
        (413, "rejected", "client_max_body_size"),
        (502, "server_error", "Check that PeerTube is running"),
        (503, "server_error", "Check that PeerTube is running"),
        (504, "server_error", "Check that PeerTube is running"),
    ],
)
def test_what_a_web_server_says_in_place_of_peertube_is_told_from_what_peertube_says(
    status: int, code: str, remedy: str
) -> None:
    error = refused(page("Whatever", status))
    assert (error.code, error.status, error.reply_lost) == (code, status, status >= 500)
    assert f"{status}" in error.sentence
    assert remedy in error.remedy
