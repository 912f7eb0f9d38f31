# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Module

# What a name tells of its value, wherever it stands in the name: accessToken, client-secret, passwordHash.
_ANYWHERE = re.compile(r"token|passw|passphrase|secret|credential|authorization|cookie", re.IGNORECASE)
# Shorter ones make a word of their own, or end one: streamKey and APIKEY, but neither keywords nor shipping.
_WORDS = re.compile(r"\w*keys?|otp|totp|pin|pwd|jwt", re.IGNORECASE)

WITHHELD = "(withheld: it may hold a secret)"


def returns_secrets(module: Module) -> bool:
    """Whether what a success of the module returns may be one."""
    return bool(module.secrets) or module.answers


def holds_secret(module: Module, result: dict[str, t.Any]) -> bool:
    """Whether the result of a module must not be shown."""
    if any(result.get(key) for key in module.secrets):
        return True
    # A failure holds none, and its arguments are hidden by the name of their option.
    answered = {key: value for key, value in result.items() if key not in ("error", "invocation")}
    return module.answers and _names_secret(answered)


def withhold_raw_output(module: Module, result: dict[str, t.Any]) -> None:
    """Remove what ansible-core shows of a module that was cut off: the beginning of what it meant to return."""
    if returns_secrets(module) and "{" in str(result.get("module_stdout")):
        result["module_stdout"] = WITHHELD


def _names_secret(value: t.Any) -> bool:
    """Whether anything in an answer is named as a secret, at any depth."""
    if isinstance(value, (list, tuple)):
        return any(_names_secret(member) for member in value)
    if not isinstance(value, dict):
        return False
    return any(
        (_is_secret_name(str(name)) and _may_be_secret(member)) or _names_secret(member)
        for name, member in value.items()
    )


def _is_secret_name(name: str) -> bool:
    if _ANYWHERE.search(name):
        return True
    words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)
    return any(_WORDS.fullmatch(word) for word in words)


def _may_be_secret(value: t.Any) -> bool:
    """What says yes, no or nothing is no secret: signup.requiresPassword, token: null."""
    return not isinstance(value, bool) and value not in (None, "", [], {})
