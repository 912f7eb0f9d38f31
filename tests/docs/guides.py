# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of the guides, and the blocks of code on them."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from harness import CHECKOUT

DOCSITE = CHECKOUT / "docs" / "docsite"
_BLOCK = re.compile(r"^\.\. code-block:: (\S+)\n\n((?:   .*\n|\n)+)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of code, where it stands, and the language that the page says it is in."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}, line {self.line}"


def text_of(page: str) -> str:
    return (DOCSITE / "rst" / f"{page}.rst").read_text()


def blocks_of(page: str) -> list[Block]:
    text = text_of(page)
    return [
        Block(page, text.count("\n", 0, match.start()) + 1, match[1], textwrap.dedent(match[2]))
        for match in _BLOCK.finditer(text)
    ]


def blocks_in(language: str) -> list[Block]:
    """Those of every page."""
    pages = sorted(path.stem for path in (DOCSITE / "rst").glob("*.rst"))
    return [block for page in pages for block in blocks_of(page) if block.language == language]
