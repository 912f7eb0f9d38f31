# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._base.errors import PeerTubeError
from .._http.client import Http
from .._http.messages import Request
from .answer import Answer, ask
from .values import Credentials, OAuthClient, Token, User, bearer, is_name, is_token, plain_int

if t.TYPE_CHECKING:
    from typing import TypeGuard

# Longer than any instance would be configured for, and short enough for the moment of expiry to be a date.
_LONGEST_LIFETIME = 100 * 366 * 24 * 3600
_SESSIONS_A_PAGE = 100  # the most that PeerTube allows (measured on 6.3)
# More than an address can open with 15 logins in five minutes, in the four weeks that a session lives on 8.2.
_MOST_SESSIONS = 200_000


class Instance:
    """PeerTube's session API: what is asked, and what an answer means. Every method may raise PeerTubeError."""

    def __init__(self, http: Http) -> None:
        self.http = http
        self.url = http.connection.url

    def oauth_client(self) -> OAuthClient:
        """The client pair, which PeerTube gives only to requests with its own name in Host."""
        request = Request("GET", "/oauth-clients/local")
        answer = ask(self.http, request)
        if answer.status == 403 and answer.reply.content_type == "application/problem+json":
            host = self.http.connection.host_header or self.url.split("//", 1)[1]
            raise answer.error("host_forbidden", f'The instance does not go by the name "{host}".')
        pair = answer.expect_object()
        client_id, client_secret = pair.get("client_id"), pair.get("client_secret")
        if is_token(client_id) and is_token(client_secret):
            self.http.keep_secret(client_secret)
            return OAuthClient(client_id, client_secret)
        raise answer.unexpected("without a client_id and client_secret")

    def login(self, client: OAuthClient, credentials: Credentials, otp: str | None) -> Token:
        """A new session by the password grant (RFC 6749 section 4.3)."""
        form = {"username": credentials.username}
        if credentials.external_auth_token is not None:
            form["externalAuthToken"] = credentials.external_auth_token
        else:
            form["password"] = credentials.password or ""
        headers = {} if otp is None else {"x-peertube-otp": otp}
        self.http.keep_secret(otp)
        request = _token_request(client, "password", form, headers, after_gateway_error=True)
        try:
            return self.token_in(ask(self.http, request))
        except PeerTubeError as error:
            if error.reply_lost:
                error.sentence += " A session may have been opened all the same."
            raise

    def refresh(self, client: OAuthClient, refresh_token: str) -> Token | None:
        """A new pair for an old one (RFC 6749 section 6); None when the refresh token is not, or no longer, good.

        PeerTube deletes the old pair before it answers, so that after an error with reply_lost both may be gone.
        """
        form = {"refresh_token": refresh_token}
        request = _token_request(client, "refresh_token", form, {}, after_gateway_error=False)
        answer = ask(self.http, request)
        if answer.status == 400 and answer.code == "invalid_grant":
            return None
        return self.token_in(answer)

    def who_am_i(self, access_token: str) -> User | None:
        """Whose access token it is; None when it is not, or no longer, good."""
        request = Request("GET", "/users/me", headers=bearer(access_token))
        answer = ask(self.http, request)
        if answer.is_invalid_token:
            return None
        user = _user(answer.expect_object())
        if user is None:
            raise answer.unexpected("that describes no user")
        return user

    def revoke(self, access_token: str) -> bool | None:
        """End a session. False when there is none, and when its access token has expired (measured on 6.3 and 8.2).

        None when it is one of these now, but may have been ended by this: the answer to a first try was lost.
        """
        request = _revocation("/users/revoke-token", access_token)
        answer = ask(self.http, request)
        if answer.is_invalid_token:
            return None if answer.reply.repeated else False
        self._expect_success(answer)
        return True

    def token_sessions(self, access_token: str, user_id: int) -> list[dict[str, t.Any]] | None:
        """The sessions of a user; None on a server older than 7.3, which has no such list."""
        sessions: list[dict[str, t.Any]] = []
        seen: set[int] = set()
        while True:
            path = f"/users/{user_id}/token-sessions?start={len(sessions)}&count={_SESSIONS_A_PAGE}&sort=createdAt"
            request = Request("GET", path, headers=bearer(access_token))
            answer = ask(self.http, request)
            # So PeerTube answers to any API path that it does not know (measured on 6.3).
            if answer.status == 400 and not answer.reply.body:
                return None
            page = answer.expect_object().get("data")
            if not isinstance(page, list) or not all(_is_token_session(row) for row in page):
                raise answer.unexpected("that is no list of token sessions")
            numbers = {row["id"] for row in page}
            if seen & numbers or len(seen) > _MOST_SESSIONS:
                raise answer.unexpected("that is a list of token sessions without an end")
            seen |= numbers
            sessions += page
            if len(page) < _SESSIONS_A_PAGE:
                return sessions

    def revoke_token_session(self, access_token: str, user_id: int, session_id: int) -> bool:
        """End one session of a user by its id; False when it had ended."""
        request = _revocation(f"/users/{user_id}/token-sessions/{session_id}/revoke", access_token)
        answer = ask(self.http, request)
        if answer.status == 404 and answer.reply.content_type == "application/problem+json":
            return answer.reply.repeated
        self._expect_success(answer)
        return True

    def server_version(self) -> str:
        request = Request("GET", "/config")
        answer = ask(self.http, request)
        version = answer.expect_object().get("serverVersion")
        if is_token(version) and len(version) <= 100:
            return version
        raise answer.unexpected("without a serverVersion")

    def server_time(self) -> float:
        """Seconds since the epoch by the server's clock, by this machine's where the server does not tell."""
        if self.http.server_time() is None:
            ask(self.http, Request("GET", "/ping"))
        server_time = self.http.server_time()
        return self.http.clock.now() if server_time is None else server_time

    def _expect_success(self, answer: Answer) -> None:
        """A session counts as ended only when PeerTube says so."""
        if answer.expect_object().get("success") is not True:
            raise answer.unexpected("that does not confirm it")

    def token_in(self, answer: Answer) -> Token:
        """The pair in an answer of the token endpoint (RFC 6749 section 5.1)."""
        pair = answer.expect_object()
        access_token, refresh_token = pair.get("access_token"), pair.get("refresh_token")
        lifetime, refresh_lifetime = pair.get("expires_in"), pair.get("refresh_token_expires_in")
        now = self.http.clock.now()
        if (
            str(pair.get("token_type")).lower() == "bearer"
            and is_token(access_token)
            and is_token(refresh_token)
            and _is_lifetime(lifetime)
            and _is_lifetime(refresh_lifetime)
        ):
            self.http.keep_secret(access_token, refresh_token)
            moments = (now, now + lifetime, now + refresh_lifetime)
            return Token(access_token, refresh_token, "Bearer", *moments, self.http.server_time())
        raise answer.unexpected("that is no whole token")


