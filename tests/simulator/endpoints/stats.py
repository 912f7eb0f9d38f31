# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many of everything there are."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator.accounts import ADMINISTRATOR, MODERATOR
from simulator.endpoints.follows import followers, following
from simulator.simulation import SIMULATION, Simulation

routes = web.RouteTableDef()

# Nobody uploads, looks or abuses here.
NOTHING = (
    "totalDailyActiveUsers", "totalWeeklyActiveUsers", "totalMonthlyActiveUsers", "totalLocalVideos",
    "totalLocalVideoViews", "totalLocalVideoComments", "totalLocalVideoFilesSize", "totalVideos", "totalVideoComments",
    "totalLocalDailyActiveVideoChannels", "totalLocalWeeklyActiveVideoChannels",
    "totalLocalMonthlyActiveVideoChannels", "totalLocalPlaylists", "totalAbuses", "totalAbusesProcessed",
    "averageRegistrationRequestResponseTimeMs", "activityPubMessagesProcessedPerSecond",
    "totalActivityPubMessagesProcessed", "totalActivityPubMessagesSuccesses", "totalActivityPubMessagesErrors",
    "totalActivityPubMessagesWaiting",
)  # fmt: skip
MESSAGES = ("Create", "Update", "Delete", "Follow", "Accept", "Reject", "Announce", "Undo", "Like", "Dislike", "Flag",
            "View", "ApproveReply", "RejectReply")  # fmt: skip


@routes.get("/server/stats")
async def stats(request: web.Request) -> web.StreamResponse:
    return web.json_response(_stats(request.app[SIMULATION]), headers={"Cache-Control": "max-age=14400"})


def _stats(simulation: Simulation) -> dict[str, Any]:
    people = simulation.instance.people
    roles = [user.role for user in people.users()]
    newer = simulation.instance.flavour.name != "6.3"
    messages = [*MESSAGES, "Download"] if newer else MESSAGES
    unused = {"totalUsed": 0, "totalVideos": 0, "totalVideoFiles": 0, "strategy": "manual", "totalSize": None}
    return {
        **dict.fromkeys(NOTHING, 0),
        **{f"totalActivityPub{kind}Messages{end}": 0 for kind in messages for end in ("Successes", "Errors")},
        **({"totalLocalVideoDownloads": 0} if newer else {}),
        "totalUsers": len(roles),
        "totalModerators": roles.count(MODERATOR),
        "totalAdmins": roles.count(ADMINISTRATOR),
        "totalLocalVideoChannels": len(people.channels),
        "totalInstanceFollowers": len(followers.shelf(simulation).rows),
        "totalInstanceFollowing": len(following.shelf(simulation).rows),
        "videosRedundancy": [unused],
        "averageAbuseResponseTimeMs": None,
        "totalRegistrationRequests": len(people.registrations),
        "totalRegistrationRequestsProcessed": sum(
            one.account.registration != "waiting" for one in people.registrations
        ),
    }
