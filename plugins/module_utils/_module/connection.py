# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import os
import re
import ssl
import typing as t
from urllib.parse import SplitResult, urlsplit

from .._base.errors import invalid_option
from .._base.masking import safe_text
from .._http.messages import API, Connection

if t.TYPE_CHECKING:
    from .definition import Call


_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")


# A day, in seconds; far beyond, sockets and threads cannot be told to wait so long.
_DAY = 86400
_LIMITS: t.Final = {"timeout": _DAY, "retries": 100, "rate_limit_max_wait": _DAY, "wait_timeout": _DAY}


_DEFAULT_PORTS = {"http": 80, "https": 443}


def connection(call: Call) -> Connection:
    """The connection options, checked. Raises PeerTubeError invalid_option."""
    values = {name: call.option(name) for name in Connection.__dataclass_fields__}
    values["url"] = _instance_url(values["url"])
    _check_host_header(values["host_header"])
    for name, most in _LIMITS.items():
        _check_range(name, values[name], most)
    if not values["timeout"] > 0:
        raise invalid_option(f"timeout is {values['timeout']:g}.", "Set it to more than 0.")
    _check_tls_files(values["ca_path"], values["client_cert"], values["client_key"])
    return Connection(**values)


def _instance_url(url: str | None) -> str:
    """The address as all requests begin, so that two spellings of one address share a session file."""
    if url is None:
        raise invalid_option(
            "url is not set.", "Set it to the address of the instance, or PEERTUBE_URL in the environment."
        )
    # First, for with it a password may be anywhere in what follows.
    if "@" in url:
        raise invalid_option("url holds a user name.", "Remove it; set username and password instead.")
    parts, host, port = _split(url)
    if "?" in url or "#" in url:
        raise invalid_option("url holds a query or a fragment.", "Remove it: the address of the instance is enough.")
    path = parts.path.rstrip("/")
    if path not in ("", API):
        raise invalid_option(
            f"url holds the path {safe_text(path, ())}.", "Remove it: PeerTube has a host name of its own."
        )
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    return f"{parts.scheme}://{netloc}"


def _split(url: str) -> tuple[SplitResult, str, int | None]:
    remedy = "Set it to the address of the instance, such as https://video.example.com."
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise invalid_option("url is not an address.", remedy) from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise invalid_option("url begins with neither https:// nor http://.", remedy)
    # Not every program ends the host at a backslash.
    if not host or "\\" in url or any(sign.isspace() or not sign.isprintable() for sign in url.strip()):
        raise invalid_option("url names no host.", remedy)
    return parts, host, port


def _check_host_header(host: str | None) -> None:
    if host is not None and not _is_host(host):
        remedy = (
            "Set it to webserver.hostname of the PeerTube configuration, such as video.example.com or localhost:9000."
        )
        raise invalid_option("host_header is not a host name with or without a port.", remedy)


def _is_host(host: str) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        return _HOST.fullmatch(host) is not None and parts.hostname is not None and (parts.port or 1) > 0
    except ValueError:
        return False


def check_not_negative_values(values: t.Mapping[str, t.Any], names: t.Iterable[str]) -> None:
    for name in names:
        if values[name] < 0:
            raise invalid_option(f"{name} is {values[name]}.", "Set it to 0 or more.")


def _check_range(name: str, value: float, most: int) -> None:
    # Written so that it also refuses what is no number.
    if not 0 <= value <= most:
        raise invalid_option(f"{name} is {safe_text(str(value), ())}.", f"Set it to a value between 0 and {most}.")


def _check_tls_files(ca_path: str | None, client_cert: str | None, client_key: str | None) -> None:
    if ca_path is not None:
        _check_file("ca_path", ca_path, lambda: ssl.create_default_context(cafile=ca_path))
    if client_key is not None and client_cert is None:
        raise invalid_option(
            "client_key is set without client_cert.", "Set client_cert to the certificate of that key."
        )
    if client_key is not None:
        _check_file("client_key", client_key, lambda: os.close(os.open(client_key, os.O_RDONLY)))
    if client_cert is not None:
        context = ssl.create_default_context()
        # An encrypted key would have OpenSSL ask for its passphrase on the terminal.
        _check_file("client_cert", client_cert, lambda: context.load_cert_chain(client_cert, client_key, lambda: ""))


def _check_file(option: str, path: str, load: t.Callable[[], object]) -> None:
    try:
        load()
    except ssl.SSLError:
        remedy = "Name a file with certificates in PEM format (BEGIN CERTIFICATE)."
        if option == "client_cert":
            remedy = "Name the PEM file of the certificate, and in client_key that of its unencrypted private key."
        raise invalid_option(f"{option} {path} cannot be used: it is not PEM, or does not fit.", remedy) from None
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno).lower() if isinstance(error, OSError) and error.errno else "not a path"
        raise invalid_option(
            f"{option} {path} cannot be read: {reason}.", "Name a file that this task can read."
        ) from None
