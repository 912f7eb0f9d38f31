# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from .._api import watched_words as api
from .._api.sender import Sender
from .._base.errors import PeerTubeError, invalid_option
from .._declare import fields
from .._declare.ensure import States
from .._declare.fields import State
from .._declare.names import by_name
from .._declare.plan import Plan
from .._declare.texts import within

FIELDS: t.Final = (fields.set_of("words"),)

_MOST_WORDS: t.Final = 500
_LONGEST: t.Final = 100


def parsed(lists: t.Mapping[t.Any, t.Any]) -> dict[str, State]:
    """The lists of a task, as they are compared, by their names. Raises PeerTubeError invalid_option."""
    # PeerTube cuts off the blanks around a name, and leaves those around a word (measured on 6.3 and 8.2).
    named = by_name("lists", lists.items(), lambda one: within("A name in lists", str(one[0]).strip(), 1, _LONGEST))
    return {name: fields.given(FIELDS, {"words": _words(name, words)}) for name, (_key, words) in named.items()}


class WatchedWords:
    """The lists of words that the instance watches for, by their names. A state has the words, and the id."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def read(self) -> States:
        return {one["listName"]: one for one in api.word_lists(self._sender)}

    def create(self, plan: Plan) -> None:
        api.create_list(self._sender, plan.key, plan.send["words"])

    def update(self, plan: Plan, present: State) -> None:
        api.update_list(self._sender, present["id"], plan.send["words"])

    def delete(self, plan: Plan, present: State) -> None:
        api.delete_list(self._sender, present["id"])


def shown(states: States) -> dict[str, list[str]]:
    """Lists in the shape of the option."""
    return {name: fields.shown(FIELDS, state)["words"] for name, state in sorted(states.items())}


def as_given(sender: Sender) -> dict[str, list[str]]:
    """What the instance watches for, as the option that would make it."""
    return shown(WatchedWords(sender).read())


def _words(name: str, words: t.Any) -> list[str]:
    if not isinstance(words, list):
        raise _not_read(name, "is no list of words", f"Write it as {name}: [word, another word].")
    if not words:
        raise _not_read(name, "has no words", "Name one, or remove the list and set purge.")
    if len(words) > _MOST_WORDS:
        raise _not_read(name, f"has {len(words)} words", f"PeerTube takes {_MOST_WORDS}: make two lists of it.")
    return [_word(name, word) for word in words]


def _word(name: str, word: t.Any) -> str:
    # What looks like a number is one to YAML; what looks like a truth value was mostly meant as a word.
    if isinstance(word, bool) or not isinstance(word, (str, int, float)):
        raise _not_read(name, f"has {word!r}, which is no text", "Put the word into quotes.")
    return within(f"A word of lists.{name}", str(word), 1, _LONGEST)


def _not_read(name: str, what: str, remedy: str) -> PeerTubeError:
    return invalid_option(f"lists.{name} {what}.", remedy)
