# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Importing requests takes as long as a login: a play does it once, and not where no task of it sends a request."""

from __future__ import annotations

import re
import typing as t

from harness.plays import LOGIN, Controller

IN_PROCESS = "in the controller's process"
TOKEN = "peertube.peertube.peertube_token"
TASKS = 4


def imports(controller: Controller, tasks: list[dict[str, t.Any]]) -> int:
    """How many processes of a play imported requests, less the workers where ansible-core hides what those write."""
    run = controller.play(tasks, IN_PROCESS, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert run.status == 0, run.shown
    return len(re.findall(r"^import time: .*\| +requests$", run.shown, re.MULTILINE))


def test_a_play_that_reuses_a_session_imports_no_requests(controller: Controller) -> None:
    reuse = {TOKEN: {**LOGIN, "session_file": str(controller.directory / "session.json")}}
    controller.play([reuse], IN_PROCESS)
    assert imports(controller, [reuse] * TASKS) == 0


def test_a_play_of_logins_imports_requests_in_the_first_worker_and_before_the_next(controller: Controller) -> None:
    # ansible-core 2.17 shows the worker's, too.
    assert imports(controller, [{TOKEN: LOGIN}] * TASKS) in (1, 2)


def test_a_play_of_what_always_sends_imports_requests_before_its_workers(controller: Controller) -> None:
    client = {"peertube.peertube.peertube_oauth_client_info": {}}
    assert imports(controller, [client]) == 1
