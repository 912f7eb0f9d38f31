# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import re
import typing as t

from .._api import channels as api
from .._api.sender import Sender
from .._base.errors import invalid_option
from .._declare import fields
from .._declare.ensure import States
from .._declare.fields import State
from .._declare.plan import Plan
from .._declare.texts import within

# What PeerTube takes for a name (measured on 6.3 and 8.2).
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?")
_FIELDS_OF_OPTIONS: t.Final = {option: field for field, option in api.NAMES.items()}


def _display_name(value: str) -> str:
    return within("display_name", value, 1, 120)


def _description(value: str) -> str | None:
    return within("description", value, 3, 1000) if value else None


def _support(value: str) -> str | None:
    return within("support", value, 3, 1000) if value else None


FIELDS: t.Final = (
    fields.plain("display_name", parse=_display_name, needed=True),
    # PeerTube refuses the empty text: it means null.
    fields.plain("description", parse=_description),
    fields.plain("support", parse=_support),
)


def check_name(name: str) -> None:
    """Raises PeerTubeError invalid_option for what cannot be the name of a channel."""
    if len(name) > 50 or _NAME.fullmatch(name) is None:
        raise invalid_option(
            f"name cannot be {name!r}.",
            "Use up to 50 lower case letters, digits, underscores, and between those dots and hyphens.",
        )


class Channel:
    """One channel of the instance, by its name."""

    def __init__(self, sender: Sender, name: str) -> None:
        self._sender = sender
        self._name = name

    def read(self) -> States:
        found = api.channel(self._sender, self._name)
        return {} if found is None else {self._name: _state(found)}

    def create(self, plan: Plan) -> None:
        api.create_channel(self._sender, self._name, _sent(plan.send))

    def update(self, plan: Plan, present: State) -> None:
        api.update_channel(self._sender, self._name, _sent(plan.send))

    def delete(self, plan: Plan, present: State) -> None:
        api.delete_channel(self._sender, self._name)


def as_given(sender: Sender) -> list[dict[str, t.Any]]:
    """The channels of the account that is signed in, each as the options of the module that would make it."""
    found = sorted(api.own_channels(sender), key=lambda one: str(one["name"]))
    return [shown(one["name"], _state(one)) for one in found]


def shown(name: str, state: State) -> dict[str, t.Any]:
    """A channel in the shape of the options."""
    return {"name": name, **{field.name: field.display(state.get(field.name)) for field in FIELDS}}


def _state(found: t.Mapping[str, t.Any]) -> State:
    return {
        "display_name": found["displayName"],
        "description": found.get("description") or None,
        "support": found.get("support") or None,
    }


def _sent(values: State) -> dict[str, t.Any]:
    return {_FIELDS_OF_OPTIONS[name]: value for name, value in values.items()}
