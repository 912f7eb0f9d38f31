# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import Credentials, OAuthClient, Token
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection
from ansible_collections.peertube.peertube.plugins.module_utils._module import credentials as taken
from ansible_collections.peertube.peertube.plugins.module_utils._module.arguments import Environment
from ansible_collections.peertube.peertube.plugins.module_utils._module.connection import connection as connection_of
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.module_utils._session.values import Session
from ansible_collections.peertube.peertube.plugins.modules import peertube_logout, peertube_token
from harness.certificates import Authority
from simulator.control import Simulator

URL = "https://video.example.com"
LOGIN = {"username": "root", "password": "hunter2"}


def call(*from_environment: str, **options: Any) -> Call:
    """A task with these options, of which those named first came from the environment."""
    environment = Environment()
    spec = peertube_token.MODULE.argument_spec(environment)
    environment.used.update(from_environment)
    defaults = {name: option.get("default") for name, option in spec.items()}
    return Call({**defaults, "url": URL, **options}, spec, environment, check_mode=False)


def checked(**options: Any) -> Connection:
    return connection_of(call(**options))


# url


@pytest.mark.parametrize(
    ("url", "as_requests_begin"),
    [
        ("https://video.example.com", "https://video.example.com"),
        ("https://video.example.com/", "https://video.example.com"),
        ("https://video.example.com//", "https://video.example.com"),
        ("https://video.example.com/api/v1", "https://video.example.com"),
        ("https://video.example.com/api/v1/", "https://video.example.com"),
        ("https://video.example.com:443", "https://video.example.com"),
        ("https://video.example.com:80", "https://video.example.com:80"),
        ("https://video.example.com:8443", "https://video.example.com:8443"),
        ("http://video.example.com:80", "http://video.example.com"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("HTTPS://Video.Example.COM", "https://video.example.com"),
        (" https://video.example.com\n", "https://video.example.com"),
        ("http://[::1]:9000", "http://[::1]:9000"),
        ("http://[::1]", "http://[::1]"),
    ],
)
def test_an_address_is_spelled_one_way(url: str, as_requests_begin: str) -> None:
    assert checked(url=url).url == as_requests_begin


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        (None, "is not set"),
        ("ftp://video.example.com", "neither https:// nor http://"),
        ("video.example.com", "neither https:// nor http://"),
        ("video.example.com:9000", "neither https:// nor http://"),
        ("localhost", "neither https:// nor http://"),
        ("//video.example.com", "neither https:// nor http://"),
        ("http://user:hunter2@video.example.com", "user name"),
        ("http://user@video.example.com", "user name"),
        ("http://video.example.com?x", "query"),
        ("http://video.example.com/?", "query"),
        ("http://video.example.com/#top", "fragment"),
        ("http://video.example.com/videos", "path /videos"),
        ("http://video.example.com/api/v2", "path /api/v2"),
        ("http://", "no host"),
        ("http:///path", "no host"),
        ("http://:9000", "no host"),
        ("http://video example.com", "no host"),
        ("http://video.example.com\u202e", "no host"),
        ("http://video.example.com:port", "not an address"),
        ("http://video.example.com:99999", "not an address"),
        ("http://[::1", "not an address"),
    ],
)
def test_what_is_no_address_of_an_instance_is_refused_for_its_reason(url: str | None, cause: str) -> None:
    with pytest.raises(PeerTubeError, match=f"^url .*{re.escape(cause)}"):
        checked(url=url)


# The other connection options


@pytest.mark.parametrize("host", ["video.example.com", "localhost:9000", "10.0.0.5", "[::1]:9000", "a_b.example", None])
def test_a_host_with_or_without_port_is_a_host_header(host: str | None) -> None:
    assert checked(host_header=host).host_header == host


@pytest.mark.parametrize(
    "host", ["https://video.example.com", "a b", "a\r\nX: y", "a/b", "user@host", "a:port", "a:", ":9000", "a\n"]
)
def test_anything_else_is_no_host_header(host: str) -> None:
    with pytest.raises(PeerTubeError, match=r"^host_header is not a host name"):
        checked(host_header=host)


