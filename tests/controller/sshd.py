# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real sshd on a free port, for whoever runs the tests: with a host key, a client key and settings of its own."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import signal
import subprocess
import typing as t
from pathlib import Path

import pytest
from harness.server import free_port

# sbin is not on everybody's PATH, and sshd wants to be started by its whole path.
SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin")
SETTINGS = """
ListenAddress 127.0.0.1
Port {port}
HostKey {directory}/host
AuthorizedKeysFile {directory}/client.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
Subsystem sftp internal-sftp
"""


def start_sshd(directory: Path) -> t.Iterator[dict[str, t.Any]]:
    """The variables of a host that is reached through it."""
    if SSHD is None or shutil.which("ssh") is None:
        pytest.skip("there is no sshd on this machine (Debian: apt-get install openssh-server openssh-client)")
    for key in ("host", "client"):
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{directory}/{key}")
    if os.geteuid() == 0:
        # Debian's service makes it when it starts.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    port = free_port()
    (directory / "settings").write_text(SETTINGS.format(port=port, directory=directory))
    key = (directory / "host.pub").read_text()
    (directory / "known_hosts").write_text(f"[127.0.0.1]:{port} {key}")
    command = [SSHD, "-D", "-e", "-f", f"{directory}/settings"]
    with subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True) as process:
        try:
            _wait_until_listening(process)
            yield _variables(directory, port)
        finally:
            # Connections that are kept open for the next task end with it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def _variables(directory: Path, port: int) -> dict[str, t.Any]:
    options = [f"UserKnownHostsFile={directory}/known_hosts", "IdentitiesOnly=yes", "ControlMaster=auto"]
    return {
        "ansible_connection": "ssh",
        "ansible_host": "127.0.0.1",
        "ansible_port": port,
        "ansible_user": getpass.getuser(),
        "ansible_ssh_private_key_file": f"{directory}/client",
        # Nothing of what the user has set up for ssh.
        "ansible_ssh_args": " ".join(["-F none", *(f"-o {option}" for option in options), "-o ControlPersist=5s"]),
    }


def _wait_until_listening(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if line.startswith("Server listening"):
            return
    raise AssertionError(f"sshd ended: {said}")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
