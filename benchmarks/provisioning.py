# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What declaring an instance costs, beside the same with ansible.builtin.uri and beside debug: one file after each run.

Each play is applied once before it is measured, so that what is measured has nothing to change.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import os
import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulator.control import Simulator

from benchmarks.counts import counts_table
from benchmarks.declared import Bench, Declared, Ran
from benchmarks.plays import debug, loop, one_user, role, uri_instance, uri_way, users, whole_instance
from benchmarks.sizes import instances, many_users
from benchmarks.slow_link import SlowLink
from benchmarks.tables import table

ROOT_DIRECTORY = Path(__file__).parent.parent
RESULTS = ROOT_DIRECTORY / "benchmarks" / "provisioning.md"
PLOT = ROOT_DIRECTORY / "docs" / "docsite" / "rst" / "images" / "provisioning.svg"
TEN = 10


def main() -> None:
    options = arguments()
    rounds = 1 if options.quick else 3
    server = {"login_limit": 0, "api_limit": 0, "hash_delay": 0.06}
    with Simulator.start(**server) as simulator, tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        bench = Bench([simulator], simulator.url, directory, rounds)
        parts = [*introduction(), *counts_table(), *tasks_table(bench)]
        by_users = many_users(bench, options.quick)
        # Without the thousands of users that were there until now.
        simulator.reset()
        bench.options["session_file"] = f"{directory / 'role.json'}"
        instance = whole_instance(simulator, directory)
        parts += role_table(bench, instance)
        with SlowLink(int(simulator.url.rpartition(":")[2]), 0.05) as link:
            simulator.configure(webserver=f"127.0.0.1:{link.port}")
            slow = Bench([simulator], f"http://127.0.0.1:{link.port}", directory, 1)
            slow.options["session_file"] = f"{directory / 'slow.json'}"
            parts += slow_table(slow, instance)
        by_instances = instances(directory, server, options.quick)
    growth = (by_users, by_instances)
    parts += ["## How cost grows", *(part for measure in growth for part in measure.text())]
    text = "\n\n".join(parts) + "\n"
    print(f"\n{text}")
    if not options.quick:
        # Only now: a process that is started from a large one counts as large itself until it runs its program.
        from benchmarks.plot import LICENCE, draw

        image = Path(os.path.relpath(PLOT, RESULTS.parent)).as_posix()
        RESULTS.write_text(f"<!--\n{LICENCE}-->\n\n{text}\n![The same as a plot]({image})\n")
        draw(PLOT, [measure.panel() for measure in growth])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.provisioning", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one run of each, and small ones; writes nothing")
    return parser.parse_args()


def introduction() -> list[str]:
    return [
        "# What declaring an instance costs",
        f"Measured on {datetime.date.today()} by `make bench`, in one go. ansible-core "
        f"{importlib.metadata.version('ansible-core')}, Python {platform.python_version()}, {os.cpu_count()} cores. "
        "The server is the simulator, on the same machine. Everything is as wanted already. Seconds are medians of "
        "whole runs of `ansible-playbook`; *above* is above an empty play. Requests are those of a whole play.",
    ]


def tasks_table(bench: Bench) -> list[str]:
    empty = bench.of(Declared("an empty play", []))
    url = bench.options["url"]
    plays = [
        Declared("ten `debug` tasks", [debug(number) for number in range(TEN)]),
        Declared("ten `peertube_user` tasks, nothing to change", [one_user(number) for number in range(TEN)]),
        Declared("ten times the five `uri` tasks for one user", [task for _n in range(TEN) for task in uri_way(url)]),
        Declared("500 users in one `peertube_users` task", [users(500)]),
        Declared("100 users in a loop of `peertube_user`", [loop(100)]),
        Declared("100 users in one `peertube_users` task", [users(100)]),
    ]
    ran = {play.name: bench.of(play) for play in plays}
    by_debug, by_user, by_uri = (ran[play.name].seconds - empty.seconds for play in plays[:3])
    goals = [
        f"- One resource task is {by_user / by_debug:.2f} of a `debug` task (goal: 2, the server's time apart).",
        f"- One resource task is {by_user / by_uri:.3f} of the five `uri` tasks (goal: at most 0.03).",
        f"- 500 users in one task take {ran[plays[3].name].requests} requests (goal: 6) and "
        f"{ran[plays[3].name].seconds - empty.seconds:.2f} s above an empty play (goal: at most 1 s).",
    ]
    return ["## Tasks", _table(ran, empty), "\n".join(goals)]


def role_table(bench: Bench, instance: dict[str, Any]) -> list[str]:
    empty = bench.of(Declared("an empty play", []))
    declared = bench.of(Declared("the role", role(bench.options, instance)))
    by_uri = bench.of(
        Declared("the same in `uri` tasks, which only look", uri_instance(bench.options["url"], instance))
    )
    ratio = (declared.seconds - empty.seconds) / (by_uri.seconds - empty.seconds)
    leaves = len(list(_leaves(instance["config"])))
    return [
        "## The role",
        f"An instance with {leaves} leaves of configuration, 5 plugins, 50 users, 10 follows, 20 blocked servers, 2 "
        "pictures and a homepage.",
        _table({"the role": declared, "the same in `uri` tasks, which only look": by_uri}, empty),
        f"- {declared.requests} requests (goal: at most 20), {declared.writes} of them other than `GET` (goal: none).\n"
        f"- {ratio:.3f} of the `uri` way (goal: at most 0.05).",
    ]


def slow_table(bench: Bench, instance: dict[str, Any]) -> list[str]:
    empty = bench.of(Declared("an empty play", [], ready=True))
    url = bench.options["url"]
    plays = [
        Declared("one `peertube_user` task", [one_user(0)]),
        Declared("the five `uri` tasks for one user", uri_way(url)),
        Declared("500 users in one `peertube_users` task", [users(500)]),
        Declared("the role", role(bench.options, instance)),
        Declared("the same in `uri` tasks, which only look", uri_instance(url, instance), ready=True),
    ]
    return ["## Over a link of 50 ms each way", _table({play.name: bench.of(play) for play in plays}, empty)]


def _table(ran: dict[str, Ran], empty: Ran) -> str:
    titles = ("play", "seconds", "above", "requests", "not `GET`", "peak memory, MiB")
    rows = [
        (
            name,
            f"{one.seconds:.2f}",
            f"{one.seconds - empty.seconds:.2f}",
            one.requests,
            one.writes,
            f"{one.memory:.0f}",
        )
        for name, one in ran.items()
    ]
    return table(titles, rows)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    else:
        yield value


if __name__ == "__main__":
    main()
