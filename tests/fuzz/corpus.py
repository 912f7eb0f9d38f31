# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inputs that are kept: one file of JSON for each target, a Base64 text an input.

So no tool that reads text files stumbles over one, and a change shows as a line.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Iterable

TARGETS = ("problem_document", "session_file", "token_answer")
_DIRECTORY = Path(__file__).parent / "corpus"


def read(target: str) -> list[bytes]:
    return [base64.b64decode(text) for text in json.loads((_DIRECTORY / f"{target}.json").read_text())]


def write(target: str, inputs: Iterable[bytes]) -> None:
    texts = sorted({base64.b64encode(octets).decode() for octets in inputs}, key=lambda text: (len(text), text))
    (_DIRECTORY / f"{target}.json").write_text(json.dumps(texts, indent=0) + "\n")
