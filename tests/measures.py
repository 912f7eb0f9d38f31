# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Print how many requests each task sends, as a table: python tests/measures.py"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any, Callable, Iterator, NamedTuple

import harness  # noqa: F401  pylint: disable=unused-import
from attacks.play import Play
from attacks.processes import Order, run, run_in_turn
from simulator.control import Simulator

HOSTS, FORKS = 200, 20


class Measure(NamedTuple):
    case: str
    what: str
    count: int


def main() -> None:
    with Simulator.start() as simulator, tempfile.TemporaryDirectory() as directory:
        for measure in measure_all(Play(simulator, Path(directory) / "session")):
            print(f"{measure.case:<75}{measure.count:>4} {measure.what}")


def measure_all(play: Play) -> Iterator[Measure]:
    for case, (state, order) in requests_of(play).items():
        yield Measure(case, "requests", requests(play, state, order))
    yield Measure(f"{HOSTS} hosts, {FORKS} forks, one session file", "logins", logins_of_many_hosts(play))


def requests_of(play: Play) -> dict[str, tuple[Callable[[], Any], Callable[[Any], Order]]]:
    """By case: what the task finds, and the task, which may be given what was found."""
    client = play.simulator.client()
    return {
        "login": (play.no_session, lambda _: play.token()),
        "login, client pair given": (play.no_session, lambda _: play.token(**client)),
        "login, client pair in the session file": (play.expired_pair, lambda _: play.token()),
        "reuse within revalidate_after": (play.just_checked, lambda _: play.token()),
        "reuse": (play.valid, lambda _: play.token()),
        "reuse of a given token": (play.valid, lambda session: play.token(**given(session))),
        "refresh": (play.expired_access_token, lambda _: play.token()),
        "refresh, expiry not known": (play.ended_early, lambda _: play.token()),
        "refresh with a given refresh token": (
            play.expired_access_token,
            lambda session: play.token(username=None, password=None, **given(session, "refresh_token")),
        ),
        "refresh with a given refresh token and client pair": (
            play.expired_access_token,
            lambda session: play.token(username=None, password=None, **client, **given(session, "refresh_token")),
        ),
        "refresh with a given refresh token, of a wanted user": (
            play.expired_access_token,
            lambda session: play.token(**given(session, "refresh_token")),
        ),
        "refresh with a given pair, of a wanted user": (
            play.expired_access_token,
            lambda session: play.token(**given(session)),
        ),
        "logout": (play.valid, lambda _: play.logout()),
        "logout of a given token": (play.valid, lambda session: play.logout(**given(session))),
        "logout of an expired token": (play.expired_access_token, lambda _: play.logout()),
        "logout of an expired token, expiry not known": (play.ended_early, lambda _: play.logout()),
        "logout of an expired given token, client pair given": (
            play.expired_access_token,
            lambda session: play.logout(**client, **given(session)),
        ),
        "logout of an expired given token": (
            play.expired_access_token,
            lambda session: play.logout(**given(session)),
        ),
        "logout without a session file": (play.no_session, lambda _: play.logout()),
    }


def given(session: Any, *names: str) -> dict[str, Any]:
    """The options that hand over a session without its file."""
    names = names or ("access_token", "refresh_token")
    return {"session_file": None, **{name: getattr(session.token, name) for name in names}}


def requests(play: Play, state: Callable[[], Any], order: Callable[[Any], Order]) -> int:
    found = state()
    play.simulator.reset("log", "counters", "limits")
    result = run(order(found))
    if result.get("failed"):
        sys.exit(result["msg"])
    return play.simulator.counters()["requests"]


def logins_of_many_hosts(play: Play) -> int:
    play.no_session()
    for result in run_in_turn((play.token() for _unused in range(HOSTS)), FORKS):
        if result is None or result.get("failed"):
            sys.exit(f"a host got no token: {result}")
    return play.simulator.counters()["logins"]


if __name__ == "__main__":
    main()
