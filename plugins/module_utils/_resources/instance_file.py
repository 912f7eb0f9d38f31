# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

# An instance as the text of a file of variables: what the role takes, and what Ansible reads as it was meant.
import re
import typing as t

from .._base.errors import missing_library

_WIDTH: t.Final = 120
_TEXT: t.Final = "tag:yaml.org,2002:str"
# Ansible would take these for templates, and CSS or a text about software may have them.
_LIKE_TEMPLATE = re.compile(r"\{[{%#]")


class Template(str):
    """A text that Ansible is to take for a template."""


def text_of(name: str, value: t.Any, header: t.Iterable[str]) -> str:
    """The text of a file of variables that has one. Raises PeerTubeError missing_library."""
    try:
        import yaml
    except ImportError:
        raise missing_library("PyYAML") from None
    lines = "".join(f"# {line}".rstrip() + "\n" for line in header)
    document = yaml.dump(
        {name: value}, Dumper=_dumper(yaml.SafeDumper), sort_keys=False, allow_unicode=True, width=_WIDTH
    )
    return f"---\n{lines}\n{document}"


def without_header(text: str) -> str:
    """What of a file is of the instance, for comparing two of them."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line and line[0] not in "#-"), len(lines))
    return "\n".join(lines[first:])


def variables_missing(names: t.Mapping[str, str]) -> str:
    """The text of a file of variables that defines none of them, each with what it is for."""
    lines = [f"# {name}:  # {purpose}" for name, purpose in names.items()]
    return "\n".join(["---", *_ABOUT_SECRETS, "", *lines, ""])


_ABOUT_SECRETS: t.Final = (
    "# What was secret at the instance, and stands nowhere in an export. Each of these variables needs a value before",
    "# the instance can be applied or checked. Set them here, encrypt this file with ansible-vault, and name it to",
    "# ansible-playbook: -e @instance.secrets.yml",
)


def _dumper(base: t.Any) -> t.Any:
    class Dumper(base):  # type: ignore[misc]
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> t.Any:
            """Lists are indented, as ansible-lint wants them."""
            return super().increase_indent(flow, False)

        def ignore_aliases(self, data: t.Any) -> bool:
            return True

    Dumper.add_representer(str, _text)
    Dumper.add_representer(Template, _template)
    return Dumper


def _text(dumper: t.Any, value: str) -> t.Any:
    unsafe = _LIKE_TEMPLATE.search(value) is not None
    # With a tag of its own, a text would get no quotes where it needs some.
    style = "|" if "\n" in value else '"' if unsafe else None
    return dumper.represent_scalar("!unsafe" if unsafe else _TEXT, value, style=style)


def _template(dumper: t.Any, value: Template) -> t.Any:
    return dumper.represent_scalar(_TEXT, str(value), style='"')
