# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tells the simulator what to do, and reads what happened there, without a Python of its own for each request.

Each argument is a POST to the control interface of that name; the result is what its GET requests then answer.
"""

from __future__ import annotations

import json

from ansible.module_utils.urls import open_url
from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        super().run(tmp, task_vars)
        control = f"{self._templar.template(task_vars['peertube_url'])}/_simulator"
        for name, fields in self._task.args.items():
            _ask(f"{control}/{name}", "POST", json.dumps(fields or {}))
        answers = ("log", "counters", "tokens", "client")
        return {"changed": bool(self._task.args), **{name: _ask(f"{control}/{name}") for name in answers}}


def _ask(url, method="GET", body=None):
    headers = {"Content-Type": "application/json"}
    return json.load(open_url(url, method=method, data=body, headers=headers, use_proxy=False))
