# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m mutation: change plugins/module_utils in thousands of ways, and see whether a test notices each."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from mutation.tree import ROOT, TREE, UNIT, Mutant, make_tree, mutants, results

REPORT = ROOT / "tests" / "output" / "mutants.txt"
NOTICED = ("killed", "timeout", "suspicious", "segfault", "caught by type check")
# mutmut runs the tests in which it saw a function, and does not see into the processes that a test starts. These are
# the tests that do, by the file whose mutants they may notice.
STARTS_PROCESSES = {
    "_session.file": "module_utils/_session/test_file.py",
    "_session.lock": "module_utils/_session/test_file.py",
    "_session.private_files": "module_utils/_session/test_file.py",
    "_http.transport": "module_utils/_http/test_transport.py",
    "_module.runner": "modules/test_modules.py",
    "_http.client": "modules/test_missing_libraries.py",
    "_base.errors": "modules/test_missing_libraries.py",
    "_session.otp": "modules/test_missing_libraries.py",
}


def main() -> None:
    options = arguments()
    make_tree()
    run_mutmut(["*._base.clock.*"], 1800)  # which makes all mutants, and finds the tests of each
    chosen = choose(mutants(), options.files, options.every)
    run_mutmut([mutant.name for mutant in chosen], options.minutes * 60)
    found = results()
    left = [mutant for mutant in chosen if found[mutant.name] in ("survived", "no tests")]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        survivors = [mutant for mutant, survived in zip(left, pool.map(survives, left)) if survived]
    found.update({mutant.name: "killed" for mutant in left if mutant not in survivors})
    report(chosen, survivors, found)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="such as _session.obtain; all when none is named")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="a sample: each Nth mutant of a function")
    parser.add_argument("--minutes", type=float, default=120, help="stop then, with what was found until then")
    return parser.parse_args()


def choose(made: Iterable[Mutant], files: list[str], every: int) -> list[Mutant]:
    spoken = [mutant for mutant in made if not mutant.in_text and (not files or mutant.file in files)]
    return spoken[::every]


def run_mutmut(names: list[str], seconds: float) -> None:
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(os.cpu_count()), *names]
    with open(TREE / "mutmut.log", "ab") as log:
        process = subprocess.Popen(command, cwd=TREE, stdout=log, stderr=log, start_new_session=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            if process.wait(seconds) != 0:
                raise SystemExit(f"mutmut failed: {log.name}")
            return
        # With the mutants that are just being tested. Each result was saved when it was there.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def survives(mutant: Mutant) -> bool:
    """Whether the tests that start processes do not notice a mutant either."""
    if mutant.file not in STARTS_PROCESSES:
        return True
    tests = UNIT / "plugins" / STARTS_PROCESSES[mutant.file]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", f"{tests}"]
    mutated = TREE / "mutants"
    environment = {**os.environ, "PYTHONPATH": f"{mutated}", "MUTANT_UNDER_TEST": mutant.name}
    ran = partial(subprocess.run, command, cwd=mutated, env=environment, stdout=subprocess.DEVNULL)
    try:
        return ran(timeout=120).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def report(chosen: list[Mutant], survivors: list[Mutant], found: dict[str, str]) -> None:
    lines = [f"{mutant.file} {mutant.function}\n{mutant.change}\n" for mutant in survivors]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(lines))
    print(f"{'file':18} {'mutants':>8} {'noticed':>8} {'survived':>8} {'not run':>8}   score")
    for file in [*sorted({mutant.file for mutant in chosen}), "all"]:
        print(row(file, Counter(found[mutant.name] for mutant in chosen if file in (mutant.file, "all"))))
    print(f"The survivors are in {REPORT.relative_to(ROOT)}; tests/mutation/survivors.md says why some may.")


def row(file: str, counts: Counter[str]) -> str:
    noticed = sum(counts[status] for status in NOTICED)
    survived = counts["survived"] + counts["no tests"]
    score = 100 * noticed / max(noticed + survived, 1)
    not_run = counts.total() - noticed - survived
    return f"{file:18} {counts.total():8} {noticed:8} {survived:8} {not_run:8}  {score:5.1f} %"


if __name__ == "__main__":
    start = time.monotonic()
    main()
    print(f"{(time.monotonic() - start) / 60:.0f} minutes.")