@pytest.mark.parametrize("timeout", [0.0, -1.0, float("nan"), float("inf"), float("-inf")])
def test_a_timeout_is_more_than_nothing_and_less_than_for_ever(timeout: float) -> None:
    with pytest.raises(PeerTubeError, match=r"^timeout is "):
        checked(timeout=timeout)


@pytest.mark.parametrize("option", ["retries", "rate_limit_max_wait", "wait_timeout"])
def test_a_number_below_zero_is_refused(option: str) -> None:
    with pytest.raises(PeerTubeError, match=f"^{option} is -1"):
        checked(**{option: -1})


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("timeout", 1e10),
        ("timeout", 86400.5),
        ("retries", 1100),
        ("retries", 10**400),
        ("rate_limit_max_wait", 86401),
        ("wait_timeout", 10**12),
    ],
)
def test_a_number_beyond_what_can_be_waited_for_is_refused(option: str, value: float) -> None:
    with pytest.raises(PeerTubeError, match=f"^{option} is {re.escape(str(value))[:20]}") as raised:
        checked(**{option: value})
    assert raised.value.code == "invalid_option"


@pytest.mark.parametrize(
    ("option", "value"),
    [("timeout", 86400.0), ("retries", 100), ("rate_limit_max_wait", 86400), ("wait_timeout", 86400)],
)
def test_the_largest_number_is_good(option: str, value: float) -> None:
    assert getattr(checked(**{option: value}), option) == value


@pytest.mark.parametrize("option", ["retries", "rate_limit_max_wait", "wait_timeout"])
def test_zero_is_a_number(option: str) -> None:
    assert getattr(checked(**{option: 0}), option) == 0


@pytest.mark.parametrize("option", ["min_validity", "revalidate_after"])
def test_a_period_below_zero_is_refused(option: str) -> None:
    with pytest.raises(PeerTubeError, match=f"^{option} is -1"):
        taken.check_not_negative(call(**{option: -1}), option)


def test_a_ca_file_is_passed_on(authority: Authority) -> None:
    assert checked(ca_path=authority.path).ca_path == authority.path


def test_a_client_certificate_is_passed_on(authority: Authority) -> None:
    certificate, key = authority.files("client")
    connection = checked(client_cert=certificate, client_key=key)
    assert (connection.client_cert, connection.client_key) == (certificate, key)


@pytest.fixture
def no_pem(tmp_path: Path) -> str:
    path = tmp_path / "no.pem"
    path.write_text("this is no certificate\n")
    return str(path)


@pytest.mark.parametrize("option", ["ca_path", "client_cert"])
def test_a_file_that_is_missing_is_named(option: str, tmp_path: Path) -> None:
    path = str(tmp_path / "missing.pem")
    with pytest.raises(PeerTubeError, match=f"^{option} {path} cannot be read: no such file"):
        checked(**{option: path})


@pytest.mark.parametrize("option", ["ca_path", "client_cert"])
def test_a_file_that_is_not_pem_is_named(option: str, no_pem: str) -> None:
    with pytest.raises(PeerTubeError, match=f"^{option} {no_pem} cannot be used: it is not PEM") as raised:
        checked(**{option: no_pem})
    assert ("client_key" in raised.value.remedy) == (option == "client_cert")


