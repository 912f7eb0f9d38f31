# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a fault leaves behind that the next task, or a fork of fifty, would meet."""

from __future__ import annotations

import json
import typing as t

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from harness.server import Server, Wire, answer

from . import connection_faults
from .columns import CLIENT, COLUMNS, LOGIN, REFRESH, REVOKE, SECRETS, WHO_AM_I, Column, answer_well
from .run import Stage, repeated_secrets

_LEFT_OPEN: t.Final = ("silence", "silence within the body", "one byte at a time", "chunked")


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
@pytest.mark.parametrize("name", _LEFT_OPEN)
def test_no_connection_is_left_open(name: str, column: Column, stage: Stage) -> None:
    fault = next(fault for fault in connection_faults.FAULTS if fault.name == name)

    def serve(wire: Wire) -> None:
        for request in wire.requests():
            if column.is_asked_by(request):
                fault.play(wire, column, request)
            else:
                answer_well(wire, request)

    with Server(serve) as server:
        run = stage.perform(column, server.url(), min(fault.timeout, 5))
        assert server.hung_up(2), f"after {run.result.get('msg', 'success')}"


def test_a_lost_refresh_falls_back_to_the_password_with_a_warning(stage: Stage) -> None:
    asked: list[str] = []

    def serve(wire: Wire) -> None:
        for request in wire.requests():
            asked.append(request.form.get("grant_type", request.path))
            if REFRESH.is_asked_by(request):
                wire.reset()
            else:
                answer_well(wire, request)

    with Server(serve) as server:
        run = stage.perform(REFRESH, server.url(), 20, **LOGIN.options)
    # The refresh token is not sent twice; what the old access token may still open is ended, whatever our clock says.
    assert asked == ["refresh_token", "password", "/api/v1/users/revoke-token"]
    assert run.result["action"] == "login"
    assert "The session is lost" in run.result["warnings"][0]
    assert run.after is not None
    assert json.loads(run.after)["token"]["access_token"] == LOGIN.answer["access_token"]


def test_a_revocation_whose_reply_was_lost_is_done_when_the_token_is_gone(stage: Stage) -> None:
    asked = 0

    def serve(wire: Wire) -> None:
        nonlocal asked
        for _request in wire.requests():
            asked += 1
            if asked == 1:
                wire.reset()
                return
            status, code = (401, b"invalid_token") if asked == 2 else (400, b"invalid_grant")
            wire.send(answer(status, b'{"code": "%s"}' % code, content_type="application/problem+json"))

    with Server(serve) as server:
        run = stage.perform(REVOKE, server.url(), 20)
    # Only the refresh token can tell whether it was the lost one that ended the session.
    assert asked == 3
    assert run.result["changed"] is True
    assert run.after is None


@pytest.mark.parametrize("username", ["x" * 100_000, "\x1b[2Jroot\r\n", "ro\ud800ot"])
def test_what_no_user_is_called_gets_neither_into_the_session_file_nor_into_a_message(
    username: str, stage: Stage
) -> None:
    def serve(wire: Wire) -> None:
        for _request in wire.requests():
            wire.send(answer(body=json.dumps({**WHO_AM_I.answer, "username": username}).encode("ascii")))

    with Server(serve) as server:
        url = server.url()
        stage.perform(WHO_AM_I, url, 20)
        options = {"url": url, "session_file": str(stage.session_file), "use_proxy": False, "username": "other"}
        result = run_in_process(WHO_AM_I.task, options, check_mode=False)
    assert result["error"]["code"] == "unexpected_response"
    assert result["msg"].isprintable()
    assert len(result["msg"]) < 500


@pytest.mark.parametrize("place", ["detail", "Location"])
def test_a_secret_that_the_instance_handed_out_is_not_shown_when_another_answer_repeats_it(
    place: str, stage: Stage
) -> None:
    secret = SECRETS["client_secret"]

    def serve(wire: Wire) -> None:
        for request in wire.requests():
            if LOGIN.is_asked_by(request):
                problem = json.dumps({"detail": f"client_secret={secret}"}).encode("ascii")
                headers = [b"Location: http://x/?" + secret.encode("ascii")]
                status = 400 if place == "detail" else 302
                wire.send(answer(status, problem, content_type="application/problem+json", headers=headers))
            else:
                answer_well(wire, request)

    with Server(serve) as server:
        run = stage.perform(CLIENT, server.url(), 20)
    assert run.result["failed"]
    assert not repeated_secrets(run.result)
