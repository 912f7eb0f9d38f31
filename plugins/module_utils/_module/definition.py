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
from . import arguments
from .arguments import ArgumentSpec, Environment

_HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


@dataclasses.dataclass(frozen=True)
class Module:
    """What a module is.

    options: those of its own, beside the ones that every module has. rules: what ansible-core checks of them, such as
    required_one_of. secrets: the keys of its result that are one. answers: its result is what the instance answered,
    which may be a secret anywhere. may_be_empty: the options for which an empty text is a value. always_sends: no
    task gets by without a request.
    """

    name: str
    perform: t.Callable[[Call], dict[str, t.Any]]
    options: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    rules: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    answers: bool = False
    may_be_empty: tuple[str, ...] = ()
    always_sends: bool = True

    def argument_spec(self, environment: Environment) -> ArgumentSpec:
        """Anew for each run, whose environment it takes note of."""
        return {**arguments.instance(environment), **self.options}


class Call:
    """One task, as its user wrote it: options with their values, and where those came from."""

    def __init__(
        self,
        params: dict[str, t.Any],
        spec: ArgumentSpec,
        environment: Environment,
        check_mode: bool,
        say: t.Callable[[str], None] | None = None,
    ) -> None:
        self.params = params
        self.check_mode = check_mode
        self.warnings: list[str] = []
        self._spec = spec
        self._environment = environment
        self._say = say

    def option(self, name: str) -> t.Any:
        return self.params.get(name)

    def given(self, *names: str) -> dict[str, t.Any]:
        """Those of the options that have a value. An option that is absent, or null, is left alone."""
        return {name: self.params[name] for name in names if self.params.get(name) is not None}

    def explicit(self, name: str) -> bool:
        """Whether the task itself set the option, rather than the environment."""
        return self.params.get(name) is not None and name not in self._environment.used

    def forget(self, *names: str) -> None:
        self.params.update(dict.fromkeys(names))

    @property
    def say_at_once(self) -> t.Callable[[str], None] | None:
        """What tells the user something now; None where nothing is seen before the result."""
        return self._say

    def say(self, message: str) -> None:
        """Tell the user what is happening: at once where that is possible, else with the result."""
        (self._say or self.warn)(message)

    def warn(self, message: str) -> None:
        if message not in self.warnings:
            self.warnings.append(message)

    def secrets(self) -> list[str]:
        return [text for text in _secret_texts(self._spec, self.params) if text]

    def check_texts(self, may_be_empty: t.Collection[str] = ()) -> None:
        """Every text must be one that can be sent; an empty one is mostly a variable that was never filled."""
        for name, value in _option_texts(self._spec, self.params):
            if not value and name not in may_be_empty:
                raise invalid_option(f"{name} is empty.", "Set it to a value, or leave it out.")
            if any("\ud800" <= character <= "\udfff" for character in value):
                raise invalid_option(f"{name} is not valid Unicode.", "Check the encoding of where it comes from.")

    def invocation(self) -> dict[str, t.Any]:
        """The arguments, with secrets hidden by the name of their option, as ansible-core does."""
        return {"module_args": _shown(self._spec, self.params)}


def _shown(spec: ArgumentSpec, params: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    shown: dict[str, t.Any] = {}
    for name, value in params.items():
        option = spec[name]
        if option.get("no_log") and value is not None:
            shown[name] = _HIDDEN
        elif "options" in option and value is not None:
            inner = option["options"]
            shown[name] = [_shown(inner, one) for one in value] if isinstance(value, list) else _shown(inner, value)
        else:
            shown[name] = heuristic_log_sanitize(value) if isinstance(value, str) else value
    return shown


def _option_texts(spec: ArgumentSpec, params: t.Mapping[str, t.Any]) -> t.Iterator[tuple[str, str]]:
    """Every option that is a text, at any depth, with its value."""
    for name, option in spec.items():
        value = params.get(name)
        if value is None:
            continue
        if option["type"] in ("str", "path"):
            yield name, value
        elif "options" in option:
            for one in value if isinstance(value, list) else [value]:
                yield from _option_texts(option["options"], one)


def _secret_texts(spec: ArgumentSpec, params: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    """Every text within the options that are a secret, at any depth."""
    for name, option in spec.items():
        value = params.get(name)
        if option.get("no_log"):
            yield from _texts(value)
        elif "options" in option and value is not None:
            for one in value if isinstance(value, list) else [value]:
                yield from _secret_texts(option["options"], one)


def _texts(value: t.Any) -> t.Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)
