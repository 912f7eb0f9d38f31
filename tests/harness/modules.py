# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs modules: in this process as the action plugins do, signed in at a simulator, or as ansible-core does."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import subprocess
import sys
from typing import Any, Callable, Iterator

from ansible.module_utils import basic
from ansible.module_utils.common.parameters import PASS_VARS
from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._base.clock import Clock
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process, run_module
from ansible_collections.peertube.peertube.plugins.modules import peertube_token
from simulator.accounts import ROOT, ROOT_PASSWORD
from simulator.control import Simulator

PLUGINS = "ansible_collections.peertube.peertube.plugins"


class Administrator:
    """Somebody who is signed in at a simulator and runs modules in this process; `module`, if no other is named.

    session: the options that say so, for whoever runs a module otherwise.
    """

    def __init__(
        self,
        simulator: Simulator,
        module: Module | None = None,
        username: str = ROOT,
        password: str = ROOT_PASSWORD,
    ) -> None:
        self.simulator = simulator
        self.module = module
        self.sign_in(username, password)

    def sign_in(self, username: str = ROOT, password: str = ROOT_PASSWORD) -> None:
        login = {"url": self.simulator.url, "username": username, "password": password}
        token = run_in_process(peertube_token.MODULE, login, False)["token"]
        self.session = {"url": self.simulator.url, "access_token": token["access_token"], "retries": 0}
        self.simulator.reset("log")

    def run(self, check_mode: bool = False, module: Module | None = None, **options: Any) -> dict[str, Any]:
        return run_in_process(module or self.module, {**self.session, **options}, check_mode)

    def requests(self) -> list[str]:
        """What was sent since the last time."""
        return sent_to(self.simulator)

    def writes(self) -> list[str]:
        return [one for one in self.requests() if not one.startswith("GET ")]

    @contextlib.contextmanager
    def sender(self, clock: Clock | None = None) -> Iterator[Sender]:
        """What the files below the modules work with."""
        http = Http(Connection(self.simulator.url), clock=clock)
        try:
            yield Sender(http, self.session["access_token"])
        finally:
            http.close()


def sent_to(simulator: Simulator) -> list[str]:
    """Method and path of each request since the last time."""
    log = simulator.log()
    simulator.reset("log")
    return [f"{one['method']} {one['path'].replace('/api/v1', '', 1)}" for one in log]


def definition_of(module: str) -> Module:
    definition: Module = importlib.import_module(f"{PLUGINS}.modules.{module}").MODULE
    return definition


def printed_by_module(task: Module, check_mode: bool = False, **arguments: Any) -> dict[str, Any]:
    """What run_module prints, in this process, where coverage is measured."""
    return printed_by_main(lambda: run_module(task), **arguments, _ansible_check_mode=check_mode)


def printed_by_main(main: Callable[[], None], **arguments: Any) -> dict[str, Any]:
    """What the main function of a module prints."""
    printed = io.StringIO()
    if "inject_invocation" in PASS_VARS:  # from ansible-core 2.21 on
        arguments["_ansible_inject_invocation"] = True
    with _on_target(), _arguments(arguments), contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        main()
    return _as_controller_sees(printed.getvalue())


@contextlib.contextmanager
def _on_target() -> Iterator[None]:
    """Where a test has loaded the controller, ansible-core 2.19 and newer display a module's warnings themselves."""
    internal = sys.modules.get("ansible.module_utils._internal")
    before = getattr(internal, "is_controller", None)
    if before is None:
        yield
        return
    internal.is_controller = False
    try:
        yield
    finally:
        internal.is_controller = before


@contextlib.contextmanager
def _arguments(arguments: dict[str, Any]) -> Iterator[None]:
    try:
        from ansible.module_utils.testing import patch_module_args
    except ImportError:  # before ansible-core 2.18
        before = basic._ANSIBLE_ARGS
        basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode()
        try:
            yield
        finally:
            basic._ANSIBLE_ARGS = before
    else:
        with patch_module_args(arguments):
            yield


def printed_by_process(module: str, **arguments: Any) -> dict[str, Any]:
    """What a module prints that runs as ansible-core runs it on a target: in a process of its own, fed with JSON."""
    command = [sys.executable, "-m", f"{PLUGINS}.modules.{module}"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    fed = json.dumps({"ANSIBLE_MODULE_ARGS": arguments})
    ran = subprocess.run(command, input=fed, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    return _as_controller_sees(ran.stdout)


def _as_controller_sees(printed: str) -> dict[str, Any]:
    """It takes a result that does not say whether something changed for one that says no."""
    return {"changed": False, **json.loads(printed)}
