# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import contextlib
import typing as t

from .._base.errors import PeerTubeError
from .._http.messages import Request
from .answer import Answer
from .refusal import refusal
from .sender import Sender

_PATH: t.Final = "/config/custom"
_LIMIT: t.Final = 4 * 1024 * 1024
_UNREADABLE: t.Final = (
    "Look into the log of PeerTube for the value that it cannot read, correct it in the server's local-production.json "
    "or production.yaml, and restart PeerTube."
)
_FIXED: t.Final = (
    "Edit the configuration on the server, or set webadmin.configuration.edition.allowed to true there and restart "
    "PeerTube."
)
_TOGETHER: t.Final = "Set all the options that this is about in one task."
_GONE_THEME: t.Final = "Install its plugin with peertube_plugin first, or set config.theme.default to default."


def read_config(sender: Sender) -> dict[str, t.Any]:
    """The whole configuration. Raises PeerTubeError, forbidden for those who are no administrators."""
    with _explained():
        return sender.send(Request("GET", _PATH, limit=_LIMIT)).expect_object()


def replace_config(sender: Sender, whole: t.Mapping[str, t.Any], changed: t.Collection[str]) -> dict[str, t.Any]:
    """Write a whole configuration, and return the one that the instance has afterwards.

    changed: the paths of the leaves that are new. Raises PeerTubeError: forbidden, rejected.
    """
    with _explained():
        answer = sender.send(Request("PUT", _PATH, json=whole, limit=_LIMIT), accept=(400, 413))
        if answer.status == 413 and answer.problem is not None:
            raise answer.error("rejected", "The configuration is larger than the 500 KB that PeerTube takes.")
        if answer.status == 400:
            raise _refused(answer, whole, changed)
        return answer.expect_object()


def forget_config(sender: Sender) -> dict[str, t.Any]:
    """Remove all that was ever written, and return what the server's own files say."""
    with _explained():
        # Twice is as good as once.
        request = Request("DELETE", _PATH, limit=_LIMIT, after_lost_reply=True, after_gateway_error=True)
        return sender.send(request).expect_object()


@contextlib.contextmanager
def _explained() -> t.Iterator[None]:
    """Say what PeerTube means by an answer that says little."""
    try:
        yield
    except PeerTubeError as error:
        if error.status == 500:
            error.sentence = f"The instance fails ({error.method} {_PATH}), which it does when it cannot read its own"
            error.sentence += " configuration any more."
            error.remedy = _UNREADABLE
        elif error.code == "forbidden" and error.status == 405:
            error.sentence = "The configuration of this instance may not be edited through its API."
            error.remedy = _FIXED
        raise


def _refused(answer: Answer, whole: t.Mapping[str, t.Any], changed: t.Collection[str]) -> PeerTubeError:
    fields = answer.problem.fields if answer.problem else ()
    if "theme.default" in fields:
        theme = answer.http.shown(str(whole.get("theme", {}).get("default")))
        sentence = f"The theme {theme} (config.theme.default) is not installed, and PeerTube then refuses every change."
        return answer.error("rejected", sentence, remedy=_GONE_THEME)
    if answer.problem and not fields:
        why = (answer.http.shown(answer.problem.detail) or "it does not say why").rstrip(".")
        return answer.error("rejected", f"The instance does not accept this together: {why}.", remedy=_TOGETHER)
    error = refusal(answer, {name: f"config.{name}" for name in fields})
    foreign = [f"config.{answer.http.shown(name)}" for name in fields if name not in changed]
    if foreign:
        error.remedy = f"It refuses the present value of {', '.join(foreign[:5])}, too: set it in this task as well."
    return error
