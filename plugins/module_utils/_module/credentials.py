# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import base64
import binascii
import os
import re
import typing as t

from .._api.values import Credentials, OAuthClient, Token, is_name, is_token
from .._base.errors import PeerTubeError, invalid_option
from .._session.values import Session
from .connection import check_not_negative_values

if t.TYPE_CHECKING:
    from .definition import Call


def client_pair(call: Call) -> OAuthClient | None:
    client_id, client_secret = call.option("client_id"), call.option("client_secret")
    for option, other in (("client_id", "client_secret"), ("client_secret", "client_id")):
        if call.option(option) is not None and call.option(other) is None:
            remedy = "Set both, or none to have them fetched from the instance."
            raise invalid_option(f"{option} is set without {other}.", remedy)
    if client_id is None:
        return None
    _check_tokens(call, ("client_id", "client_secret"))
    return OAuthClient(client_id, client_secret)


def credentials(call: Call) -> Credentials | None:
    """What a login needs; None when no login is possible with the options given."""
    username, password = call.option("username"), call.option("password")
    external_auth_token = call.option("external_auth_token")
    if external_auth_token is not None and call.explicit("password"):
        raise invalid_option("external_auth_token and password are both set.", "Set one of them.")
    secret = "password" if external_auth_token is None else "external_auth_token"
    if call.option(secret) is not None and username is None:
        raise invalid_option(
            f"{secret} is set without username.", "Set username, or PEERTUBE_USERNAME in the environment."
        )
    if username is not None and not is_name(username):
        remedy = "Set it to the name or the e-mail address of an account."
        raise invalid_option("username has a character that cannot be shown, or more than 400 characters.", remedy)
    otp, otp_secret = _otp(call), _otp_secret(call)
    if username is None or call.option(secret) is None:
        return None
    if external_auth_token is not None:
        return Credentials(username, None, external_auth_token, otp, otp_secret)
    return Credentials(username, password, None, otp, otp_secret)


def _otp(call: Call) -> str | None:
    otp: str | None = call.option("otp")
    if otp is None:
        return None
    if call.option("otp_secret") is not None:
        raise invalid_option(
            "otp and otp_secret are both set.", "Set otp to a code, or otp_secret to the seed of the codes."
        )
    if not re.fullmatch(r"[0-9]{6}", otp):
        remedy = "Set it to all six, in quotes: YAML takes the zeros from the beginning of a number."
        raise invalid_option("otp is not a code of six digits.", remedy)
    return otp


def _otp_secret(call: Call) -> str | None:
    if call.option("otp_secret") is None:
        return None
    seed = re.sub(r"[\s-]", "", call.option("otp_secret")).upper().rstrip("=")
    try:
        if base64.b32decode(seed + "=" * (-len(seed) % 8)):
            return seed
    except (binascii.Error, ValueError):
        pass
    remedy = "Set it to the seed that PeerTube shows beside the QR code when two-factor authentication is set up."
    raise invalid_option("otp_secret is not Base32 (A to Z and 2 to 7).", remedy)


def given_session(call: Call) -> Session | None:
    """The session that came in tokens, whose expiry and user are not known yet."""
    _check_tokens(call, ("access_token", "refresh_token"))
    access_token, refresh_token = call.option("access_token"), call.option("refresh_token")
    if access_token is None and refresh_token is None:
        return None
    return Session(Token(access_token, refresh_token))


def session_file(call: Call) -> str | None:
    path: str | None = call.option("session_file")
    if path is not None and (not os.path.isabs(path) or "\0" in path or path.endswith("/")):
        raise invalid_option(f"session_file {path!r} is not the absolute path of a file.", "Begin it with / or ~/.")
    return path


def check_login_possible(call: Call, login: Credentials | None) -> None:
    """A username alone says whose session is wanted; without a session it was meant for a login."""
    session_named = any(call.option(name) is not None for name in ("access_token", "refresh_token", "session_file"))
    if login is None and call.explicit("username") and not session_named:
        raise invalid_option(
            "username is set without password.", "Set password, or PEERTUBE_PASSWORD in the environment."
        )


def check_session_named(call: Call, given: Session | None) -> None:
    if given is None and call.option("session_file") is None:
        raise invalid_option(
            "No session is named.", "Set access_token (and refresh_token where it is known) or session_file."
        )


def check_not_negative(call: Call, *names: str) -> None:
    check_not_negative_values(call.params, names)


def _check_tokens(call: Call, names: t.Iterable[str]) -> None:
    for name in names:
        value = call.option(name)
        if value is not None and not is_token(value):
            raise invalid_option(
                f"{name} has a character that no token has, or is too long.", "Check where it comes from."
            )


def settle_sources(call: Call) -> None:
    """Let what the task says win over the environment, and never mix a session of the one with a login of the other.

    A token in the environment must not hide that the login which the task asks for fails, nor stand in for its file.
    """
    tokens, login = ("access_token", "refresh_token"), ("password", "external_auth_token")
    explicit_tokens = any(call.explicit(name) for name in tokens)
    if call.explicit("session_file") and explicit_tokens:
        raise _two_sessions()
    if explicit_tokens:
        call.forget("session_file")
    # Of a pair, one token from here and the other from there would be two sessions.
    if explicit_tokens or any(call.explicit(name) for name in login) or call.option("session_file") is not None:
        call.forget(*(name for name in tokens if not call.explicit(name)))


def _two_sessions() -> PeerTubeError:
    sentence = "session_file is set together with access_token or refresh_token, which name another session."
    return invalid_option(sentence, "Set session_file or the tokens, not both.")
