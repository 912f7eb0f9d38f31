# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m fuzz --seconds 60 [TARGET ...]: fuzz each target for so long, and keep what was found in its corpus."""

from __future__ import annotations

import argparse
import importlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import harness  # noqa: F401  pylint: disable=unused-import
from fuzz import corpus

LONGEST_INPUT = 4096
# Seconds that one input may take.
TIMEOUT = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(corpus.TARGETS)}; all by default")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    options = parser.parse_args()
    failed = [target for target in options.targets or corpus.TARGETS if not fuzz(target, options.seconds)]
    print(f"failed: {', '.join(failed)}" if failed else "no input made a target fail")
    return 1 if failed else 0


def fuzz(target: str, seconds: int) -> bool:
    """Whether no input failed. One that did goes into the corpus, so that the tests fail until it does no more."""
    with tempfile.TemporaryDirectory() as directory:
        known, found, merged = (Path(directory, name) for name in ("known", "found", "merged"))
        for place in (known, found, merged):
            place.mkdir()
        for number, octets in enumerate(corpus.read(target)):
            (known / f"{number}").write_bytes(octets)
        words = Path(directory, "words")
        words.write_text(_dictionary(importlib.import_module(f"fuzz.{target}").WORDS))
        time_box = [f"-max_total_time={seconds}", f"-dict={words}", f"-artifact_prefix={directory}/failed-"]
        fuzzed = _engine(target, *time_box, f"{found}", f"{known}")
        failures = [path.read_bytes() for path in Path(directory).glob("failed-*")]
        # Those of all that reach something new.
        _engine(target, "-merge=1", f"{merged}", f"{known}", f"{found}").check_returncode()
        kept = [path.read_bytes() for path in merged.iterdir()]
    corpus.write(target, kept + failures)
    print(f"{target}: {_executions(fuzzed.stderr)} executions, {len(kept)} inputs kept, {len(failures)} failed")
    if failures or fuzzed.returncode:
        print(fuzzed.stdout + fuzzed.stderr[-3000:])
    return not failures and fuzzed.returncode == 0


def _engine(target: str, *options: str) -> subprocess.CompletedProcess[str]:
    limits = [f"-max_len={LONGEST_INPUT}", f"-timeout={TIMEOUT}", "-print_final_stats=1"]
    command = [sys.executable, "-m", "fuzz.engine", target, *limits, *options]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)


def _dictionary(words: tuple[str, ...]) -> str:
    escaped = [word.replace("\\", "\\\\").replace('"', '\\"') for word in words]
    return "".join(f'"{word}"\n' for word in escaped)


def _executions(printed: str) -> str:
    executed = re.search(r"number_of_executed_units:\s*(\d+)", printed)
    return executed.group(1) if executed else "an unknown number of"


if __name__ == "__main__":
    sys.exit(main())
