# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# What PeerTube is configured as when its administrator says nothing: read from 6.3.0 and 8.2.1 after a DELETE of their
# custom configuration. Without admin.email, which no two instances have in common.
import functools
import json
import typing as t

Leaves = t.Mapping[str, t.Any]


@functools.lru_cache(maxsize=None)
def defaults_of(version: str) -> Leaves:
    """The defaults of a version of PeerTube by the path of their leaf; of one in between, those that did not change."""
    major = int(version.split(".")[0]) if version.split(".")[0].isdigit() else 0
    both, older, newer = _parsed(_BOTH), _parsed(_OF_6_3), _parsed(_OF_8_2)
    if major == 6:
        return {**both, **older}
    return {**both, **newer} if major == 8 else both


@functools.lru_cache(maxsize=None)
def known() -> Leaves:
    """Every leaf that is known at all, with a default that shows its type."""
    return {"admin.email": "", **_parsed(_OF_6_3), **_parsed(_BOTH), **_parsed(_OF_8_2)}


def _parsed(table: str) -> Leaves:
    lines = (line.split(" ", 1) for line in table.strip().split("\n"))
    return {path: json.loads(value) for path, value in lines}


_BOTH: t.Final = """
instance.name "PeerTube"
instance.terms "No terms for now."
instance.codeOfConduct ""
instance.creationReason ""
instance.moderationInformation ""
instance.administrator ""
instance.maintenanceLifetime ""
instance.businessModel ""
instance.hardwareInformation ""
instance.languages []
instance.categories []
instance.isNSFW false
instance.defaultNSFWPolicy "do_not_list"
instance.customizations.css ""
instance.customizations.javascript ""
theme.default "default"
services.twitter.username "@Chocobozzz"
client.videos.miniature.preferAuthorDisplayName false
client.menu.login.redirectOnSingleExternalAuth false
signup.enabled false
signup.limit 10
signup.requiresApproval true
signup.requiresEmailVerification false
signup.minimumAge 16
contactForm.enabled true
user.history.videos.enabled true
user.videoQuota -1
user.videoQuotaDaily -1
user.defaultChannelName "Main $1 channel"
videoChannels.maxPerUser 20
transcoding.enabled true
transcoding.originalFile.keep false
transcoding.remoteRunners.enabled false
transcoding.allowAdditionalExtensions true
transcoding.allowAudioFiles true
transcoding.threads 1
transcoding.concurrency 1
transcoding.profile "default"
transcoding.resolutions.0p false
transcoding.resolutions.144p false
transcoding.resolutions.240p false
transcoding.resolutions.360p false
transcoding.resolutions.480p false
transcoding.resolutions.720p false
transcoding.resolutions.1080p false
transcoding.resolutions.1440p false
transcoding.resolutions.2160p false
transcoding.alwaysTranscodeOriginalResolution true
transcoding.fps.max 60
transcoding.webVideos.enabled false
transcoding.hls.enabled true
transcoding.hls.splitAudioAndVideo false
live.enabled false
live.allowReplay true
live.latencySetting.enabled true
live.maxDuration -1
live.maxInstanceLives 20
live.maxUserLives 3
live.transcoding.enabled true
live.transcoding.remoteRunners.enabled false
live.transcoding.threads 2
live.transcoding.profile "default"
live.transcoding.resolutions.0p false
live.transcoding.resolutions.144p false
live.transcoding.resolutions.240p false
live.transcoding.resolutions.360p false
live.transcoding.resolutions.480p false
live.transcoding.resolutions.720p false
live.transcoding.resolutions.1080p false
live.transcoding.resolutions.1440p false
live.transcoding.resolutions.2160p false
live.transcoding.alwaysTranscodeOriginalResolution true
live.transcoding.fps.max 60
videoStudio.enabled false
videoStudio.remoteRunners.enabled false
videoTranscription.enabled false
videoTranscription.remoteRunners.enabled false
videoFile.update.enabled false
import.videos.concurrency 1
import.videos.http.enabled false
import.videos.torrent.enabled false
import.videoChannelSynchronization.enabled false
import.videoChannelSynchronization.maxPerUser 10
import.users.enabled true
export.users.enabled true
export.users.exportExpiration 172800000
export.users.maxUserVideoQuota 10737418240
trending.videos.algorithms.enabled ["hot", "most-viewed", "most-liked"]
autoBlacklist.videos.ofUsers.enabled false
followers.instance.enabled true
followers.instance.manualApproval false
followings.instance.autoFollowBack.enabled false
followings.instance.autoFollowIndex.enabled false
followings.instance.autoFollowIndex.indexUrl ""
broadcastMessage.enabled false
broadcastMessage.message ""
broadcastMessage.level "info"
broadcastMessage.dismissable false
search.remoteUri.users true
search.remoteUri.anonymous false
search.searchIndex.enabled false
search.searchIndex.disableLocalSearch false
search.searchIndex.isDefaultSearch false
storyboards.enabled true
"""
_OF_6_3: t.Final = """
instance.shortDescription "PeerTube, an ActivityPub-federated video streaming platform using P2P \
directly in your web browser."
instance.description "Welcome to this PeerTube instance!"
instance.defaultClientRoute "/videos/trending"
cache.previews.size 500
cache.captions.size 500
cache.torrents.size 500
cache.storyboards.size 500
trending.videos.algorithms.default "most-viewed"
search.searchIndex.url ""
"""
_OF_8_2: t.Final = """
instance.shortDescription "PeerTube - Upload, share and discover amazing videos."
instance.description "Welcome to PeerTube!"
instance.defaultLanguage "en"
instance.serverCountry ""
instance.support.text ""
instance.social.blueskyLink ""
instance.social.mastodonLink ""
instance.social.xLink ""
instance.social.externalLink ""
instance.defaultClientRoute "/videos/browse"
theme.customization.primaryColor null
theme.customization.onPrimaryColor null
theme.customization.foregroundColor null
theme.customization.backgroundColor null
theme.customization.backgroundSecondaryColor null
theme.customization.menuForegroundColor null
theme.customization.menuBackgroundColor null
theme.customization.menuBorderRadius null
theme.customization.headerForegroundColor null
theme.customization.headerBackgroundColor null
theme.customization.inputBorderRadius null
client.header.hideInstanceName false
client.browseVideos.defaultSort "-publishedAt"
client.browseVideos.defaultScope "federated"
transcoding.alwaysTranscodePodcastOptimizedAudio true
live.dvr.maxWindow 3600
trending.videos.algorithms.default "hot"
followers.channels.enabled true
search.searchIndex.url "https://sepiasearch.org"
storyboards.remoteRunners.enabled false
defaults.publish.downloadEnabled true
defaults.publish.commentsPolicy 1
defaults.publish.privacy 1
defaults.publish.licence null
defaults.live.saveReplay false
defaults.p2p.webapp.enabled true
defaults.p2p.embed.enabled true
defaults.player.theme "lucide"
defaults.player.autoPlay true
email.body.signature ""
email.subject.prefix "[{{instanceName}}] "
videoComments.acceptRemoteComments true
"""
