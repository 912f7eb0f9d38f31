# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import os
import typing as t

from ansible.module_utils.basic import AnsibleFallbackNotFound

ArgumentSpec = t.Dict[str, t.Dict[str, t.Any]]


class Environment:
    """The options of one task that the environment set, because the task itself did not."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def fallback(self, option: str) -> tuple[t.Callable[..., str], list[str]]:
        """An argument spec's fallback for one option. A variable that is empty counts as not set."""
        return (self._take, [option])

    def _take(self, option: str) -> str:
        value = os.environ.get(f"PEERTUBE_{option.upper()}")
        if not value:
            raise AnsibleFallbackNotFound
        self.used.add(option)
        return value


def instance(environment: Environment) -> ArgumentSpec:
    """What every module takes, so that module_defaults of the action group can carry it for all of them."""
    return {
        **_connection(environment),
        **_login(environment),
        **_session(environment),
        "client_id": {"type": "str"},
        "client_secret": {"type": "str", "no_log": True},
    }


def _connection(environment: Environment) -> ArgumentSpec:
    return {
        "url": {"type": "str", "fallback": environment.fallback("url")},
        "host_header": {"type": "str", "fallback": environment.fallback("host_header")},
        "validate_certs": {"type": "bool", "default": True, "fallback": environment.fallback("validate_certs")},
        "ca_path": {"type": "path", "fallback": environment.fallback("ca_path")},
        "client_cert": {"type": "path"},
        "client_key": {"type": "path", "no_log": False},  # the path of a key, not the key
        "use_proxy": {"type": "bool", "default": True},
        "timeout": {"type": "float", "default": 30.0, "fallback": environment.fallback("timeout")},
        "retries": {"type": "int", "default": 3},
        "rate_limit_max_wait": {"type": "int", "default": 60},
        "wait_timeout": {"type": "int", "default": 0},
    }


def _login(environment: Environment) -> ArgumentSpec:
    return {
        "username": {"type": "str", "fallback": environment.fallback("username")},
        "password": {"type": "str", "no_log": True, "fallback": environment.fallback("password")},
        "otp": {"type": "str", "no_log": True, "fallback": environment.fallback("otp")},
        "otp_secret": {"type": "str", "no_log": True, "fallback": environment.fallback("otp_secret")},
        "external_auth_token": {"type": "str", "no_log": True},
    }


def _session(environment: Environment) -> ArgumentSpec:
    return {
        "access_token": {"type": "str", "no_log": True, "fallback": environment.fallback("access_token")},
        "refresh_token": {"type": "str", "no_log": True, "fallback": environment.fallback("refresh_token")},
        "session_file": {"type": "path", "fallback": environment.fallback("session_file")},
        "min_validity": {"type": "int", "default": 300},
        "revalidate_after": {"type": "int", "default": 60},
    }