def _token_request(
    client: OAuthClient, grant_type: str, form: dict[str, str], headers: dict[str, str], after_gateway_error: bool
) -> Request:
    # No Authorization header: over the rate limit a stale one turns the 429 into a 401 (measured on 6.3 and 8.2).
    pair = {"client_id": client.client_id, "client_secret": client.client_secret, "grant_type": grant_type}
    return Request(
        "POST",
        "/users/token",
        form={**pair, **form},
        headers=headers,
        after_gateway_error=after_gateway_error,
        after_lost_reply=False,
    )


def _revocation(path: str, access_token: str) -> Request:
    """It may be sent again: what has ended stays so."""
    return Request("POST", path, headers=bearer(access_token), after_gateway_error=True, after_lost_reply=True)


def _is_lifetime(seconds: object) -> TypeGuard[int]:
    return plain_int(seconds) and 0 < seconds <= _LONGEST_LIFETIME


def _is_token_session(row: t.Any) -> bool:
    return isinstance(row, dict) and plain_int(row.get("id")) and isinstance(row.get("currentSession"), bool)


def _user(answer: dict[str, t.Any]) -> User | None:
    number, username, email, role = (answer.get(name) for name in ("id", "username", "email", "role"))
    if not (plain_int(number) and is_name(username) and is_name(email)):
        return None
    label = role.get("label") if isinstance(role, dict) else None
    return User(
        id=number,
        username=username,
        email=email,
        role=label if is_name(label) else None,
        video_quota=_int_or_none(answer.get("videoQuota")),
        video_quota_daily=_int_or_none(answer.get("videoQuotaDaily")),
    )


def _int_or_none(value: object) -> int | None:
    return value if plain_int(value) else None
