# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What fuzzing has found stays tried, also where the fuzzer itself cannot run."""

from __future__ import annotations

import importlib

import pytest
from fuzz import corpus


@pytest.mark.parametrize("target", corpus.TARGETS)
def test_every_input_that_fuzzing_kept_is_read_or_refused(target: str) -> None:
    try_one = importlib.import_module(f"fuzz.{target}").try_one
    inputs = corpus.read(target)
    assert inputs
    for octets in inputs:
        try_one(octets)
