# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import json
import os
import subprocess
import sys
import typing as t

# The frameworks that macOS looks up proxies with crash in a forked process, as ansible-core's workers are.
IS_NEEDED = sys.platform == "darwin"

# The collection may be anywhere: ansible-core's own loader finds it.
_PROGRAM = """
import importlib, json, sys
from ansible.plugins.loader import init_plugin_loader
path, plugins, module, arguments = json.load(sys.stdin)
init_plugin_loader([path])
runner = importlib.import_module(plugins + ".module_utils._module.runner")
definition = importlib.import_module(plugins + ".modules." + module).MODULE
tell = lambda **message: print(json.dumps(message), flush=True)
tell(result=runner.run_in_process(definition, arguments, check_mode=False, say=lambda message: tell(said=message)))
"""


def run_apart(module: str, arguments: dict[str, t.Any], say: t.Callable[[str], None]) -> dict[str, t.Any]:
    """What run_in_process returns for a module, from a Python of its own. The arguments go through a pipe."""
    plugins = __name__.rpartition(".plugin_utils.")[0]
    path = os.path.abspath(__file__)
    for _directory in (*plugins.split("."), "plugin_utils", "file"):
        path = os.path.dirname(path)
    result: dict[str, t.Any] | None = None
    with subprocess.Popen(  # noqa: S603 (nothing of the command comes from a user)
        [sys.executable, "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            for line in _answers(process, [path, plugins, module, arguments]):
                if "said" in line:
                    say(line["said"])
                result = line.get("result")
        except BaseException:
            process.kill()
            raise
    if result is None:
        return {"failed": True, "msg": f"The Python that was started for the lookup ended with {process.returncode}."}
    return result


def _answers(process: subprocess.Popen[str], question: list[t.Any]) -> t.Iterator[dict[str, t.Any]]:
    """What it tells, each as soon as it does."""
    if process.stdin is not None and process.stdout is not None:
        with process.stdin as pipe:
            json.dump(question, pipe)
        for line in process.stdout:
            yield json.loads(line)
