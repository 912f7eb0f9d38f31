# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start a simulator and tell it what to do. Standard library only, Python 3.8 and newer."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

# Seconds; a long poll has its own on top.
TIMEOUT = 20.0
TESTS = Path(__file__).resolve().parent.parent
# One that has aiohttp and pyotp, where the one that runs the tests is too old for them.
PYTHON = os.environ.get("PEERTUBE_SIMULATOR_PYTHON", sys.executable)


class Simulator:
    """A running simulator. `url` is the address of the instance that it plays."""

    def __init__(self, url: str, process: subprocess.Popen[str] | None = None, others: list[str] | None = None) -> None:
        self.url = url
        self.pid = process.pid if process else None
        self._process = process
        self._others = others or []
        # The environment may name a proxy for everything else.
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            # pylint: disable-next=protected-access
            urllib.request.HTTPSHandler(context=ssl._create_unverified_context()),
        )

    @classmethod
    def start(cls, **options: Any) -> Simulator:
        """Start one with the command line's options (`login_limit=3`); it ends with this process at the latest.

        Use it as a context manager, or call stop().
        """
        options.setdefault("exit_with", os.getpid())
        arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items() if value is not None]
        environment = {**os.environ, "PYTHONPATH": str(TESTS)}
        process = subprocess.Popen(
            [PYTHON, "-m", "simulator", *arguments], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the simulator did not start, it exited with status {process.wait()}")
        first, *others = json.loads(line)["urls"]
        return cls(first, process, others)

    def others(self) -> list[Simulator]:
        """Those that were started with this one, by instances=, and end with it."""
        return [Simulator(url) for url in self._others]

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Simulator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # What happened

    def log(self) -> list[dict[str, Any]]:
        """Each API request in order: method, path, query, fields (of a JSON body), status, host, ..."""
        return list(self._get("log"))

    def counters(self) -> dict[str, int]:
        return dict(self._get("counters"))

    def tokens(self) -> list[dict[str, Any]]:
        """The live pairs: id, session (the same after a refresh), username, access_token, refresh_token, and
        access_expires_at, refresh_expires_at (epoch)."""
        return list(self._get("tokens"))

    def sessions(self, username: str) -> list[dict[str, Any]]:
        """The live pairs of one user, as tokens() describes them."""
        return [pair for pair in self.tokens() if pair["username"] == username]

    def issued(self) -> list[str]:
        """Every token that was issued since the start."""
        return list(self._get("issued"))

    def client(self) -> dict[str, str]:
        return dict(self._get("client"))

    # What is to happen

    def reset(self, *parts: str) -> None:
        """Put back everything, or only `parts`: log, counters, limits, faults, clock, tokens, accounts, collections,
        peers, seeds, configuration, homepage, pictures, plugins."""
        self._post("reset", dict.fromkeys(parts, True))

    def install(self, flavour: str) -> None:
        """Put back everything and every setting, as with a PeerTube that was just installed."""
        self.reset()
        address = self.url.split("//")[1]
        self.configure(flavour=flavour, webserver=address, https=False, api_limit=50, login_limit=15, hash_delay=0)

    def advance(self, seconds: float) -> float:
        """Move the clock, backwards too; returns the simulated time (epoch)."""
        return float(self._post("clock", {"advance": seconds})["now"])

    def expire(self, access: bool = True, refresh: bool = False) -> None:
        self._post("expire", {"access": access, "refresh": refresh})

    def revoke_all(self) -> None:
        self._post("revoke-all", {})

    def replace_client(self) -> dict[str, str]:
        """A new client pair, as after a new installation; returns it."""
        return dict(self._post("client", {}))

    def account(self, username: str, **fields: Any) -> dict[str, Any]:
        """Add or change an account: password, email, role, blocked, two_factor_seed, registration, external, ..."""
        return dict(self._post("accounts", {"username": username, **fields}))

    def seed(self, **counts: int) -> None:
        """Add many: users (`seeded1` and so on), channels (root's), blocked_servers, blocked_accounts, watched_words,
        following, runner_tokens, runners."""
        self._post("seed", counts)

    def peer(self, host: str, accepted: bool = True, **fields: Any) -> dict[str, Any]:
        """Another instance, which accepts a follow or leaves it pending. Hosts that are no peers are never followed.

        `reads`: how often the list is read before the follow is in it; `actors`: names that can be followed or blocked
        there; `follows`: it follows this one.
        """
        return dict(self._post("peers", {"host": host, "accepted": accepted, **fields}))

    def configure(self, **changes: Any) -> None:
        """Change flavour, webserver, https, api_limit, login_limit, signup_limit or hash_delay."""
        self._post("config", changes)

    def configuration(self, **parts: Any) -> dict[str, Any]:
        """Change what the instance is configured by, and return what GET /config/custom would.

        `values` are leaves by path, as if they had been PUT unchecked; `environment` are those that the server's
        environment sets, which win; `editable=False`: PUT and DELETE are answered 405; `email`: there is SMTP.
        """
        return dict(self._post("configuration", parts))

    def plugins(self, **parts: Any) -> dict[str, int]:
        """Change what can be installed, and return how often the code of each plugin is registered (once is right).

        `available` adds plugins by npm name: `versions` in order, `settings` as registered. `index`: the plugin index
        can be asked. `broken`: names, or `name@version`, that fail and take the old version along; `slow`: the same
        with the seconds that installing takes.
        """
        return dict(self._post("plugins", parts))

    def restart(self) -> None:
        """Start the instance again: ends the 500s after an unreadable configuration, registers enabled plugins once."""
        self._post("restart", {})

    def fault(self, **rule: Any) -> None:
        """Add a rule: action and its options; method, path, grant_type, skip, times, stage say when."""
        self._post("faults", [rule])

    def hold(self, **match: Any) -> None:
        """Hold the next request that matches, until release()."""
        self.fault(action="hold", **match)

    def wait_held(self, count: int = 1, timeout: float = 10.0) -> list[dict[str, str]]:
        """Wait until that many requests are held and return them; TimeoutError after `timeout` seconds."""
        held: list[dict[str, str]] = self._get(f"held?at_least={count}&timeout={timeout}", timeout)
        if len(held) < count:
            raise TimeoutError(f"{len(held)} requests are held, not {count}")
        return held

    def release(self) -> None:
        self._post("release", {})

    def _get(self, path: str, wait: float = 0) -> Any:
        return self._call(urllib.request.Request(f"{self.url}/_simulator/{path}"), wait)

    def _post(self, path: str, fields: dict[str, Any] | list[Any]) -> Any:
        request = urllib.request.Request(
            f"{self.url}/_simulator/{path}",
            json.dumps(fields).encode(),
            {"Content-Type": "application/json"},
            method="POST",
        )
        return self._call(request)

    def _call(self, request: urllib.request.Request, wait: float = 0) -> Any:
        try:
            with self._opener.open(request, timeout=TIMEOUT + wait) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise ValueError(error.read().decode()) from None
