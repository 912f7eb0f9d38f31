# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import sys
import typing as t

from ansible import constants as C
from ansible.errors import AnsibleConnectionFailure
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.release import __version__ as ansible_version
from ansible.utils.display import Display
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError, invalid_option
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import REQUESTS_IMPORTED
from ansible_collections.peertube.peertube.plugins.module_utils._module.arguments import Environment
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_in_process
from ansible_collections.peertube.peertube.plugins.plugin_utils._diff import show_diff
from ansible_collections.peertube.peertube.plugins.plugin_utils._logins import warn_of_logins
from ansible_collections.peertube.peertube.plugins.plugin_utils._secret_options import check_secret_texts, occurs_secret
from ansible_collections.peertube.peertube.plugins.plugin_utils._shown import (
    holds_secret,
    returns_secrets,
    withhold_raw_output,
)

_PLUGINS = "ansible_collections.peertube.peertube.plugins"
_BEFORE_2_19 = tuple(map(int, ansible_version.split(".")[:2])) < (2, 19)
# Whose no_log was set here and not by the user, for when until tries them again.
_HIDDEN_HERE: list[t.Any] = []


def _import_requests() -> None:
    importlib.import_module(f"{_PLUGINS}.module_utils._http.transport")


def _before_fork() -> None:
    if REQUESTS_IMPORTED[0]:
        _import_requests()


os.register_at_fork(before=_before_fork)


def action_of(plugin: str) -> type[PeerTubeAction]:
    """The action of the module with the name of this action plugin.

    ansible-core imports an action before it forks its workers, and Python keeps no bytecode of what is in a collection:
    were what most tasks need imported by the workers, each of them would take longer for that than for many a task.
    requests is imported as well, or where a task may do without it, before the fork that follows its first request.
    """
    importlib.import_module(f"{_PLUGINS}.module_utils._session.file")
    module = importlib.import_module(plugin.replace(".plugins.action.", ".plugins.modules."))
    if module.MODULE.always_sends:
        _import_requests()
    return type("ActionModule", (PeerTubeAction,), {"MODULE": module.MODULE})


