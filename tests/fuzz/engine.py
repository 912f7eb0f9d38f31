# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m fuzz.engine TARGET [option of libFuzzer ...]: does not return."""

from __future__ import annotations

import importlib
import sys

import atheris
import harness  # noqa: F401  pylint: disable=unused-import

target = sys.argv.pop(1)
with atheris.instrument_imports(include=["ansible_collections.peertube"]):
    try_one = importlib.import_module(f"fuzz.{target}").try_one
# With this, libFuzzer starts itself anew to merge.
sys.argv[0] = f"{sys.executable} -m fuzz.engine {target}"
atheris.Setup(sys.argv, try_one)
atheris.Fuzz()
