# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users as PeerTube describes them: full sets of fields, each version's own."""

from __future__ import annotations

import datetime
from typing import Any

from simulator import accounts
from simulator.flavours import Flavour
from simulator.state import Account

ROLES = {accounts.ADMINISTRATOR: "Administrator", accounts.MODERATOR: "Moderator", accounts.USER: "User"}
NOTIFICATIONS = (
    "newCommentOnMyVideo", "newVideoFromSubscription", "abuseAsModerator", "videoAutoBlacklistAsModerator",
    "blacklistOnMyVideo", "myVideoPublished", "myVideoImportFinished", "newUserRegistration", "commentMention",
    "newFollow", "newInstanceFollower", "autoInstanceFollowing", "abuseNewMessage", "abuseStateChange",
    "newPeerTubeVersion", "myVideoStudioEditionFinished", "myVideoTranscriptionGenerated", "newPluginVersion",
)  # fmt: skip


def timestamp(moment: float | None) -> str | None:
    if moment is None:
        return None
    utc = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def me(account: Account, flavour: Flavour, host: str) -> dict[str, Any]:
    fields = {
        **_user(account, flavour, host),
        "notificationSettings": notification_settings(flavour),
        "videoChannels": [_channel(account, flavour, host)],
        "specialPlaylists": [{"id": account.id, "name": "Watch later", "type": 2}],
    }
    if flavour.name != "6.3":
        fields["videoChannelCollaborations"] = []
    return fields


def one_user(account: Account, flavour: Flavour, host: str) -> dict[str, Any]:
    return {**_user(account, flavour, host), "videoChannels": [_channel(account, flavour, host)]}


def listed_user(account: Account, flavour: Flavour, host: str) -> dict[str, Any]:
    return {
        **_user(account, flavour, host),
        "totalVideoFileSize": 0,
        "videoQuotaUsed": 0,
        "videoQuotaUsedDaily": 0,
        "notificationSettings": notification_settings(flavour),
        "videoChannels": [],
    }


def notification_settings(flavour: Flavour) -> dict[str, int]:
    settings = dict.fromkeys(NOTIFICATIONS, 1)
    if flavour.name != "6.3":
        settings["automaticBlocklist"] = 1
    return settings


def _user(account: Account, flavour: Flavour, host: str) -> dict[str, Any]:
    return {
        "id": account.id,
        "username": account.username,
        "email": account.email,
        "theme": "instance-default",
        "pendingEmail": None,
        "emailVerified": account.email_verified,
        "nsfwPolicy": "do_not_list",
        "p2pEnabled": True,
        "videosHistoryEnabled": True,
        "autoPlayVideo": True,
        "autoPlayNextVideo": False,
        "autoPlayNextVideoPlaylist": True,
        "videoLanguages": None,
        "role": {"id": account.role, "label": ROLES[account.role]},
        "videoQuota": -1,
        "videoQuotaDaily": -1,
        "noInstanceConfigWarningModal": False,
        "noWelcomeModal": False,
        "noAccountSetupWarningModal": False,
        "blocked": account.blocked,
        "blockedReason": None,
        "account": _account(account, host),
        "createdAt": timestamp(account.created),
        "pluginAuth": "peertube-plugin-simulated-auth" if account.external else None,
        "lastLoginDate": timestamp(account.last_login),
        "twoFactorEnabled": account.two_factor_seed is not None,
        "adminFlags": 0,
        **_user_of_version(flavour),
    }


def _user_of_version(flavour: Flavour) -> dict[str, Any]:
    if flavour.name == "6.3":
        return {"emailPublic": False}
    return {
        "nsfwFlagsDisplayed": 0,
        "nsfwFlagsHidden": 0,
        "nsfwFlagsWarned": 0,
        "nsfwFlagsBlurred": 0,
        "language": None,
        "newFeaturesInfoRead": 0,
    }


def _actor(account: Account, host: str, name: str, path: str) -> dict[str, Any]:
    return {
        "url": f"http://{host}/{path}/{name}",
        "name": name,
        "host": host,
        "avatars": [],
        "id": account.id + 1,
        "hostRedundancyAllowed": False,
        "followingCount": 0,
        "followersCount": 0,
        "createdAt": timestamp(account.created),
        "displayName": name,
        "description": None,
        "updatedAt": timestamp(account.created),
    }


def _account(account: Account, host: str) -> dict[str, Any]:
    return {**_actor(account, host, account.username, "accounts"), "userId": account.id}


def _channel(account: Account, flavour: Flavour, host: str) -> dict[str, Any]:
    fields = {
        **_actor(account, host, f"{account.username}_channel", "video-channels"),
        "id": account.id,
        "banners": [],
        "support": None,
        "isLocal": True,
    }
    if flavour.name != "6.3":
        fields.update({"ownerAccountId": None, "ownerAccountName": None})
    return fields
