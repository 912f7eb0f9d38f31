# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users and channels as PeerTube describes them: full sets of fields, each version's own."""

from __future__ import annotations

import datetime
import zlib
from typing import Any

from simulator import accounts
from simulator.flavours import Flavour
from simulator.people import PLUGIN_AUTH, Account, Channel
from simulator.pictures import Picture
from simulator.simulation import Simulation

ROLES = {accounts.ADMINISTRATOR: "Administrator", accounts.MODERATOR: "Moderator", accounts.USER: "User"}
NOTIFICATIONS = (
    "newCommentOnMyVideo", "newVideoFromSubscription", "abuseAsModerator", "videoAutoBlacklistAsModerator",
    "blacklistOnMyVideo", "myVideoPublished", "myVideoImportFinished", "newUserRegistration", "commentMention",
    "newFollow", "newInstanceFollower", "autoInstanceFollowing", "abuseNewMessage", "abuseStateChange",
    "newPeerTubeVersion", "myVideoStudioEditionFinished", "myVideoTranscriptionGenerated", "newPluginVersion",
)  # fmt: skip

SERVER_ACCOUNT = 1
SERVER_NAME = "peertube"


def timestamp(moment: float | None) -> str | None:
    if moment is None:
        return None
    utc = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Documents:
    """Documents as the simulation's version writes them at its address."""

    def __init__(self, simulation: Simulation) -> None:
        self._people = simulation.instance.people
        self._pictures = simulation.pictures
        self._flavour = simulation.instance.flavour
        self._host = simulation.webserver
        self._address = simulation.address
        self._newer = self._flavour.name != "6.3"

    def me(self, account: Account) -> dict[str, Any]:
        return {
            **self._user(account),
            "notificationSettings": notification_settings(self._flavour),
            "videoChannels": self._own_channels(account),
            "specialPlaylists": [{"id": account.id, "name": "Watch later", "type": 2}],
            **({"videoChannelCollaborations": []} if self._newer else {}),
        }

    def one_user(self, account: Account) -> dict[str, Any]:
        return {**self._user(account), "videoChannels": self._own_channels(account)}

    def listed_user(self, account: Account) -> dict[str, Any]:
        return {
            **self._user(account),
            "totalVideoFileSize": 0,
            "videoQuotaUsed": 0,
            "videoQuotaUsedDaily": 0,
            "notificationSettings": notification_settings(self._flavour),
            "videoChannels": [],
        }

    def account(self, account: Account) -> dict[str, Any]:
        return {
            **self._summary(account),
            "followingCount": 0,
            "followersCount": 0,
            "createdAt": timestamp(account.created),
            "description": account.description,
            "updatedAt": timestamp(account.updated),
            "userId": account.id,
        }

    def server(self) -> dict[str, Any]:
        """The account that the instance itself acts as."""
        return {
            **self._actor(SERVER_ACCOUNT, SERVER_NAME, "accounts"),
            "displayName": SERVER_NAME,
            "followingCount": 0,
            "followersCount": 0,
            "createdAt": timestamp(0),
            "description": None,
            "updatedAt": timestamp(0),
        }

    def remote_account(self, handle: str) -> dict[str, Any]:
        """An account of another server, which has no user here."""
        return {**self.remote_actor(handle), "displayName": handle.partition("@")[0], "description": None}

    def remote_actor(self, handle: str, redundancy: bool = False) -> dict[str, Any]:
        name, _sign, host = handle.partition("@")
        return {
            "url": f"https://{host}/accounts/{name}",
            "name": name,
            "host": host,
            "avatars": [],
            "id": zlib.crc32(handle.encode()),
            "hostRedundancyAllowed": redundancy,
            "followingCount": 0,
            "followersCount": 0,
            "createdAt": timestamp(0),
            "updatedAt": timestamp(0),
        }

    def channel(self, channel: Channel) -> dict[str, Any]:
        return {**self._channel(channel), "ownerAccount": self.account(channel.owner)}

    def listed_channel(self, channel: Channel) -> dict[str, Any]:
        owner = self._summary(channel.owner) if self._newer else self.account(channel.owner)
        return {**self._channel(channel), "ownerAccount": owner}

    def channel_summary(self, channel: Channel) -> dict[str, Any]:
        shown = self._channel(channel)
        return {name: shown[name] for name in ("id", "name", "displayName", "url", "host", "avatars")}

    def pictures(self, owner: str) -> list[dict[str, Any]]:
        return [picture_document(picture, self._flavour, self._address) for picture in self._pictures.of(owner)]

    def _user(self, account: Account) -> dict[str, Any]:
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
            "videoQuota": account.video_quota,
            "videoQuotaDaily": account.video_quota_daily,
            "noInstanceConfigWarningModal": False,
            "noWelcomeModal": False,
            "noAccountSetupWarningModal": False,
            "blocked": account.blocked,
            "blockedReason": account.blocked_reason,
            "account": self.account(account),
            "createdAt": timestamp(account.created),
            "pluginAuth": account.plugin_auth or (PLUGIN_AUTH if account.external else None),
            "lastLoginDate": timestamp(account.last_login),
            "twoFactorEnabled": account.two_factor_seed is not None,
            "adminFlags": account.admin_flags,
            **_user_of_version(self._flavour),
        }

    def _own_channels(self, account: Account) -> list[dict[str, Any]]:
        owner = {"ownerAccountId": None, "ownerAccountName": None} if self._newer else {}
        return [{**self._channel(channel), **owner} for channel in self._people.channels_of(account)]

    def _channel(self, channel: Channel) -> dict[str, Any]:
        return {
            **self._actor(channel.id, channel.name, "video-channels", channel.picture("avatar")),
            "followingCount": 0,
            "followersCount": 0,
            "createdAt": timestamp(channel.created),
            "banners": self.pictures(channel.picture("banner")),
            "displayName": channel.display_name,
            "description": channel.description,
            "support": channel.support,
            "isLocal": True,
            "updatedAt": timestamp(channel.updated),
        }

    def _summary(self, account: Account) -> dict[str, Any]:
        # The instance's own account is the first.
        actor = self._actor(account.id + SERVER_ACCOUNT, account.username, "accounts")
        return {**actor, "displayName": account.display_name}

    def _actor(self, number: int, name: str, path: str, avatar: str = "") -> dict[str, Any]:
        return {
            "url": f"{self._address}/{path}/{name}",
            "name": name,
            "host": self._host,
            "avatars": self.pictures(avatar),
            "id": number,
            "hostRedundancyAllowed": False,
        }


def picture_document(picture: Picture, flavour: Flavour, address: str) -> dict[str, Any]:
    """A picture of an account, a channel or the instance."""
    width, height = picture.size or (None, None)
    told = {"width": width, "path": picture.path, "createdAt": timestamp(picture.created)}
    since_8 = {"height": height, "fileUrl": f"{address}{picture.path}"} if flavour.logos else {}
    return {**told, **since_8, "updatedAt": told["createdAt"]}


def notification_settings(flavour: Flavour) -> dict[str, int]:
    settings = dict.fromkeys(NOTIFICATIONS, 1)
    if flavour.name != "6.3":
        settings["automaticBlocklist"] = 1
    return settings


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
