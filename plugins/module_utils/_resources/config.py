# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._api.config import forget_config, read_config, replace_config
from .._api.sender import Sender
from .._base.errors import invalid_option
from .._declare.ensure import Outcome, ensure
from .._declare.fields import Field, State, merge, put
from .._declare.names import listed
from .._declare.plan import Plan, plan
from .config_defaults import defaults_of
from .config_names import Tree, leaves, variable_of, wanted_of
from .config_values import same

RESET: t.Final = "reset"
FIELDS: t.Final = (Field("config", same=same, by_leaf=True),)
_LEVELS: t.Final = ("info", "warning", "error")
_MISSING: t.Final = object()


class Config:
    """The configuration: there is one, and it is always there."""

    def __init__(self, sender: Sender, warn: t.Callable[[str], None]) -> None:
        self._sender = sender
        self._warn = warn

    def read(self) -> dict[str, State]:
        return {"": {"config": read_config(self._sender)}}

    def create(self, plan: Plan) -> State | None:
        raise AssertionError("a configuration is always there")

    def update(self, plan: Plan, present: State) -> State:
        """PeerTube wants the whole, and answers with what it has made of it."""
        whole = merge(present["config"], plan.send["config"])
        changed = {name.partition(".")[2] for name in plan.names}
        answer = replace_config(self._sender, whole, changed)
        self._tell_what_else_changed(whole, answer, changed)
        return {"config": answer}

    def delete(self, plan: Plan, present: State) -> None:
        raise AssertionError("a configuration is never deleted")

    def _tell_what_else_changed(self, sent: Tree, answer: Tree, changed: t.Collection[str]) -> None:
        after = dict(leaves(answer))
        others = [
            ".".join(path)
            for path, value in leaves(sent)
            if ".".join(path) not in changed and not same(value, after.get(path))
        ]
        if others:
            self._warn(f"The instance stored these otherwise than they were, too: {listed(others)}.")


def ensure_config(
    resource: Config, given: t.Any, check_mode: bool, turn: t.ContextManager[t.Any] | None = None
) -> Outcome:
    """Have the leaves that are given as they are given, and all others as they are."""
    config: Tree = {}

    def decide(states: t.Mapping[str, State]) -> list[Plan]:
        nonlocal config
        config = states[""]["config"]
        one = plan(FIELDS, "", states[""], {"config": wanted_of(given, config)})
        if one.due:
            _check_it_starts_again(merge(config, one.send["config"]), one.names)
        return [one]

    return ensure(resource, decide, check_mode, turn, lambda plans: _who_wins(plans, config))


def reset_config(sender: Sender) -> Outcome:
    """Have the configuration as the server's own files say, which only the server can tell afterwards."""
    before = {"config": read_config(sender)}
    after = {"config": forget_config(sender)}
    one = plan(FIELDS, "", before, after)
    if not one.due:
        return Outcome(False, (), {"": after})
    return Outcome(True, (Plan("", RESET, one.before, one.after, names=one.names),), {"": after})


def nothing_known(sender: Sender) -> Outcome:
    """In place of reset_config where nothing may be written."""
    return Outcome(False, (), {"": {"config": read_config(sender)}})


def without_defaults(config: Tree, version: str) -> dict[str, t.Any]:
    """Those leaves of a configuration that are not PeerTube's defaults, or whose defaults are not known."""
    known = defaults_of(version)
    result: dict[str, t.Any] = {}
    for path, value in leaves(config):
        default = known.get(".".join(path), _MISSING)
        if default is _MISSING or not same(default, value):
            put(result, path, value)
    return result


def _who_wins(plans: t.Sequence[Plan], config: Tree) -> str:
    names = [name.partition(".")[2] for plan in plans for name in plan.names]
    variables = [variable_of(name, config) for name in names]
    certain = [name for name in variables if name is not None]
    what = f"in PeerTube's Docker image {listed(certain)}" if certain else "a PEERTUBE_ variable or NODE_CONFIG"
    return (
        f"Something on the server has the last word, mostly its environment ({what}): change it there and restart "
        "PeerTube, or leave it out here."
    )


def _check_it_starts_again(config: Tree, names: t.Collection[str]) -> None:
    """Refuse what PeerTube (6.3 and 8.2) takes, but does not start with the next time."""
    for involved, remedy in _dead_ends({".".join(path): value for path, value in leaves(config)}):
        at_fault = [f"config.{name}" for name in involved if f"config.{name}" in names]
        if at_fault:
            raise invalid_option(f"With this {listed(at_fault)}, PeerTube would not start any more.", remedy)


def _dead_ends(config: t.Mapping[str, t.Any]) -> t.Iterator[tuple[tuple[str, ...], str]]:
    """Which leaves keep PeerTube from starting, and what to do about it."""
    imports = ("import.videos.http.enabled", "import.videos.torrent.enabled")
    if config.get("broadcastMessage.level", "info") not in _LEVELS:
        yield ("broadcastMessage.level",), f"Set config.broadcastMessage.level to one of {listed(_LEVELS)}."
    if config.get("import.videos.concurrency") == 0 and any(config.get(name) is True for name in imports):
        remedy = "Set config.import.videos.concurrency to 1 or more where videos can be imported."
        yield ("import.videos.concurrency", *imports), remedy
    if config.get("search.searchIndex.enabled") is True and config.get("search.remoteUri.users") is False:
        remedy = "Set config.search.remoteUri.users to true where the search index is used."
        yield ("search.searchIndex.enabled", "search.remoteUri.users"), remedy
