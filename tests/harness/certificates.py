# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A certificate authority that nobody knows, and servers with its certificates."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path
from typing import Any

import trustme
from cryptography.hazmat.primitives import serialization


class Authority:
    """One CA, its certificate in the file `path`."""

    def __init__(self, directory: Path) -> None:
        self._ca = trustme.CA(key_type=trustme.KeyType.ECDSA)
        self._directory = directory
        self.path = str(directory / "ca.pem")
        self._ca.cert_pem.write_to_path(self.path)

    def server(self, *names: str, client_required: bool = False, **validity: Any) -> ssl.SSLContext:
        """What a server with a certificate for these names needs; not_before and not_after say when it is valid."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate = self._ca.issue_cert(*names, key_type=trustme.KeyType.ECDSA, **validity)
        certificate.configure_cert(context)
        if client_required:
            self._ca.configure_trust(context)
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def files(self, name: str) -> tuple[str, str]:
        """The PEM files of a certificate and of its key."""
        issued = self._ca.issue_cert(name, key_type=trustme.KeyType.ECDSA)
        certificate, key = self._directory / f"{name}.pem", self._directory / f"{name}.key"
        issued.cert_chain_pems[0].write_to_path(str(certificate))
        issued.private_key_pem.write_to_path(str(key))
        return str(certificate), str(key)

    def encrypted_files(self, name: str) -> tuple[str, str]:
        """The same, with a key that wants a passphrase."""
        certificate, key = self.files(name)
        private_key = serialization.load_pem_private_key(Path(key).read_bytes(), None)
        encryption = serialization.BestAvailableEncryption(b"passphrase")
        pkcs8 = serialization.PrivateFormat.PKCS8
        Path(key).write_bytes(private_key.private_bytes(serialization.Encoding.PEM, pkcs8, encryption))
        return certificate, key


def past() -> dict[str, datetime.datetime]:
    """The validity of a certificate that has expired."""
    return {"not_after": datetime.datetime(2021, 1, 1)}


def future() -> dict[str, datetime.datetime]:
    """The validity of a certificate that is not valid yet; needs trustme 1.2, and so Python 3.9."""
    return {"not_before": datetime.datetime(2100, 1, 1), "not_after": datetime.datetime(2101, 1, 1)}
