# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that log in for themselves alone are told of each other."""

from __future__ import annotations

import typing as t

from harness.plays import LOGIN, Controller

HINT = "PeerTube allows 15 logins in five minutes"


def ask(**keywords: t.Any) -> dict[str, t.Any]:
    options = {"path": "/users/me", **LOGIN, **keywords.pop("options", {})}
    return {"name": "ask", "peertube.peertube.peertube_api": options, "register": "asked", **keywords}


def test_the_second_login_of_a_play_is_warned_of_once(controller: Controller) -> None:
    tasks = [ask(loop=[1, 2]), ask(), ask(vars={"peertube_in_process": False})]
    tasks += [{"ansible.builtin.assert": {"that": "asked.peertube_logged_in is not defined"}}]
    run = controller.play(tasks, "in the controller's process")
    assert run.status == 0, run.shown
    assert " ".join(run.shown.split()).count(HINT) == 1


def test_neither_one_login_nor_a_shared_session_is_warned_of(controller: Controller) -> None:
    shared = {"session_file": f"{controller.directory}/session.json"}
    run = controller.play([ask(), ask(options=shared), ask(options=shared)], "in the controller's process")
    assert run.status == 0, run.shown
    assert "WARNING" not in run.shown
