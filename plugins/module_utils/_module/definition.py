# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import dataclasses
import typing as t

from ansible.module_utils.basic import heuristic_log_sanitize

from .._base.errors import invalid_option
from .arguments import ArgumentSpec, Environment

_HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


class Call:
    """One task, as its user wrote it: options with their values, and where those came from."""

    def __init__(
        self, params: dict[str, t.Any], spec: ArgumentSpec, environment: Environment, check_mode: bool
    ) -> None:
        self.params = params
        self.check_mode = check_mode
        self.warnings: list[str] = []
        self._spec = spec
        self._environment = environment

    def option(self, name: str) -> t.Any:
        return self.params.get(name)

    def explicit(self, name: str) -> bool:
        """Whether the task itself set the option, rather than the environment."""
        return self.params.get(name) is not None and name not in self._environment.used

    def forget(self, *names: str) -> None:
        self.params.update(dict.fromkeys(names))

    def warn(self, message: str) -> None:
        self.warnings.append(message)

    def secrets(self) -> list[str]:
        return [
            self.params[name] for name, option in self._spec.items() if option.get("no_log") and self.params.get(name)
        ]

    def check_texts(self) -> None:
        """Every text must be one that can be sent; an empty one is mostly a variable that was never filled."""
        for name, option in self._spec.items():
            value = self.params.get(name)
            if option["type"] not in ("str", "path") or value is None:
                continue
            if not value:
                raise invalid_option(f"{name} is empty.", "Set it to a value, or leave it out.")
            if any("\ud800" <= character <= "\udfff" for character in value):
                raise invalid_option(f"{name} is not valid Unicode.", "Check the encoding of where it comes from.")

    def invocation(self) -> dict[str, t.Any]:
        """The arguments, with secrets hidden by the name of their option, as ansible-core does."""
        shown = {}
        for name, value in self.params.items():
            secret = self._spec[name].get("no_log") and value is not None
            shown[name] = _HIDDEN if secret else heuristic_log_sanitize(value) if isinstance(value, str) else value
        return {"module_args": shown}


@dataclasses.dataclass(frozen=True)
class Module:
    """What a module does: its argument spec, made anew for each run, and the function from a call to a result."""

    name: str
    argument_spec: t.Callable[[Environment], ArgumentSpec]
    perform: t.Callable[[Call], dict[str, t.Any]]
