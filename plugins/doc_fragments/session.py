# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options that name a session."""

    DOCUMENTATION = r"""
options:
  access_token:
    description:
      - The access token of a session.
      - If not set, the value of the environment variable E(PEERTUBE_ACCESS_TOKEN) is used, unless the task itself sets
        O(session_file).
    type: str
  refresh_token:
    description:
      - The refresh token of the same session.
      - If not set, the value of the environment variable E(PEERTUBE_REFRESH_TOKEN) is used, unless the task itself sets
        O(session_file).
    type: str
  session_file:
    description:
      - The absolute path of a file that keeps one session of one user at one instance, on the machine where the task
        runs.
      - The file is readable for its owner only. It may be shared by any number of hosts and processes of that owner; a
        lock file beside it (with C(.lock) at the end of its name) keeps them from renewing the session at the same
        time.
      - A file that others may read, that belongs to somebody else, that is a symbolic link, that is damaged, or that
        holds the session of another user or instance is refused and left as it is.
      - Cannot be combined with O(access_token) and O(refresh_token) in a task.
      - If not set, the value of the environment variable E(PEERTUBE_SESSION_FILE) is used, unless the task itself sets
        O(access_token) or O(refresh_token).
    type: path
"""
