# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import sys
import typing as t

# What to do, by error code. The sentence that says what happened is written where it is known.
REMEDIES: t.Final = {
    "unreachable": "Check the address in url, the network and the proxy settings, and that PeerTube is running.",
    "timeout": "Check that the instance is up, or raise timeout.",
    "tls": "Check the certificate of the instance.",
    "redirected": "Use that address as url.",
    "not_peertube": "Check that url is the address of a PeerTube instance and that nothing answers in its place.",
    "unexpected_response": "Check that url is the address of a PeerTube instance, and that no proxy changes answers.",
    "host_forbidden": "Set host_header to the webserver.hostname of the PeerTube configuration, followed by its port "
    "unless that is 80 or 443.",
    "invalid_client": "Leave out client_id and client_secret to have them fetched from the instance.",
    "invalid_grant": "Check username and password. PeerTube answers the same when only an external authentication "
    "plugin knows the account (use external_auth_token) and when the login of root is disabled "
    "(user.disable_root_auth).",
    "missing_two_factor": "Set otp to a current code, or otp_secret to the seed that makes the codes.",
    "invalid_two_factor": "Use a code that is current and was not used before, or check otp_secret, the clocks, and "
    "whether secrets.peertube of the instance was changed.",
    "account_blocked": "Have an administrator of the instance unblock the account.",
    "email_not_verified": "Follow the link in the e-mail that the instance sent to the account.",
    "account_waiting_for_approval": "Have a moderator of the instance accept the registration.",
    "account_approval_rejected": "Use another account: a moderator of the instance rejected this registration.",
    "too_long_password": "Set a shorter password for the account in the web interface of the instance.",
    "rate_limited": "Wait that long, raise rate_limit_max_wait, or reuse one session with session_file instead of "
    "logging in again.",
    "session_ended": "Set username and password, here or in the environment, so that a new session can be opened.",
    "proxy_unauthorized": "Check what stands between this machine and PeerTube: it wants credentials of its own, or "
    "removes the Authorization header.",
    "unsupported": "Update the instance.",
    "session_file": "Remove the file or name another one in session_file.",
    "forbidden": "Sign in as a user whose role allows it: mostly an administrator.",
    "rejected": "Correct the options that it names.",
    "not_found": "Check the name.",
    "conflict": "Use another name, or change what is in its way.",
    "not_applied": "See whether the environment of the server, its configuration file or a plugin has the last word, "
    "or somebody else changed it at the same time.",
    "server_error": "Look into the log of the instance, or try again later.",
    "invalid_option": "Correct the option.",
    "missing_library": "Install it.",
    "internal_error": "This is a defect of the collection: please report it with this message.",
}


class PeerTubeError(Exception):
    """Why a task failed: the one exception that crosses the files of this collection.

    code is a key of REMEDIES; sentence says what happened; the remedy is the code's own unless a better one is given.
    reply_lost: the request was sent and its answer did not arrive, so that it may have taken effect.
    changed: something else was changed before.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        remedy: str | None = None,
        status: int | None = None,
        method: str | None = None,
        url: str | None = None,
        detail: str | None = None,
        retry_after: int | None = None,
        reply_lost: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.remedy = REMEDIES[code] if remedy is None else remedy
        self.status = status
        self.method = method
        self.url = url
        self.detail = detail
        self.retry_after = retry_after
        self.reply_lost = reply_lost
        self.changed = False

    def as_result(self) -> dict[str, t.Any]:
        return {
            "msg": f"{self.sentence} {self.remedy}".strip(),
            **({"changed": True} if self.changed else {}),
            "error": {
                "code": self.code,
                "status": self.status,
                "method": self.method,
                "url": self.url,
                "detail": self.detail,
                "retry_after": self.retry_after,
            },
        }


def invalid_option(sentence: str, remedy: str) -> PeerTubeError:
    """The user's own mistake, found before anything was sent."""
    return PeerTubeError("invalid_option", sentence, remedy=remedy)


def missing_library(library: str) -> PeerTubeError:
    # Late, because it is needed only here and belongs to what runs the module, not to what it does.
    from ansible.module_utils.basic import missing_required_lib

    remedy = f"Install it: {sys.executable} -m pip install {library}"
    remedy += f", or pipx inject ansible-core {library} where pipx installed Ansible."
    return PeerTubeError("missing_library", missing_required_lib(library), remedy=remedy, detail=library)
