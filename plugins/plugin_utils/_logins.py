# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import hashlib
import os
import typing as t

from ansible import constants as C
from ansible.utils.display import Display


def warn_of_logins(result: dict[str, t.Any]) -> None:
    """Say once in a run of a playbook that each of its tasks logs in, where one session would do.

    PeerTube allows 15 logins in five minutes from an address.
    """
    url = result.pop("peertube_logged_in", None)
    if url is None or _is_first("login", url) or not _is_first("warned", url):
        return
    Display().warning(
        f"Each task logs in to {url} and out again, and PeerTube allows 15 logins in five minutes: "
        "set session_file, for example in module_defaults, to let them share one session."
    )


def _is_first(what: str, url: str) -> bool:
    """Whether no task of this run did it before, in any worker: the directory is that run's own, and goes with it."""
    name = f"peertube-{what}-{hashlib.sha256(url.encode()).hexdigest()[:16]}"
    try:
        os.close(os.open(os.path.join(C.DEFAULT_LOCAL_TMP, name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return False
    return True