def test_an_empty_ca_file_is_not_pem(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").touch()
    with pytest.raises(PeerTubeError, match=r"^ca_path .* it is not PEM"):
        checked(ca_path=str(tmp_path / "empty.pem"))


@pytest.mark.parametrize("option", ["ca_path", "client_cert"])
def test_a_directory_is_no_pem_file(option: str, tmp_path: Path) -> None:
    with pytest.raises(PeerTubeError, match=f"^{option} {tmp_path} cannot be "):
        checked(**{option: str(tmp_path)})


@pytest.mark.parametrize("option", ["ca_path", "client_cert"])
def test_what_is_no_path_is_named(option: str) -> None:
    with pytest.raises(PeerTubeError, match=f"^{option} "):
        checked(**{option: "a\0b"})


def test_a_key_of_another_certificate_is_refused(authority: Authority) -> None:
    certificate, _key = authority.files("client")
    with pytest.raises(PeerTubeError, match=r"^client_cert "):
        checked(client_cert=certificate, client_key=authority.files("other")[1])


def test_a_key_that_is_missing_is_not_blamed_on_the_certificate(authority: Authority, tmp_path: Path) -> None:
    certificate, _key = authority.files("client")
    with pytest.raises(PeerTubeError, match=r"missing\.key"):
        checked(client_cert=certificate, client_key=str(tmp_path / "missing.key"))


def test_a_key_without_a_certificate_is_refused(authority: Authority) -> None:
    with pytest.raises(PeerTubeError, match=r"^client_key is set without client_cert"):
        checked(client_key=authority.files("client")[1])


def test_an_encrypted_key_is_refused_rather_than_asked_about(authority: Authority) -> None:
    certificate, key = authority.encrypted_files("encrypted")
    with pytest.raises(PeerTubeError, match=r"^client_cert "):
        checked(client_cert=certificate, client_key=key)


# The client pair


def test_a_client_pair_is_taken_as_given() -> None:
    assert taken.client_pair(call(client_id="i", client_secret="s")) == OAuthClient("i", "s")


def test_without_a_client_pair_there_is_none() -> None:
    assert taken.client_pair(call()) is None


@pytest.mark.parametrize(("option", "other"), [("client_id", "client_secret"), ("client_secret", "client_id")])
def test_half_a_client_pair_is_refused(option: str, other: str) -> None:
    with pytest.raises(PeerTubeError, match=f"^{option} is set without {other}"):
        taken.client_pair(call(**{option: "x"}))


@pytest.mark.parametrize("option", ["client_id", "client_secret"])
def test_a_client_pair_with_other_characters_is_refused(option: str) -> None:
    with pytest.raises(PeerTubeError, match=f"^{option} has a character that no token has"):
        taken.client_pair(call(**{"client_id": "i", "client_secret": "s", option: "a b"}))


# Credentials


@pytest.mark.parametrize(
    ("options", "credentials"),
    [
        ({"username": "root", "password": "p"}, Credentials("root", "p")),
        ({"username": "root", "password": "p", "otp": "012345"}, Credentials("root", "p", otp="012345")),
        ({"username": "root", "external_auth_token": "x"}, Credentials("root", external_auth_token="x")),
        ({"username": "root"}, None),
        ({}, None),
    ],
)
def test_credentials_are_what_a_login_needs(options: dict[str, str], credentials: Credentials | None) -> None:
    assert taken.credentials(call(**options)) == credentials


def test_an_external_auth_token_wins_over_a_password_of_the_environment() -> None:
    credentials = taken.credentials(call("password", username="root", password="p", external_auth_token="x"))
    assert credentials == Credentials("root", external_auth_token="x")


def test_an_external_auth_token_beside_a_password_is_refused() -> None:
    with pytest.raises(PeerTubeError, match=r"^external_auth_token and password are both set"):
        taken.credentials(call(username="root", password="p", external_auth_token="x"))


@pytest.mark.parametrize("secret", ["password", "external_auth_token"])
def test_a_secret_without_a_username_is_refused(secret: str) -> None:
    with pytest.raises(PeerTubeError, match=f"^{secret} is set without username"):
        taken.credentials(call(**{secret: "x"}))


@pytest.mark.parametrize(
    "otp", ["12345", "1234567", "12345a", "12 345", "\u0661\u0662\u0663\u0664\u0665\u0666", "123456\n"]
)
def test_a_code_is_six_digits(otp: str) -> None:
    with pytest.raises(PeerTubeError, match=r"^otp is not a code of six digits"):
        taken.credentials(call(**LOGIN, otp=otp))


def test_a_code_beside_its_seed_is_refused() -> None:
    with pytest.raises(PeerTubeError, match=r"^otp and otp_secret are both set"):
        taken.credentials(call(**LOGIN, otp="123456", otp_secret="GEZDGNBV"))


@pytest.mark.parametrize(
    "seed",
    ["GEZDGNBVGY3TQOJQ", "gezdgnbvgy3tqojq", "GEZD GNBV GY3T QOJQ", "GEZD-GNBV-GY3T-QOJQ", "GEZDGNBVGY3TQOJQ===="],
)
def test_a_seed_may_be_written_as_people_do(seed: str) -> None:
    credentials = taken.credentials(call(**LOGIN, otp_secret=seed))
    assert credentials is not None
    assert credentials.otp_secret == "GEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize("seed", ["GEZDGNB1", "not base32!", "A", "ABC", "===", "-", "\u00e9", "GEZ=DGNB"])
def test_a_seed_is_base32(seed: str) -> None:
    with pytest.raises(PeerTubeError, match=r"^otp_secret is not Base32"):
        taken.credentials(call(**LOGIN, otp_secret=seed))


@pytest.mark.parametrize(
    "options",
    [
        {"access_token": "x"},
        {"refresh_token": "x"},
        {"session_file": "/x"},
        {"password": "p"},
    ],
)
def test_a_username_says_whose_session_is_wanted(options: dict[str, str]) -> None:
    wanted = call(username="root", **options)
    taken.check_login_possible(wanted, taken.credentials(wanted))


def test_a_username_alone_is_not_enough_for_a_login() -> None:
    with pytest.raises(PeerTubeError, match=r"^username is set without password"):
        taken.check_login_possible(call(username="root"), None)


def test_a_username_of_the_environment_alone_is_no_mistake_of_the_task() -> None:
    taken.check_login_possible(call("username", username="root"), None)


# Sessions


@pytest.mark.parametrize(
    ("options", "session"),
    [
        ({}, None),
        ({"access_token": "a"}, Session(Token("a", None))),
        ({"refresh_token": "r"}, Session(Token(None, "r"))),
        ({"access_token": "a", "refresh_token": "r"}, Session(Token("a", "r"))),
    ],
)
def test_a_session_is_what_its_tokens_say(options: dict[str, str], session: Session | None) -> None:
    assert taken.given_session(call(**options)) == session


@pytest.mark.parametrize("value", ["a b", "a\r\nX: y", "Bearer x", "x" * 4097])
@pytest.mark.parametrize("option", ["access_token", "refresh_token"])
def test_a_token_with_other_characters_is_refused(option: str, value: str) -> None:
    with pytest.raises(PeerTubeError, match=f"^{option} has a character that no token has"):
        taken.given_session(call(**{option: value}))


def test_a_logout_without_a_session_is_refused() -> None:
    with pytest.raises(PeerTubeError, match=r"^No session is named"):
        taken.check_session_named(call(), None)


def test_a_logout_of_a_session_file_names_one() -> None:
    taken.check_session_named(call(session_file="/x"), None)


def test_a_logout_of_a_token_names_a_session() -> None:
    taken.check_session_named(call(), Session(Token("a", None)))


@pytest.mark.parametrize("path", ["/a/b.json", "/b", None])
def test_a_session_file_is_an_absolute_path(path: str | None) -> None:
    assert taken.session_file(call(session_file=path)) == path


@pytest.mark.parametrize("path", ["b.json", "./b.json", "/a/", "/a\0b"])
def test_anything_else_is_no_session_file(path: str) -> None:
    with pytest.raises(PeerTubeError, match=r"^session_file .* is not the absolute path of a file"):
        taken.session_file(call(session_file=path))


# The environment and the task


def settled(*from_environment: str, **options: str) -> dict[str, str]:
    """Which of the options still count."""
    task = call(*from_environment, **options)
    taken.settle_sources(task)
    return {name: value for name in options if (value := task.option(name)) is not None}


FILE, TOKENS = {"session_file": "/x"}, {"access_token": "a", "refresh_token": "r"}


@pytest.mark.parametrize("tokens", [{"access_token": "a"}, {"refresh_token": "r"}])
def test_a_session_file_beside_tokens_is_refused(tokens: dict[str, str]) -> None:
    with pytest.raises(PeerTubeError, match=r"^session_file is set together with"):
        settled(**FILE, **tokens)


def test_tokens_of_the_task_win_over_a_session_file_of_the_environment() -> None:
    assert settled("session_file", **FILE, **TOKENS) == TOKENS


def test_a_session_file_of_the_task_wins_over_tokens_of_the_environment() -> None:
    assert settled(*TOKENS, **FILE, **TOKENS) == FILE


def test_in_the_environment_a_session_file_wins_over_tokens() -> None:
    assert settled(*FILE, *TOKENS, **FILE, **TOKENS) == FILE


@pytest.mark.parametrize("login", [{"password": "p"}, {"external_auth_token": "x"}])
def test_a_login_of_the_task_wins_over_tokens_of_the_environment(login: dict[str, str]) -> None:
    assert settled(*TOKENS, **TOKENS, **login) == login


def test_a_login_of_the_environment_does_not_win_over_its_tokens() -> None:
    options = {**TOKENS, "password": "p"}
    assert settled(*options, **options) == options


def test_tokens_beside_a_login_of_the_task_are_kept() -> None:
    options = {**TOKENS, "password": "p"}
    assert settled(**options) == options


# The bad input of a task: one message, and nothing is sent


BAD_INPUT = {
    "no url": ({"url": None}, "url", "Set it"),
    "ftp": ({"url": "ftp://video.example.com"}, "url", "Set it"),
    "user info in url": ({"url": "http://user:pw@host"}, "url", "Remove it"),
    "query in url": ({"url": "http://host?x"}, "url", "Remove it"),
    "bare host name": ({"url": "video.example.com"}, "url", "Set it"),
    "username without password": ({"password": None}, "username", "Set password"),
    "missing CA file": ({"ca_path": "/nonexistent/ca.pem"}, "ca_path", "Name a file"),
    "CA file that is not PEM": ({"ca_path": __file__}, "ca_path", "Name a file"),
    "client_id without client_secret": ({"client_id": "x"}, "client_id", "Set both"),
    "otp that is not six digits": ({"otp": "1234"}, "otp", "Set it to all six, in quotes"),
    "otp_secret that is not Base32": ({"otp_secret": "1!"}, "otp_secret", "Set it"),
    "otp together with otp_secret": ({"otp": "123456", "otp_secret": "GEZDGNBV"}, "otp", "Set otp to a code"),
    "timeout 0": ({"timeout": 0}, "timeout", "Set it to more than 0"),
    "min_validity below zero": ({"min_validity": -1}, "min_validity", "Set it to 0 or more"),
    "an empty username": ({"username": ""}, "username", "Set it to a value, or leave it out"),
    "an empty password": ({"password": ""}, "password", "Set it to a value, or leave it out"),
    "an empty url": ({"url": ""}, "url", "Set it to a value, or leave it out"),
}
BAD = pytest.mark.parametrize(("options", "option", "remedy"), BAD_INPUT.values(), ids=BAD_INPUT.keys())


def failed(simulator: Simulator, options: dict[str, Any]) -> dict[str, Any]:
    result = run_in_process(peertube_token.MODULE, {"url": simulator.url, **LOGIN, **options}, check_mode=False)
    assert result["failed"]
    return result


@BAD
def test_bad_input_is_an_invalid_option(
    simulator: Simulator, options: dict[str, Any], option: str, remedy: str
) -> None:
    assert failed(simulator, options)["error"]["code"] == "invalid_option"


@BAD
def test_bad_input_gets_one_sentence_and_a_remedy(
    simulator: Simulator, options: dict[str, Any], option: str, remedy: str
) -> None:
    assert re.fullmatch(rf"{option} .*\. {remedy}.*\.", failed(simulator, options)["msg"])


@BAD
def test_bad_input_sends_nothing(simulator: Simulator, options: dict[str, Any], option: str, remedy: str) -> None:
    failed(simulator, options)
    assert simulator.log() == []


@BAD
def test_bad_input_shows_no_secret(simulator: Simulator, options: dict[str, Any], option: str, remedy: str) -> None:
    assert "hunter2" not in str(failed(simulator, options))


def test_a_logout_without_a_session_sends_nothing(simulator: Simulator) -> None:
    result = run_in_process(peertube_logout.MODULE, {"url": simulator.url}, check_mode=False)
    assert (result["error"]["code"], simulator.log()) == ("invalid_option", [])
