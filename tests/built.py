# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection as users have it: built, and installed from its archive."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox


def install_built_collection(session: nox.Session) -> Path:
    """Build the tarball and install it where nothing else is. Returns a path for ANSIBLE_COLLECTIONS_PATH."""
    directory = Path(session.virtualenv.location)
    collections = directory / "collections"
    shutil.rmtree(collections, ignore_errors=True)
    for tarball in directory.glob("*.tar.gz"):
        tarball.unlink()
    galaxy = ["ansible-galaxy", "collection"]
    printed_by(session, *galaxy, "build", "--output-path", f"{directory}")
    (tarball,) = directory.glob("*.tar.gz")
    printed_by(session, *galaxy, "install", "--offline", "--collections-path", f"{collections}", f"{tarball}")
    return collections


def printed_by(session: nox.Session, *command: str, env: dict[str, str] | None = None) -> str:
    """Run a command and keep what it prints, which is shown only when it fails."""
    return session.run(*command, env=env, silent=True, log=False) or ""
