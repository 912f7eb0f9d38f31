# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later


"""python -m benchmarks: measure, print the tables, write results.md and the plot of the documentation."""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import json
import os
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path

from simulator.control import Simulator

from benchmarks.cases import DEBUG, EMPTY, LOGIN, ON_LOCALHOST, SESSION_FILE, TASKS_OF_A_PLAY, URI, Case
from benchmarks.measure import FORKS, Bench
from benchmarks.tables import Runs, growth, growth_table, hosts_table, localhost_table

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results.md"
PLOT = ROOT / "docs" / "docsite" / "rst" / "images" / "growth.svg"
HASH_DELAY = 0.06

ROUNDS, QUICK_ROUNDS = 5, 2
SIZES, QUICK_SIZES = (1, 10, 50, 200), (1, 10)
# On 200 hosts one run of the `uri` way takes minutes.
URI_ROUNDS = 2


def main() -> None:
    options = arguments()
    rounds, sizes = (QUICK_ROUNDS, QUICK_SIZES) if options.quick else (ROUNDS, SIZES)
    before = os.getloadavg()[0]
    server = {"login_limit": 0, "api_limit": 0, "hash_delay": options.hash_delay}
    with Simulator.start(**server) as simulator, tempfile.TemporaryDirectory() as directory:
        bench = Bench(simulator, Path(directory))
        on_localhost = bench.in_alternation(ON_LOCALHOST, rounds)
        on_hosts = bench.in_alternation(many_hosts(sizes), rounds)
    text = "\n\n".join([*introduction(options.hash_delay, before), *tables(on_localhost, on_hosts, sizes)]) + "\n"
    print(f"\n{text}")
    if not options.quick:
        write(text, on_hosts, sizes)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, few hosts; prints and writes nothing")
    parser.add_argument(
        "--hash-delay",
        type=float,
        default=HASH_DELAY,
        metavar="SECONDS",
        help="how long the simulator takes to check a password (default: %(default)s)",
    )
    return parser.parse_args()


def many_hosts(sizes: Sequence[int]) -> list[Case]:
    cases = [case.on_hosts(size) for size in sizes for case in (EMPTY, DEBUG, LOGIN, SESSION_FILE)]
    return [*cases, URI.on_hosts(sizes[-1], at_most=URI_ROUNDS)]


def introduction(hash_delay: float, load: float) -> list[str]:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("ansible-core", "requests")]
    software = ", ".join([f"peertube.peertube {installed()}", *versions, f"Python {platform.python_version()}"])
    return [
        "# What a login costs",
        f"Measured on {datetime.date.today()} by `make bench`, in one go, all cases of a table in alternation.",
        f"- {software}; the collection was built and installed from its tarball.\n"
        f"- {os.cpu_count()} cores ({processor()}), {platform.system()}; "
        f"the load was {load:.1f} before and {os.getloadavg()[0]:.1f} after.\n"
        f"- The server is the simulator, on the same machine, over http, without rate limits; "
        f"it takes {hash_delay:g} s to check a password.\n"
        "- ansible-core has its default settings: pipelining is off.",
        "Seconds are wall clock from start to end of `ansible-playbook`, less the empty play of the same round: "
        "median, lowest and highest. Ratios are of medians. CPU seconds are those of `ansible-playbook` and its "
        "processes, less the empty play's. Logins, requests and connections of a whole play are as the server counted "
        "them. Peak memory is that of the largest process.",
    ]


def installed() -> str:
    """The version of the collection that is measured."""
    collection = Path(os.environ["ANSIBLE_COLLECTIONS_PATH"], "ansible_collections", "peertube", "peertube")
    manifest = json.loads((collection / "MANIFEST.json").read_text())
    return str(manifest["collection_info"]["version"])


def processor() -> str:
    """The processor's name where Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def tables(on_localhost: Runs, on_hosts: Runs, sizes: Sequence[int]) -> list[str]:
    most = sizes[-1]
    return [
        f"## {TASKS_OF_A_PLAY} tasks on localhost",
        f"Each play has {TASKS_OF_A_PLAY} such tasks; the `uri` way has two tasks for each login.",
        localhost_table(on_localhost),
        f"## {most} hosts, one account, {FORKS} forks",
        "Each task once for every host, delegated to localhost. At the start there is no session in the file.",
        hosts_table(on_hosts, most),
        "## How cost grows",
        f"Seconds above an empty play with as many hosts, {FORKS} forks.",
        growth_table(on_hosts, sizes),
    ]


def write(text: str, on_hosts: Runs, sizes: Sequence[int]) -> None:
    # Only now: a process that is started from a large one counts as large itself until it runs its program.
    from benchmarks.plot import LICENCE, Panel, draw

    image = Path(os.path.relpath(PLOT, RESULTS.parent)).as_posix()
    RESULTS.write_text(f"<!--\n{LICENCE}-->\n\n{text}\n![The same as a plot]({image})\n")
    draw(PLOT, [Panel("hosts", sizes, growth(on_hosts, sizes))])


if __name__ == "__main__":
    main()
