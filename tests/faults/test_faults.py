# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every fault is played for every request, and the task must say what DESIGN says, and leave everything as it was."""

from __future__ import annotations

import json
import logging
import re
import typing as t

import pytest

from . import body_faults, connection_faults, field_faults, status_faults, text_faults
from .columns import COLUMNS, LOGIN, WHO_AM_I, Column
from .fault import RATE_LIMIT_MAX_WAIT, RETRIES, Fault, Kind
from .run import Run, Stage, repeated_secrets, texts

FAULTS: t.Final = (
    *connection_faults.FAULTS,
    *body_faults.FAULTS,
    *field_faults.FAULTS,
    *status_faults.FAULTS,
    *text_faults.FAULTS,
)
PLAYED: t.Final = [
    pytest.param(fault, column, id=f"{column.name}: {fault.name}")
    for fault in FAULTS
    for column in COLUMNS
    if column.name in fault.columns
]
# A terminal acts on these, or hides what stands between them; a lone surrogate cannot be written at all.
_UNCLEAN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


@pytest.mark.parametrize(("fault", "column"), PLAYED)
@pytest.mark.filterwarnings("error::UserWarning")
def test_a_fault_is_reported_and_does_no_harm(
    fault: Fault, column: Column, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        run = stage.play(fault, column)
    assert run.error.get("code") == fault.expected_code(column), run.result.get("msg")
    assert fault.says in run.result.get("msg", "") or fault.expected_code(column) != fault.code, run.result["msg"]
    assert run.requests == fault.expected_requests(column)
    assert_bounded(run, fault)
    assert not caplog.records, "whatever is logged ends on the terminal, beside what the task says"
    if fault.kind is not Kind.HARMLESS:
        assert_failed_cleanly(run)
        if column is LOGIN and fault.effect:
            assert "A session may have been opened all the same." in run.result["msg"]


def may_pass(fault: Fault) -> bool:
    """One of each sort: what breaks connections, and each status that asks for patience."""
    broken = fault in connection_faults.FAULTS and fault.listens
    return fault.kind in _PASSING and (broken or fault.name.startswith("status "))


_PASSING: t.Final = (Kind.NOT_CONNECTED, Kind.LIMITED, Kind.GATEWAY, Kind.LOST)


@pytest.mark.parametrize(
    ("fault", "column"),
    [case for case in PLAYED if may_pass(case.values[0])],
)
def test_a_fault_that_passes_is_survived_where_the_request_may_be_repeated(
    fault: Fault, column: Column, stage: Stage
) -> None:
    run = stage.play(fault, column, times=1)
    repeats = fault.expected_requests(column) > 1
    assert run.requests == (2 if repeats else 1)
    assert run.result.get("failed", False) is not repeats, run.result.get("msg")
    if repeats:
        assert run.result["changed"] is (column is not WHO_AM_I)
        assert len(run.pauses) == 1
    else:
        assert_failed_cleanly(run)


def assert_bounded(run: Run, fault: Fault) -> None:
    tries = 1 + RETRIES
    # An answer may take four times the timeout; the rest is for a slow machine.
    assert run.seconds < (tries * 4 * fault.timeout if fault.timeout < 1 else 0) + 5
    assert run.megabytes < 16
    assert len(run.pauses) < run.requests + tries
    pauses = sum(0.5 * 2.0**number for number in range(RETRIES)) * 1.25
    assert sum(run.pauses) <= pauses + RATE_LIMIT_MAX_WAIT


def assert_failed_cleanly(run: Run) -> None:
    result = run.result
    assert result["failed"] is True
    assert result["changed"] is False
    assert set(result["error"]) == {"code", "status", "method", "url", "detail", "retry_after"}
    assert not {"exception", "traceback"} & set(result)
    assert not repeated_secrets(result)
    assert not [text for text in texts(result) if _UNCLEAN.search(text)]
    assert len(result["msg"]) <= 800
    assert len(result["error"]["detail"] or "") <= 200
    # What happened, and what to do.
    assert re.fullmatch(r"[A-Zh].+\. [A-Z].+\.", result["msg"])
    assert not re.search(r"Traceback|File \"|line \d|Error\b", result["msg"])
    # All that is ever noted: that the session may go on under a token that did not arrive.
    lost = "the answer to its refresh did not arrive" in result["msg"]
    assert kept(run.after) == {**kept(run.before), "renewing": lost}
    assert run.files <= {"session.json", "session.json.lock", "session.json.failures"}
    assert not repeated_secrets(run.noted)
    assert len(run.noted) < 8192


def kept(session_file: bytes | None) -> dict[str, t.Any]:
    document: dict[str, t.Any] = json.loads(session_file or b"{}")
    return document
