# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""PeerTube's session state machine: client, token pairs, clock. No HTTP."""

from __future__ import annotations

import datetime
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import pyotp

from simulator import accounts
from simulator.flavours import Flavour
from simulator.people import Account, People

ACCESS_LIFETIME = 86400
# bcrypt ignores what follows.
LONGEST_PASSWORD_BYTES = 72


class Refusal(Exception):
    """PeerTube says no, for the reason that `code` names."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Clock:
    offset: float = 0

    def now(self) -> float:
        return time.time() + self.offset

    def reset(self) -> None:
        self.offset = 0


@dataclass
class Login:
    """Where a session was opened from; it survives refreshing."""

    ip: str
    device: str
    at: float


@dataclass
class Pair:
    id: int
    # The id of the pair that the session was opened with; it survives refreshing.
    session: int
    account: Account
    access: str
    refresh: str
    access_expires: float
    refresh_expires: float
    created: float
    login: Login
    last_activity: Login


@dataclass
class Instance:
    flavour: Flavour
    root_password: str = accounts.ROOT_PASSWORD
    # As on a server that was just set up.
    only_root: bool = False
    clock: Clock = field(default_factory=Clock)
    client_id: str = field(default_factory=lambda: secrets.token_hex(16))
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    people: People = field(default_factory=People)
    pairs: list[Pair] = field(default_factory=list)
    # Every token that was ever issued, for tests that look for them where none may be.
    issued: list[str] = field(default_factory=list)
    _last_pair_id: int = 0

    def __post_init__(self) -> None:
        self.reset_accounts()

    # Grants

    def check_client(self, client_id: str, client_secret: str) -> None:
        if not client_id or not client_secret or (client_id, client_secret) != (self.client_id, self.client_secret):
            raise Refusal("invalid_client")

    def password_grant(self, username: str, password: str, otp: str | None, login: Login) -> Pair:
        account = self._account_with_password(username, password)
        self._check_admitted(account)
        if account.two_factor_seed:
            self._check_two_factor(account.two_factor_seed, otp)
        return self._open(account, login)

    def external_grant(self, username: str, token: str, login: Login) -> Pair:
        # An unknown bypass token is an ordinary Error in PeerTube's source, and so is its code.
        account = next((a for a in self.people.accounts if a.external and a.external_auth_token == token), None)
        if account is None or account.username != username:
            raise Refusal("Error")
        account.external_auth_token = None
        self._check_admitted(account)
        return self._open(account, login)

    def refresh_grant(self, refresh_token: str, activity: Login) -> Pair:
        old = next((pair for pair in self.pairs if pair.refresh == refresh_token), None)
        if old is None or old.refresh_expires < self.clock.now():
            raise Refusal("invalid_grant")
        self.pairs.remove(old)
        pair = self._open(old.account, old.login, old.session)
        pair.last_activity = activity
        return pair

    # Sessions

    def authenticate(self, access_token: str) -> Pair:
        pair = next((pair for pair in self.pairs if pair.access == access_token), None)
        if pair is None or pair.access_expires < self.clock.now():
            raise Refusal("invalid_token")
        return pair

    def revoke(self, pair: Pair) -> None:
        self.pairs.remove(pair)

    def revoke_all(self, account: Account | None = None) -> None:
        self.pairs = [pair for pair in self.pairs if account is not None and pair.account is not account]

    def expire(self, access: bool, refresh: bool) -> None:
        past = self.clock.now() - 1
        for pair in self.pairs:
            pair.access_expires = past if access else pair.access_expires
            pair.refresh_expires = past if refresh else pair.refresh_expires

    # Accounts

    def put_account(self, username: str, **fields: Any) -> Account:
        """Add or change an account. A new password and a block end its sessions, as on PeerTube."""
        account = self.people.find(username) or self.people.add(username, self.clock.now())
        for name, value in fields.items():
            if name in ("id", "created") or name not in Account.__dataclass_fields__:
                raise ValueError(f"an account has no field {name} to set")
            setattr(account, name, value)
        self.people.settle(account)
        if "password" in fields or fields.get("blocked"):
            self.revoke_all(account)
        return account

    def remove_account(self, account: Account) -> None:
        self.revoke_all(account)
        self.people.remove(account)

    def reset_accounts(self) -> None:
        self.people, self.pairs = People(), []
        living = accounts.default_accounts(self.root_password)
        for fields in living[:1] if self.only_root else living:
            self.put_account(**fields)

    def replace_client(self) -> None:
        self.client_id, self.client_secret = secrets.token_hex(16), secrets.token_hex(16)

    def is_too_long(self, password: str) -> bool:
        return len(password) > self.flavour.longest_password or (
            self.flavour.too_long_password and len(password.encode()) > LONGEST_PASSWORD_BYTES
        )

    def _account_with_password(self, username: str, password: str) -> Account:
        account = self.people.find(username)
        if account is not None and account.registration is not None:
            rejected = account.registration == "rejected"
            raise Refusal("account_approval_rejected" if rejected else "account_waiting_for_approval")
        if account is None or account.from_plugin or account.password != password:
            raise Refusal("invalid_grant")
        # Only of the right one: an older version may have taken it.
        if self.flavour.too_long_password and self.is_too_long(password):
            raise Refusal("too_long_password")
        return account

    def _check_admitted(self, account: Account) -> None:
        if account.blocked:
            raise Refusal(self.flavour.blocked_code)
        if account.email_verified is False:
            raise Refusal(self.flavour.unverified_code)

    def _check_two_factor(self, seed: str, otp: str | None) -> None:
        if not otp:
            raise Refusal("missing_two_factor")
        now = datetime.datetime.fromtimestamp(self.clock.now(), datetime.timezone.utc)
        if not pyotp.TOTP(seed).verify(otp, for_time=now, valid_window=1):
            raise Refusal("invalid_two_factor")

    def _open(self, account: Account, login: Login, session: int | None = None) -> Pair:
        now = self.clock.now()
        self._last_pair_id += 1
        pair = Pair(
            id=self._last_pair_id,
            session=session or self._last_pair_id,
            account=account,
            access=secrets.token_hex(20),
            refresh=secrets.token_hex(20),
            access_expires=now + ACCESS_LIFETIME,
            refresh_expires=now + self.flavour.refresh_lifetime,
            created=now,
            login=login,
            last_activity=login,
        )
        self.pairs.append(pair)
        self.issued += [pair.access, pair.refresh]
        account.last_login = now
        return pair
