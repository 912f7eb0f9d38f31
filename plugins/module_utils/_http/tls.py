# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import ipaddress
import ssl
import typing as t
from urllib.parse import urlsplit

from .._base.errors import PeerTubeError
from .messages import Connection

with contextlib.suppress(ImportError):  # client.py has reported it before anything here is called
    import urllib3


def tls_options(connection: Connection) -> dict[str, t.Any]:
    """What urllib3 is told beyond the options that requests knows."""
    options: dict[str, t.Any] = {}
    name = checked_name(connection)
    if connection.host_header:
        if _urllib3() < (1, 24):
            sentence = "host_header needs urllib3 1.24 or newer where url begins with https."
            remedy = "Update that Python library, or set url to the public address of the instance."
            raise PeerTubeError("missing_library", sentence, remedy=remedy, detail="urllib3")
        options["server_hostname"] = name
    if connection.validate_certs:
        # Without ca_path these are the CAs of the system, as with ansible.builtin.uri, and requests adds its own. Every
        # urllib3 leaves the check of the host name to such a context.
        context = options["ssl_context"] = ssl.create_default_context(cafile=connection.ca_path)
        # Before 2, all but that of an address: it checks that one itself, when the context does not ask for a name.
        context.check_hostname = not (_urllib3() < (2,) and is_address(name))
    return options


def checked_name(connection: Connection) -> str:
    """The host name or address that the certificate must hold."""
    netloc = connection.host_header or urlsplit(connection.url).netloc
    return urlsplit(f"//{netloc}").hostname or ""


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _urllib3() -> tuple[int, ...]:
    version: str = urllib3.__version__  # type: ignore[attr-defined]
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
