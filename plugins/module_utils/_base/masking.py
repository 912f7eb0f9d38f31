# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import base64
import html
import json
import re
import typing as t
from urllib.parse import unquote, unquote_plus

_TEXT_LIMIT = 200


def safe_text(text: str | None, secrets: t.Iterable[str]) -> str | None:
    """Text from a server, fit for a message: printable, at most 200 characters, no secret.

    Text that repeats a secret is withheld as a whole. Cutting the secret out would show it by its gaps: with the
    password "e", anyone can read what is missing in "Us*r not found".
    """
    if text is None:
        return None
    readings = [reading.casefold() for reading in _readings(text)]
    if any(form in reading for secret in secrets for form in _forms(secret) for reading in readings):
        return "(withheld: it repeats a secret)"
    shown = _printable(text)
    return shown if len(shown) <= _TEXT_LIMIT else shown[: _TEXT_LIMIT - 3] + "..."


def _printable(text: str) -> str:
    """Without what moves the cursor of a terminal, turns the direction of writing, or cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _readings(text: str) -> t.Iterator[str]:
    """What a text says as it is, and decoded in the usual ways: of URLs, HTML and JSON."""
    yield text
    yield _printable(text)
    yield unquote(text)
    yield unquote_plus(text)
    yield html.unescape(text)
    yield re.sub(r"(\\(u[0-9a-fA-F]{4}|[\"\\/bfnrt]))+", lambda escapes: str(json.loads(f'"{escapes.group()}"')), text)


def _forms(secret: str) -> set[str]:
    """How a secret can be part of a text, in lower case: as it is, or in Base64 or hexadecimal."""
    octets = secret.encode("utf-8", "surrogatepass")
    # Header lines arrive as Latin-1, whatever was sent.
    forms = {secret, _printable(secret), octets.decode("latin-1"), octets.hex()}
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + octets).decode("ascii")
        # The characters at both ends depend on what stands beside the secret.
        core = encoded[(0, 2, 3)[offset] :].rstrip("=")
        core = core if len(octets) % 3 == (3 - offset) % 3 else core[:-1]
        if len(core) > 1:
            forms |= {core, core.translate(str.maketrans("+/", "-_"))}
    return {form.casefold() for form in forms if form}
