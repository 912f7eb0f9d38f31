# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run of the role is killed, and the next one comes to the wanted state and leaves no session of its own.

Killed while the instance has a request of each of some kinds. At every request, in a quarter of an hour, with:
PEERTUBE_TEST_KILL_STRIDE=1 .venv/bin/nox --session controller -- -k killed_at_a_request
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.modules import peertube_logout
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

from instance.instances import AVATAR, rich
from instance.plays import Operator
from instance.provisioner import Provisioner

LOGIN = {"peertube_username": ROOT, "peertube_password": ROOT_PASSWORD}
EVERY = os.environ.get("PEERTUBE_TEST_KILL_STRIDE") == "1"
# "before": the request has no effect. "after": it has its effect, and nobody gets the answer.
STAGES = ("before", "after")
# Of each kind the first one, where it is not every one.
KINDS = {
    "with a session file": (
        ("POST /users/token", "after"),
        ("POST /plugins/install", "after"),
        ("PUT /config/custom", "before"),
        ("POST /config/instance-avatar/pick", "after"),
        ("POST /users", "after"),
    ),
    "without": (("POST /users", "after"), ("POST /users/revoke-token", "before")),
}


class Scene:
    """An instance, and somebody who applies something in each part to it, with a session file or without."""

    def __init__(self, simulator: Simulator, directory: Path, kept: bool) -> None:
        self.fresh = Provisioner(simulator, "8.2", directory)
        self.operator = Operator(directory, simulator)
        everything = rich(directory)
        self.instance = {
            **everything,
            "config": {"instance": {"name": "Films of the valley"}},
            "plugins": everything["plugins"][1:2],
            "images": {"avatar": AVATAR},
            "users": everything["users"][:1],
        }
        self.operator.describe(self.instance)
        self.variables = {"peertube_url": simulator.url, **LOGIN}
        if kept:
            self.variables["peertube_session_file"] = str(self.operator.session_file)

    def begin_anew(self) -> None:
        self.fresh.begin_anew()
        # A fresh instance has one.
        self.fresh.apply({"runner_token": "absent"})
        self.fresh.requests()
        for path in self.fresh.directory.glob(f"{self.operator.session_file.name}*"):
            path.unlink()

    def run(self) -> str:
        run = self.operator.play(**self.variables)
        assert run.status == 0, run.shown
        return run.shown

    def kill(self, number: int, stage: str) -> None:
        """Kill a run while the instance has its request of that number."""
        simulator = self.operator.simulator
        simulator.hold(skip=number, stage=stage)
        with self.operator.running(**self.variables):
            simulator.wait_held(timeout=60)
        simulator.reset("faults")

    def sessions(self) -> int:
        """How many are open beside the one of whoever looks."""
        pairs = self.operator.simulator.tokens()
        return sum(one["access_token"] != self.fresh.session["access_token"] for one in pairs)


def moments(requests: list[str], way: str) -> list[tuple[int, str]]:
    if EVERY:
        return [(number, stage) for number in range(len(requests)) for stage in STAGES]
    return [(requests.index(request), stage) for request, stage in KINDS[way]]


@pytest.mark.parametrize("way", KINDS)
def test_killed_at_a_request_the_next_run_comes_to_the_wanted_state(
    simulator: Simulator, tmp_path: Path, way: str
) -> None:
    kept = way == "with a session file"
    scene = Scene(simulator, tmp_path, kept)
    scene.begin_anew()
    scene.run()
    requests = scene.operator.requests()
    defects = []
    for number, stage in moments(requests, way):
        scene.begin_anew()
        scene.kill(number, stage)
        left = scene.sessions()
        try:
            check(scene, kept, left)
        except AssertionError as defect:
            defects.append((requests[number], number, stage, str(defect)))
    assert defects == []


def check(scene: Scene, kept: bool, left: int) -> None:
    shown = scene.run()
    again = scene.fresh.apply(scene.instance)
    assert (again.failures, again.changed) == ([], [])
    if kept:
        # Unless nobody ever knew of it, the session is used.
        lost = scene.sessions() - 1
        assert lost == 0 or (lost == 1 and "A session may be open" in shown), (left, scene.sessions())
    else:
        assert scene.sessions() == left
    logout = {**scene.fresh.session, "sessions": "others"}
    assert not run_in_process(peertube_logout.MODULE, logout, False).get("failed")
    assert scene.sessions() == 0