class PeerTubeAction(ActionBase):
    """Runs a module of this collection: where, and what of its result may be shown."""

    MODULE: Module

    _supports_check_mode = True
    _supports_async = True

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        task_vars = task_vars or {}
        super().run(tmp, task_vars)
        try:
            self._check_task()
            result = self._run(task_vars)
        except PeerTubeError as error:
            result = {"failed": True, "changed": False, **error.as_result()}
        warn_of_logins(result)
        self._warn_of_fact_cache(result)
        if holds_secret(self.MODULE, result) or self._item_holds_secret(task_vars):
            self._hide(result)
        return result

    def _check_task(self) -> None:
        """Refuse what would show a secret before the module could say so. Raises PeerTubeError."""
        check_secret_texts(self.MODULE.argument_spec(Environment()), self._task.args)
        if self._task.async_val and not self._task.poll and returns_secrets(self.MODULE):
            sentence = "With async and poll: 0, the task that asks for the result would show the secrets in it."
            raise invalid_option(sentence, "Set poll to 1 or more, or leave out async.")

    def _run(self, task_vars: dict[str, t.Any]) -> dict[str, t.Any]:
        if not self._may_run_in_process(task_vars):
            return self._run_module(task_vars)
        result = run_in_process(self.MODULE, plain(self._task.args), bool(self._task.check_mode), say)
        if not _wants_invocation(task_vars):
            result.pop("invocation", None)  # not there when the arguments do not fit
        return result

    def _run_module(self, task_vars: dict[str, t.Any]) -> dict[str, t.Any]:
        wrap_async = bool(self._task.async_val) and not self._connection.has_native_async
        if wrap_async and returns_secrets(self.MODULE):
            # ansible-core fetches the result of the job by itself, and does not come by here with it.
            self._task.no_log = True
        with self._raw_output_hidden(fetched_later=wrap_async):
            result: dict[str, t.Any] = self._execute_module(task_vars=task_vars, wrap_async=wrap_async)
        withhold_raw_output(self.MODULE, result)
        if not wrap_async:
            self._remove_tmp_path(self._connection._shell.tmpdir)
        return result

    @contextlib.contextmanager
    def _raw_output_hidden(self, fetched_later: bool) -> t.Iterator[None]:
        """Keep the connection from showing what the module prints, as that of ssh does with -vvv.

        fetched_later: the result of a job in the background comes by the same connection, after this action.
        """
        context = self._connection._play_context
        users_choice = context.no_log
        context.no_log = users_choice or returns_secrets(self.MODULE)
        try:
            yield
        except AnsibleConnectionFailure:
            context.no_log = users_choice
            # Why there is no connection was hidden with the rest. Nothing that is secret comes of this.
            self._low_level_execute_command(":", sudoable=False)
            raise
        if not fetched_later:
            context.no_log = users_choice

    def _may_run_in_process(self, task_vars: dict[str, t.Any]) -> bool:
        """Whether the controller's process can do the same as a module: as the same user, in the same environment."""
        return (
            self._connection.transport in ("local", "ansible.builtin.local")
            and self._connection.become is None
            and not self._task.async_val
            and not any(self._task.environment or ())
            # The frameworks that macOS looks up proxies with crash in a forked process.
            and sys.platform != "darwin"
            and boolean(self._templar.template(task_vars.get("peertube_in_process", True)))
            and self._is_own_python(task_vars)
            and self._has_libraries()
        )

    def _is_own_python(self, task_vars: dict[str, t.Any]) -> bool:
        """Whether the task wants the Python that this runs on, or leaves it to ansible-core which it gets."""
        if self._task.delegate_to:
            task_vars = task_vars.get("ansible_delegated_vars", {}).get(self._task.delegate_to, task_vars)
        wanted = C.config.get_config_value("INTERPRETER_PYTHON", variables=task_vars)
        wanted = str(self._templar.template(wanted))
        if wanted.startswith("auto"):
            return True
        # In a virtual environment, the same program under another path means other libraries.
        same_directory = os.path.dirname(wanted) == os.path.dirname(sys.executable)
        return same_directory and os.path.realpath(wanted) == os.path.realpath(sys.executable)

    def _has_libraries(self) -> bool:
        """Whether this Python has what the task needs; if not, the one that a module would run on may have it."""
        wants_pyotp = self._task.args.get("otp_secret") or os.environ.get("PEERTUBE_OTP_SECRET")
        needed = ("requests", "pyotp") if wants_pyotp else ("requests",)
        return all(importlib.util.find_spec(name) for name in needed)

    def _warn_of_fact_cache(self, result: dict[str, t.Any]) -> None:
        if result.get("ansible_facts", {}).get("peertube_token") and C.CACHE_PLUGIN.rpartition(".")[2] != "memory":
            Display().warning(
                f"The fact cache {C.CACHE_PLUGIN} keeps ansible_facts.peertube_token in clear text: "
                "set set_facts to false for this task and use its registered result."
            )

    def _item_holds_secret(self, task_vars: dict[str, t.Any]) -> bool:
        """Whether the item of a loop, which is shown beside its result, is or holds what a secret option was set to."""
        item = task_vars.get(task_vars.get("ansible_loop_var", "item"))
        return occurs_secret(self.MODULE.argument_spec(Environment()), self._task.args, item)

    def _hide(self, result: dict[str, t.Any]) -> None:
        """Hide a result from every display and log; variables, facts and loops keep its values.

        no_log of the task would hide all results of a loop, where a failure should be read beside successes.
        """
        result["_ansible_no_log"] = True
        if self._users_no_log():
            return
        if _BEFORE_2_19 and self._task.loop is not None:
            # Of this item alone, and then of the result of the whole loop, which callbacks such as minimal and junit
            # would get with all that is hidden in it.
            self._task.no_log = True
            _HIDDEN_HERE.append(self._task)
        # What holds no secret, and would be hidden with the rest.
        if result.get("failed"):
            if _BEFORE_2_19:  # newer ones show the message of every failure
                Display().error(result.get("msg", ""))
        elif self._task.diff and result.get("changed") and result.get("diff") and _callback_writes_text():
            show_diff(result["diff"])

    def _users_no_log(self) -> bool:
        return bool(self._task.no_log) and not any(task is self._task for task in _HIDDEN_HERE)


def say(message: str) -> None:
    """Show a message now: from ansible-core 2.19 on, a warning would wait for the result of the task."""
    # Not among what a callback writes, which may be JSON.
    Display().display(message, color=C.COLOR_WARN, stderr=True)


def _wants_invocation(task_vars: dict[str, t.Any]) -> bool:
    """Whether a module would be asked for its arguments, as every one is before ansible-core 2.21."""
    if not hasattr(C, "INJECT_INVOCATION"):
        return True
    return bool(C.config.get_config_value("INJECT_INVOCATION", variables=task_vars))


def _callback_writes_text() -> bool:
    """Whether what is displayed is for people, so that a diff may stand in it."""
    return C.DEFAULT_STDOUT_CALLBACK.rpartition(".")[2] in ("default", "minimal")


def plain(value: t.Any) -> t.Any:
    """A value without what ansible-core attaches to it, and with what is in a vault decrypted."""
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return float(value) if isinstance(value, float) else int(value)
    return str(value)
