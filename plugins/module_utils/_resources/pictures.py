# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# PeerTube publishes no hash of a picture, gives it a new name each time, and keeps its bytes only where it finds
# nothing to do: the right size, few enough bytes, no EXIF (6.3 and 8.2). So what is known of a picture is remembered
# here, or found out by its bytes where these were to be kept; or it is not known, and then it is left alone.
import dataclasses
import enum
import math
import os
import typing as t

from .._api.pictures import LOGOS, Pictures, Shown, Stored
from .._base.errors import PeerTubeError, invalid_option
from .._base.picture_file import PictureFile
from .._declare.ensure import States
from .._declare.fields import Field, State
from .._declare.plan import Plan, plan
from .._session.uploads import Uploads

# Every server takes as much. What has more waits for the server's own word.
_TAKEN_BY_ALL: t.Final = 4 * 1024**2
# On older servers, which do not tell: of each width that pictures of actors are kept in.
_HEIGHTS: t.Final = {"avatar": {1500: 1500, 600: 600, 120: 120, 48: 48}, "banner": {1920: 317, 600: 100}}
_KEPT_BYTES: t.Final = ((1000, 200_000), (500, 100_000), (0, 15_000))


class Verdict(enum.Enum):
    """Whether what is there was made of the picture that is wanted."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True)
class Present:
    """The picture that is there."""

    address: str
    verdict: Verdict


def _same(wanted: PictureFile, present: Present | None) -> bool:
    return present is not None and present.verdict is not Verdict.OTHER


def _shown(picture: PictureFile | Present) -> str:
    if isinstance(picture, Present):
        return picture.address
    return f"{os.path.basename(picture.path)} (SHA-256 {picture.sha256[:16]})"


FIELDS: t.Final = (Field("picture", same=_same, shown=_shown),)


class Picture:
    """The one picture that is wanted, or None for none."""

    def __init__(self, pictures: Pictures, key: str, wanted: PictureFile | None, uploads: Uploads, check: bool) -> None:
        self.key = key
        # What went wrong with remembering, or cannot be known.
        self.warnings: list[str] = []
        self._api = pictures
        self._wanted = wanted
        self._uploads = uploads
        self._check = check
        self._last: tuple[str, ...] = ()
        # The addresses that an upload was to replace, once it was sent.
        self._replaced: tuple[str, ...] | None = None

    def plans(self, states: States) -> list[Plan]:
        wanted = {} if self._wanted is None else {"picture": self._wanted}
        return [plan(FIELDS, self.key, states.get(self.key), wanted, self._wanted is not None)]

    def read(self) -> States:
        shown = self._shown()
        self._last = shown.addresses
        if not shown.sizes:
            return {}
        verdict = Verdict.UNKNOWN if self._wanted is None else self._verdict(self._wanted, shown)
        return {self.key: {"picture": Present(shown.addresses[0], verdict)}}

    def create(self, plan: Plan) -> None:
        self._upload(t.cast(PictureFile, self._wanted))

    def update(self, plan: Plan, present: State) -> None:
        self._upload(t.cast(PictureFile, self._wanted))

    def delete(self, plan: Plan, present: State) -> None:
        self._api.remove()

    def _shown(self) -> Shown:
        shown = self._api.shown()
        if shown is None and self._check and self._wanted is not None:
            # An earlier task of the play would have created it.
            self.warnings.append(f"There is no channel yet for {self.key}.")
            return Shown(())
        if shown is None:
            raise PeerTubeError("not_found", f"There is no channel for {self.key}.", status=404)
        if self._wanted is not None:
            self._check_taken(self._wanted, shown)
        return shown

    def _check_taken(self, wanted: PictureFile, shown: Shown) -> None:
        """Refuse what the server would not take, before it is sent."""
        if shown.version is None and len(wanted.content) > _TAKEN_BY_ALL:
            shown = self._api.configured()
        if not shown.known:
            raise PeerTubeError("unsupported", f"{self.key} needs PeerTube 7.3, and the instance runs {shown.version}.")
        if shown.limit is not None and len(wanted.content) > shown.limit:
            size, most = len(wanted.content) / 1024**2, shown.limit / 1024**2
            raise invalid_option(
                f"src {wanted.path} has {size:.1f} MB, and the instance takes {most:g} MB.", "Make it smaller."
            )
        if wanted.kind == "svg" and ".svg" not in (shown.extensions or ()):
            raise PeerTubeError(
                "unsupported",
                f"src {wanted.path} is SVG, which needs PeerTube 8.1, and the instance runs {shown.version}.",
                remedy="Convert the picture to PNG, or update the instance.",
            )

    def _verdict(self, wanted: PictureFile, shown: Shown) -> Verdict:
        if self._replaced is not None:
            # Others take turns, so that only our upload has changed it; or has not.
            if shown.addresses == self._replaced:
                return Verdict.OTHER
            self._remember(wanted, shown)
            return Verdict.SAME
        known = self._uploads.source_of(self.key, shown.addresses)
        if known is not None:
            return Verdict.SAME if known == wanted.sha256 or self._is_copy(wanted, shown) else Verdict.OTHER
        verdict = self._compared(wanted, shown)
        if verdict is Verdict.SAME and not self._check:
            self._remember(wanted, shown)
        return verdict

    def _is_copy(self, wanted: PictureFile, shown: Shown) -> bool:
        """Whether it is what the server made of another picture, as an export has it: not remembered, for both do."""
        largest = shown.sizes[0]
        alike = wanted.size is None or largest.width == wanted.size[0]
        return alike and self._api.content(largest.address) == wanted.content

    def _remember(self, wanted: PictureFile, shown: Shown) -> None:
        if not self._uploads.remember(self.key, shown.addresses[0], wanted.sha256):
            self.warnings.append(f"It cannot be remembered what {self.key} was made of: no file can be written for it.")

    def _compared(self, wanted: PictureFile, shown: Shown) -> Verdict:
        if not all(address.endswith(f".{wanted.kind}") for address in shown.addresses):
            # What is kept has the format of what was uploaded.
            return Verdict.OTHER
        kept = next((one for one in shown.sizes if self._is_kept_as_it_is(wanted, one)), None)
        if kept is None:
            return self._by_proportions(wanted, shown)
        content = self._api.content(kept.address)
        if content is None:
            return Verdict.UNKNOWN
        return Verdict.SAME if content == wanted.content else self._unless_redrawn(wanted, kept)

    def _is_kept_as_it_is(self, wanted: PictureFile, kept: Stored) -> bool:
        if wanted.size is None:
            return True
        height = kept.height or _HEIGHTS.get(self._api.kind, {}).get(kept.width or 0)
        if wanted.size != (kept.width, height) or wanted.has_exif:
            return False
        return len(wanted.content) <= next(most for least, most in _KEPT_BYTES if wanted.size[1] >= least)

    @staticmethod
    def _unless_redrawn(wanted: PictureFile, kept: Stored) -> Verdict:
        """Older servers, which do not tell the height, read these formats with FFmpeg and write them anew."""
        redrawn = wanted.kind in ("gif", "webp") and kept.height is None
        return Verdict.UNKNOWN if redrawn else Verdict.OTHER

    def _by_proportions(self, wanted: PictureFile, shown: Shown) -> Verdict:
        """A wide header keeps those of its source."""
        (kept, *others) = shown.sizes
        if self.key != LOGOS[2] or others or wanted.size is None or kept.width is None or kept.height is None:
            return Verdict.UNKNOWN
        width = math.floor(kept.height * wanted.size[0] / wanted.size[1] + 0.5)
        return Verdict.UNKNOWN if width == kept.width else Verdict.OTHER

    def _upload(self, wanted: PictureFile) -> None:
        self._replaced = self._last
        try:
            self._api.upload(wanted)
        except PeerTubeError as error:
            # So PeerTube answers to what it cannot read as a picture; what comes of anything else is seen later.
            if error.status == 500 and not self._took():
                error.sentence = f"The instance failed on src {wanted.path}."
                error.remedy = "Check that the picture is whole; the log of the instance says what was wrong."
                error.reply_lost = False
            raise

    def _took(self) -> bool:
        shown = self._api.shown()
        return shown is not None and bool(shown.sizes) and shown.addresses != self._replaced
