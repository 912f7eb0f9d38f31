# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# All pictures of an instance itself, as they are kept.
import os
import typing as t

from .._api.pictures import OF_INSTANCE, Pictures
from .._api.sender import Sender
from .._http.messages import Request

Files = t.Dict[str, t.Tuple[str, bytes]]


class InstancePictures:
    """Those that were uploaded, by their targets; and the version of the server, which says so together with them."""

    def __init__(self, sender: Sender) -> None:
        answer = sender.send(Request("GET", "/config"))
        self.version = str(answer.expect_object().get("serverVersion"))
        self._url = sender.http.connection.url
        self._pictures = {target: Pictures(sender, target) for target in OF_INSTANCE}
        shown = {target: one.shown_in(answer).addresses for target, one in self._pictures.items()}
        # Of each, that of its largest size.
        self._largest = {target: addresses[0] for target, addresses in shown.items() if addresses}

    def addresses(self) -> dict[str, str]:
        return {target: self._url + address for target, address in self._largest.items()}

    def contents(self) -> tuple[Files, tuple[str, ...]]:
        """The ending of a file and the bytes of each picture in its largest size; and what the instance does not have.

        Raises PeerTubeError: what fails may be there the next time, and the file would be replaced by one without it.
        """
        files: Files = {}
        lost = []
        for target, address in self._largest.items():
            content = self._pictures[target].asked_for(address)
            if content is None:
                lost.append(f"The picture {target} is not in the export: the instance names it, and does not give it.")
            else:
                files[target] = (os.path.splitext(address)[1], content)
        return files, tuple(lost)


def addresses(sender: Sender) -> dict[str, str]:
    return InstancePictures(sender).addresses()
