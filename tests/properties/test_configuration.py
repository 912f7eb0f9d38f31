# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""However users spell what an instance has, it is the same; and what they change is read as they meant it."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import PeerTubeError
from ansible_collections.peertube.peertube.plugins.module_utils._declare.fields import put
from ansible_collections.peertube.peertube.plugins.module_utils._declare.plan import plan
from ansible_collections.peertube.peertube.plugins.module_utils._resources.config import FIELDS, without_defaults
from ansible_collections.peertube.peertube.plugins.module_utils._resources.config_names import leaves, wanted_of
from ansible_collections.peertube.peertube.plugins.module_utils._resources.config_values import read_value, same
from hypothesis import given
from hypothesis import strategies as st
from simulator.configuration import as_written

SCHEMAS = {
    version: json.loads((Path(__file__).parents[1] / "simulator" / "config" / f"custom-{version}.json").read_text())
    for version in ("6.3", "8.2")
}
versions = st.sampled_from(sorted(SCHEMAS))
sections = st.sets(st.sampled_from(sorted(SCHEMAS["8.2"])))
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
like_numbers = st.from_regex(r"[+-]?[0-9.]{1,20}", fullmatch=True)
anything = scalars | like_numbers | st.lists(scalars | like_numbers, max_size=3) | st.just({"any": 1})


def spelt(path: tuple[str, ...], value: Any, as_in_file: bool) -> tuple[tuple[str, ...], Any]:
    if not as_in_file:
        return path, value
    names = tuple(re.sub(r"(?<=[a-z])([A-Z]+)", lambda found: f"_{found[1]}", name).lower() for name in path)
    return names, str(value) if isinstance(value, (bool, int)) else value


@given(versions, sections)
def test_what_an_instance_has_is_no_change_however_it_is_spelt(version: str, as_in_file: set[str]) -> None:
    schema, spelling = SCHEMAS[version], {}
    for path, value in leaves(schema):
        put(spelling, *spelt(path, value, path[0] in as_in_file))
    assert not plan(FIELDS, "", {"config": schema}, {"config": wanted_of(spelling, schema)}).due


@given(versions, st.data())
def test_what_is_taken_is_the_same_after_peertube_has_stored_it(version: str, data: st.DataObject) -> None:
    path, present = data.draw(st.sampled_from(list(leaves(SCHEMAS[version]))))
    with contextlib.suppress(PeerTubeError):
        wanted = read_value(".".join(path), data.draw(anything), present)
        assert same(wanted, as_written(wanted))


@given(versions, st.sets(st.integers(0, 147)))
def test_what_differs_from_the_defaults_is_all_that_is_left(version: str, changed: set[int]) -> None:
    config: dict[str, Any] = {}
    for number, (path, value) in enumerate(leaves(SCHEMAS[version])):
        put(config, path, [value, "changed"] if number in changed else value)
    left = {path for path, _value in leaves(without_defaults(config, f"{version}.0"))}
    expected = {path for number, (path, _value) in enumerate(leaves(SCHEMAS[version])) if number in changed}
    assert left - {("admin", "email")} == expected - {("admin", "email")}
