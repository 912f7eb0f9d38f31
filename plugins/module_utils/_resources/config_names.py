# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# The names of leaves of the configuration: in the task, in PeerTube's API, in its file, and in its environment.
import re
import typing as t

from .._base.errors import PeerTubeError, invalid_option
from .._declare.names import listed, nearest, spelling
from .config_defaults import known
from .config_values import read_value

Tree = t.Mapping[str, t.Any]


def wanted_of(given: t.Any, present: Tree) -> dict[str, t.Any]:
    """The leaves that a task gives, as the instance knows and stores them. present: its configuration, the schema.

    Raises PeerTubeError invalid_option.
    """
    return _section((), given, present, present)


def leaves(tree: Tree, above: tuple[str, ...] = ()) -> t.Iterator[tuple[tuple[str, ...], t.Any]]:
    """Each leaf with its path."""
    for name, value in tree.items():
        if isinstance(value, t.Mapping):
            yield from leaves(value, (*above, name))
        else:
            yield (*above, name), value


def variable_of(path: str, config: Tree) -> str | None:
    """The variable of the environment that sets a leaf in PeerTube's own Docker image; None where that is not known."""
    # 8.2 has one for each; what is between the two was not looked at.
    if path not in (known() if "videoComments" in config else _VARIABLES_OF_6_3):
        return None
    if path in _IRREGULAR:
        return _IRREGULAR[path]
    names = [_in_file(name) for name in path.split(".")]
    if names[-2:-1] == ["resolutions"] and path != "transcoding.resolutions.0p":
        names.remove("resolutions")
    return "_".join(["PEERTUBE", *names]).upper()


_IRREGULAR: t.Final = {
    "import.videos.http.enabled": "PEERTUBE_IMPORT_VIDEOS_HTTP",
    "import.videos.torrent.enabled": "PEERTUBE_IMPORT_VIDEOS_TORRENT",
    "search.remoteUri.users": "PEERTUBE_SEARCH_REMOTEURI_USERS",
    "search.remoteUri.anonymous": "PEERTUBE_SEARCH_REMOTEURI_ANONYMOUS",
}
_VARIABLES_OF_6_3: t.Final = (
    *_IRREGULAR,
    *(f"transcoding.resolutions.{height}p" for height in (144, 240, 360, 480, 720, 1080, 1440, 2160)),
    "transcoding.enabled",
    "transcoding.threads",
    "transcoding.webVideos.enabled",
    "transcoding.hls.enabled",
    "instance.name",
    "instance.description",
    "instance.terms",
    "signup.enabled",
    "signup.limit",
    "admin.email",
    "contactForm.enabled",
    "user.videoQuota",
)


def _in_file(name: str) -> str:
    """A name of the API as the configuration file spells it."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _section(path: tuple[str, ...], given: t.Any, present: Tree, whole: Tree) -> dict[str, t.Any]:
    option = ".".join(("config", *path))
    if not isinstance(given, t.Mapping):
        what = "nothing" if given is None else "a list" if isinstance(given, list) else repr(given)[:60]
        raise invalid_option(f"{option} is a section, and {what} was given.", f"Use {_some_of(option, present)}.")
    if not given:
        raise invalid_option(f"{option} is empty.", "Name at least one option in it, or leave it out.")
    wanted: dict[str, t.Any] = {}
    for key, value in given.items():
        name = spelling(key, present)
        if name is None:
            raise _unknown(option, key, present, whole)
        if name in wanted:
            raise invalid_option(f"{option} has {name} in two spellings.", "Remove one of them.")
        inner = present[name]
        if isinstance(inner, t.Mapping):
            wanted[name] = _section((*path, name), value, inner, whole)
        else:
            wanted[name] = read_value(".".join((*path, name)), value, inner)
    return wanted


def _some_of(option: str, section: Tree) -> str:
    return listed([f"{option}.{name}" for name in section], 5)


def _unknown(option: str, key: t.Any, section: Tree, whole: Tree) -> PeerTubeError:
    """With the path that was probably meant: a name like it beside it, or the same one in another section."""
    near = nearest(key, section)
    elsewhere = [path for path in _paths(whole) if _folded(key) in _endings(path)]
    if near is not None:
        remedy = f"Did you mean {option}.{near}?"
    elif elsewhere:
        remedy = f"Did you mean {' or '.join(f'config.{path}' for path in elsewhere[:3])}?"
    else:
        by_name = {path.split(".")[-1]: path for path in reversed(list(_paths(whole)))}
        likely = nearest(key, by_name)
        remedy = f"Did you mean config.{by_name[likely]}?" if likely else f"It has {_some_of(option, section)}."
    return invalid_option(f"{option}.{key} is nothing that this instance can be configured by.", remedy)


def _paths(tree: Tree, above: str = "") -> t.Iterator[str]:
    """Of all sections and leaves."""
    for name, value in tree.items():
        yield above + name
        if isinstance(value, t.Mapping):
            yield from _paths(value, f"{above}{name}.")


def _endings(path: str) -> set[str]:
    """What one may write for a path: all of it, or its last names."""
    names = path.split(".")
    return {_folded("".join(names[start:])) for start in range(len(names))}


def _folded(name: t.Any) -> str:
    return re.sub(r"[^a-z0-9]", "", str(name).casefold())
