# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m simulator: start, say so in one line of JSON, serve until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import ssl
import tempfile

from aiohttp import web

from simulator.accounts import ROOT_PASSWORD
from simulator.app import build
from simulator.flavours import FLAVOURS
from simulator.limits import RateLimit
from simulator.simulation import API_LIMIT, API_WINDOW, LOGIN_LIMIT, LOGIN_WINDOW, Simulation
from simulator.state import Instance


def main() -> None:
    asyncio.run(_serve(_arguments()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A PeerTube for tests.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--instances", type=int, default=1, help="how many, each at a free port of its own")
    parser.add_argument("--flavour", choices=sorted(FLAVOURS), default="8.2")
    parser.add_argument("--webserver", metavar="HOST[:PORT]", help="the Host that the client endpoint answers to")
    parser.add_argument("--tls-cert", metavar="FILE")
    parser.add_argument("--tls-key", metavar="FILE")
    parser.add_argument("--login-limit", type=int, default=LOGIN_LIMIT, help="logins in five minutes; 0: any")
    parser.add_argument("--api-limit", type=int, default=API_LIMIT, help="requests in ten seconds; 0: any")
    parser.add_argument("--hash-delay", type=float, default=0, help="seconds that checking a password takes")
    parser.add_argument("--root-password", default=ROOT_PASSWORD)
    parser.add_argument("--accounts", choices=("all", "root"), default="all", help="who lives there at the start")
    parser.add_argument("--ready-file", metavar="PATH", help="where to write the ready line as well")
    parser.add_argument("--exit-with", type=int, metavar="PID", help="end when that process is gone")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    started = [await _start(options) for _unused in range(options.instances)]
    urls = [f"{simulation.scheme}://{address}" for simulation, _runner, address in started]
    ready = {"url": urls[0], "urls": urls, "pid": os.getpid(), "flavour": options.flavour}
    _announce(ready, options.ready_file)
    await _until_told_to_stop(options.exit_with)
    for simulation, runner, _unused in started:
        simulation.faults.clear()
        await runner.cleanup()


async def _start(options: argparse.Namespace) -> tuple[Simulation, web.AppRunner, str]:
    simulation = Simulation(
        instance=Instance(FLAVOURS[options.flavour], options.root_password, options.accounts == "root"),
        hash_delay=options.hash_delay,
        api_limit=RateLimit(options.api_limit, API_WINDOW),
        login_limit=RateLimit(options.login_limit, LOGIN_WINDOW),
    )
    simulation.https = bool(options.tls_cert)
    simulation.scheme = "https" if options.tls_cert else "http"
    # Node closes idle connections after five seconds.
    runner = web.AppRunner(build(simulation), access_log=None, keepalive_timeout=5, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, options.host, options.port, ssl_context=_tls(options), backlog=1024)
    await site.start()
    address = _address(options.host, runner.addresses[0][1])
    simulation.webserver = options.webserver or address
    return simulation, runner, address


def _tls(options: argparse.Namespace) -> ssl.SSLContext | None:
    if not options.tls_cert:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.tls_cert, options.tls_key)
    return context


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _announce(ready: dict[str, object], ready_file: str | None) -> None:
    line = json.dumps(ready)
    if ready_file:
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(ready_file)))
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(line + "\n")
        os.replace(temporary, ready_file)
    print(line, flush=True)


async def _until_told_to_stop(exit_with: int | None) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    while not stopped.is_set():
        try:
            await asyncio.wait_for(stopped.wait(), 0.5)
        except asyncio.TimeoutError:
            if exit_with and not _alive(exit_with):
                return


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    main()
