# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run tasks in processes of their own, many at a time, and end them with SIGKILL where it hurts."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Iterable, Iterator

# Imported before anything forks, so that a process costs a few milliseconds: the first request of a task would.
from ansible_collections.peertube.peertube.plugins.module_utils._http import transport
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.module_utils._session import end, file, grants, lock, private_files
from ansible_collections.peertube.peertube.plugins.modules import (
    peertube_config,
    peertube_logout,
    peertube_plugin,
    peertube_token,
)

assert transport.HAS_REQUESTS

TASKS = {
    "token": peertube_token.MODULE,
    "logout": peertube_logout.MODULE,
    "config": peertube_config.MODULE,
    "plugin": peertube_plugin.MODULE,
}
Result = dict

# Each line that is executed in one of these is a step at which a process can be killed.
STEPS_IN = {module.__file__ for module in (grants, end, file, lock, private_files)}


@dataclass(frozen=True)
class Order:
    """One task. ahead: seconds by which the clock of its machine is wrong.

    The result tells how many `connects` it tried; with count_steps, how many `steps` it took. kill_at: the one that it
    does not take any more.
    """

    task: str
    arguments: dict[str, Any]
    environment: dict[str, str] = field(default_factory=dict)
    ahead: float = 0
    check_mode: bool = False
    count_steps: bool = False
    kill_at: int | None = None


class Process:
    """A task in a fork of this process. It waits until the write end of `gate` is closed, when there is one.

    sleeping: where it writes a byte when it sleeps for the first time.
    """

    def __init__(self, order: Order, gate: tuple[int, int] | None = None, sleeping: int | None = None) -> None:
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                if gate is not None:
                    os.close(gate[1])
                    os.read(gate[0], 1)
                if sleeping is not None:
                    _tell_when_it_sleeps(sleeping)
                _perform(order, writing)
            finally:
                os._exit(1)
        os.close(writing)

    def result(self) -> Result | None:
        """What the task returned; None when the process was killed before."""
        with open(self._reading, "rb") as pipe:
            answer = pipe.read()
        status = os.waitpid(self.pid, 0)[1]
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == signal.SIGKILL
            return None
        result: Result = json.loads(answer)
        return result

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        assert self.result() is None


def run(order: Order) -> Result:
    result = Process(order).result()
    assert result is not None
    return result


def run_at_once(orders: Iterable[Order]) -> list[Result | None]:
    """All of them wait for the last one before they begin."""
    gate = os.pipe()
    processes = [Process(order, gate) for order in orders]
    for descriptor in gate:
        os.close(descriptor)
    return [process.result() for process in processes]


def start_and_let_sleep(orders: Iterable[Order]) -> list[Process]:
    """Start them, and return when each has found that it must wait: for the lock that another process holds, it may be,
    or for its next try."""
    reading, writing = os.pipe()
    processes = [Process(order, sleeping=writing) for order in orders]
    os.close(writing)
    for _unused in processes:
        assert os.read(reading, 1) == b".", "one of them ended without waiting"
    os.close(reading)
    return processes


def run_in_turn(orders: Iterable[Order], forks: int) -> Iterator[Result | None]:
    """As ansible-core does it: at most so many at a time."""
    running: list[Process] = []
    for order in orders:
        if len(running) == forks:
            yield running.pop(0).result()
        running.append(Process(order))
    for process in running:
        yield process.result()


def _perform(order: Order, writing: int) -> None:
    os.environ.update(order.environment)
    _move_clock(order.ahead)
    steps, connects = _Steps(order.kill_at), []
    _count_connects(connects)
    if order.count_steps or order.kill_at:
        sys.settrace(steps.enter)
    result = run_in_process(TASKS[order.task], dict(order.arguments), order.check_mode)
    sys.settrace(None)
    with open(writing, "wb") as pipe:
        pipe.write(json.dumps({**result, "steps": steps.taken, "connects": len(connects)}).encode())
    os._exit(0)


def _tell_when_it_sleeps(writing: int) -> None:
    sleep = time.sleep

    def tell(seconds: float) -> None:
        time.sleep = sleep
        os.write(writing, b".")
        sleep(seconds)

    time.sleep = tell


def _count_connects(connects: list[str]) -> None:
    sys.addaudithook(lambda event, arguments: connects.append(event) if event == "socket.connect" else None)


def _move_clock(seconds: float) -> None:
    """As if somebody had set the clock of the machine: the time of day is another, what has passed is not."""
    if seconds:
        real = time.time
        time.time = lambda: real() + seconds


class _Steps:
    """Counts the lines that are executed in the files of STEPS_IN, and ends the process before one of them."""

    def __init__(self, kill_at: int | None) -> None:
        self.taken = 0
        self._kill_at = kill_at

    def enter(self, frame: FrameType, event: str, argument: object) -> Any:
        return self._step if frame.f_code.co_filename in STEPS_IN else None

    def _step(self, frame: FrameType, event: str, argument: object) -> Any:
        if event == "line":
            self.taken += 1
            if self.taken == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return self._step
