# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an instance may answer to a login, up to the token or the error that it stands for."""

from __future__ import annotations

import json

from ansible_collections.peertube.peertube.plugins.module_utils._api.answer import Answer
from ansible_collections.peertube.peertube.plugins.module_utils._api.instance import Instance, _token_request
from ansible_collections.peertube.peertube.plugins.module_utils._api.values import OAuthClient, is_token
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import REMEDIES, PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._http.client import Http
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import Connection, Reply

WORDS = ('"access_token"', '"refresh_token"', '"expires_in"', '"refresh_token_expires_in"', '"token_type"', '"Bearer"',
         '"code"', '"detail"', "1e400", "s3cr3t")  # fmt: skip
STATUSES = (200, 200, 200, 302, 400, 401, 403, 407, 404, 500, 503)
CONTENT_TYPES = ("application/json", "application/json; charset=utf-8", "application/problem+json", "text/html", "")
SECRET = "s3cr3t"
REQUEST = _token_request(OAuthClient("id", SECRET), "password", {"password": SECRET}, {}, True)


def try_one(octets: bytes) -> None:
    """The first two bytes choose the status and the content type; the rest is the body."""
    if len(octets) < 2:
        return
    content_type = CONTENT_TYPES[octets[1] % len(CONTENT_TYPES)]
    reply = Reply(STATUSES[octets[0] % len(STATUSES)], {"content-type": content_type}, octets[2:])
    instance = Instance(Http(Connection("https://video.example.com"), [SECRET]))
    try:
        token = instance.token_in(Answer(instance.http, REQUEST, reply))
    except PeerTubeError as error:
        _check(error)
        return
    assert reply.status == 200
    assert is_token(token.access_token)
    assert is_token(token.refresh_token)
    assert (token.seconds_left(0) or 0) > 0
    assert (token.refresh_seconds_left(0) or 0) > 0


def _check(error: PeerTubeError) -> None:
    assert error.code in REMEDIES
    result = error.as_result()
    assert SECRET not in json.dumps(result)
    assert result["msg"].isprintable()
    assert error.detail is None or error.detail.isprintable()
