# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests use to run the collection: importing this makes a plain checkout importable as a collection.

It stays so for whatever is imported after it, ansible_collections.peertube.peertube in particular.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LINK = CHECKOUT / ".nox" / "collections" / "ansible_collections" / "peertube" / "peertube"


def link_checkout() -> None:
    """Importing through a link keeps the path that coverage and tracebacks show, and gives playbooks a path too."""
    LINK.parent.mkdir(parents=True, exist_ok=True)
    if not LINK.is_symlink():
        LINK.symlink_to(CHECKOUT, target_is_directory=True)
    sys.path.insert(0, str(LINK.parents[2]))


def is_importable() -> bool:
    """ansible-test has arranged for it already, and so has a checkout at the conventional path."""
    try:
        return importlib.util.find_spec("ansible_collections.peertube.peertube") is not None
    except ModuleNotFoundError:
        return False


if not is_importable():
    link_checkout()
