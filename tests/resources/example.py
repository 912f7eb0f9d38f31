# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One example of each module that declares something, and the table of all: it drives the tests of every one."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from simulator.control import Simulator


def nothing(simulator: Simulator) -> None:
    """Needs nothing to be there before."""


@dataclass(frozen=True)
class Example:
    """How a module is used, beside the options that say which instance and who.

    create: the options that make what is not there, or for a module that only changes something, change it. update:
    those of them that are changed then. delete: the options that take it away again. Either may be None where there is
    no such thing. prepare: what is set up at the simulator before. requests: how many it sends when nothing is to be
    done, all of them GET, but for logins that verify a password. secrets: texts in the options that nobody may see.
    """

    module: str
    create: dict[str, Any]
    update: dict[str, Any] | None
    delete: dict[str, Any] | None
    requests: int = 1
    prepare: Callable[[Simulator], None] = nothing
    secrets: tuple[str, ...] = ()
    flavours: tuple[str, ...] = ("6.3", "8.2")
    # Requests beside GET when nothing changes, and in check mode: those that verify a password.
    verifies: tuple[str, ...] = field(default=())


def table() -> list[Example]:
    """A row a module, each in a file of the module's name."""
    from resources import rows

    names = sorted(module.name for module in pkgutil.iter_modules(rows.__path__))
    return [importlib.import_module(f"{rows.__name__}.{name}").EXAMPLE for name in names]
