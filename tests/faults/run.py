# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run one task against one fault, and keep all that it left behind."""

from __future__ import annotations

import base64
import dataclasses
import gc
import time
import tracemalloc
import typing as t
from pathlib import Path
from urllib.parse import quote, quote_plus

from ansible_collections.peertube.peertube.plugins.module_utils._base.clock import Clock
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from harness.server import Server, Wire, free_port

from .columns import SECRETS, Column, answer_well
from .fault import RATE_LIMIT_MAX_WAIT, RETRIES, Fault

if t.TYPE_CHECKING:
    import pytest


@dataclasses.dataclass
class Run:
    """What a task returned, and what else can be seen of it. seconds: of this machine; pauses: asked of the clock."""

    result: dict[str, t.Any]
    requests: int
    pauses: list[float]
    seconds: float
    megabytes: float
    before: bytes
    after: bytes | None
    files: set[str]
    # What is left for other tasks that share the session file.
    noted: str

    @property
    def error(self) -> dict[str, t.Any]:
        error: dict[str, t.Any] = self.result.get("error", {})
        return error


class Stage:
    """Where tasks are run: a directory for the session file, and a clock that keeps what it was asked to wait."""

    def __init__(self, directory: Path, ca_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.session_file = directory / "session.json"
        self.ca_path = ca_path
        self._pauses: list[float] = []
        monkeypatch.setattr(Clock, "sleep", lambda clock, seconds: self._pauses.append(seconds))

    def play(self, fault: Fault, column: Column, times: int = 999) -> Run:
        """Run the task of the column against a server that plays the fault so many times, and behaves after that."""
        played = 0

        def serve(wire: Wire) -> None:
            nonlocal played
            if not fault.reads and played < times:
                played += 1
                fault.play(wire, column, None)
                return
            for request in wire.requests():
                asked = column.is_asked_by(request)
                played += asked
                if asked and played <= times:
                    fault.play(wire, column, request)
                else:
                    answer_well(wire, request)

        with Server(serve) as server:
            port = server.port if fault.listens else free_port()
            run = self.perform(column, f"http://127.0.0.1:{port}", fault.timeout, fault.heavy)
        run.requests = played
        return run

    def perform(self, column: Column, url: str, timeout: float, heavy: bool = False, **options: t.Any) -> Run:
        """Run the task of the column against whatever listens at url."""
        before = column.session_file(url)
        self.session_file.write_bytes(before)
        self.session_file.chmod(0o600)
        arguments = {
            "url": url,
            "session_file": str(self.session_file),
            # A small one: reading the CAs of the system would take longer than the test.
            "ca_path": self.ca_path,
            "timeout": timeout,
            "retries": RETRIES,
            "rate_limit_max_wait": RATE_LIMIT_MAX_WAIT,
            "use_proxy": False,
            **column.options,
            **options,
        }
        self._pauses.clear()
        if heavy:
            gc.collect()
            tracemalloc.start()
        started = time.monotonic()
        result = run_in_process(column.task, arguments, check_mode=False)
        seconds = time.monotonic() - started
        megabytes = tracemalloc.get_traced_memory()[1] / 2**20 if heavy else 0.0
        tracemalloc.stop()
        after = self.session_file.read_bytes() if self.session_file.exists() else None
        files = {path.name for path in self.session_file.parent.iterdir()}
        note = self.session_file.with_name(self.session_file.name + ".failures")
        noted = note.read_text(encoding="ascii") if note.exists() else ""
        return Run(result, 0, list(self._pauses), seconds, megabytes, before, after, files, noted)


def texts(value: t.Any) -> t.Iterator[str]:
    """Every string in a result, names of members too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from texts(name)
            yield from texts(member)
    elif isinstance(value, (list, tuple)):
        for member in value:
            yield from texts(member)


def repeated_secrets(result: t.Any) -> list[tuple[str, str]]:
    """Secret and text, for each text of a result that shows a secret in one of its usual forms."""
    shown = [text.casefold() for text in texts(result)]
    return [
        (name, text)
        for name, secret in SECRETS.items()
        for form in _forms(secret)
        for text in shown
        if form.casefold() in text
    ]


def _forms(secret: str) -> set[str]:
    octets = secret.encode("utf-8")
    forms = {secret, octets.decode("latin-1"), quote(octets, safe=""), quote(octets), quote_plus(octets), octets.hex()}
    for offset in range(3):
        # Without what depends on its neighbours.
        core = base64.b64encode(b"\0" * offset + octets).decode("ascii").rstrip("=")[(0, 2, 3)[offset] : -1]
        forms |= {core, core.translate(str.maketrans("+/", "-_"))}
    return forms
