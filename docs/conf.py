# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How Sphinx builds the pages that antsibull-docs writes. `make docs` calls it."""

from __future__ import annotations

import re
import typing as t
from importlib.resources import files
from pathlib import Path
from textwrap import indent

from docutils import nodes

if t.TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "peertube.peertube"
author = project_copyright = "PeerTube Collection Contributors"
extensions = ["sphinx_antsibull_ext"]
antsibull_ext_color_scheme = "none"
exclude_patterns = ["environment_variables.rst"]
default_role = "any"
nitpicky = True
pygments_style = "ansible"
highlight_language = "YAML+Jinja"

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["style.css"]
html_title = "peertube.peertube"
html_copy_source = False
html_show_sphinx = False
html_use_index = False


def _colours(scheme: str) -> dict[str, str]:
    """Those that antsibull-docs has for one scheme, as variables of Furo: its button for light and dark then sets them.

    antsibull-docs itself goes by what the browser prefers, so that the tables would not follow the button.
    """
    style = (files("sphinx_antsibull_ext") / f"colors-{scheme}.css").read_text()
    return dict(re.findall(r"--(antsibull-[\w-]+):([^;}]+)", style))


# Darker than those of antsibull-docs, whose contrast is below 3 : 1.
_LINKS = {"antsibull-links-background": "#0f7073", "antsibull-links-background-active": "#0b5557"}

html_theme_options = {
    "light_css_variables": {**_colours("default"), **_LINKS, "antsibull-attribute-support-partial": "#736c00"},
    "dark_css_variables": {**_colours("default-dark"), **_LINKS},
}

_ANSIBLE_DOCS = "https://docs.ansible.com/ansible/latest"
_ANSIBLE_BUILTIN = re.compile(r"ansible_collections\.ansible\.builtin\.(\w+_(?:module|lookup))")
# What antsibull-docs refers to on every page of a module.
_ANSIBLE_PAGES = {
    "action_plugins": "plugins/action.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}

_CONTENTS = re.compile(r"^\.\. contents::.*\n(?: +:.*\n)*", re.MULTILINE)
_MODULE_TITLE = re.compile(r"^peertube\.peertube\.(?=\w+ (?:module|lookup|filter|role) -- )", re.MULTILINE)
_CHANGELOG = re.compile(r"^\.\. _changelog_section_for_.*?(?=^Begin\n)", re.MULTILINE | re.DOTALL)
_AUTHOR = re.compile(r"^\*\*Author:\*\*\n\n(?:\* .*\n)+\n", re.MULTILINE)
_SECTION = re.compile(r"^(.+)\n(-+)\n\n\.\. toctree::\n", re.MULTILINE)
_MODULES = re.compile(r"(    :hidden:\n)(\n    peertube_api_module)")
_README_EXAMPLE = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def setup(app: Sphinx) -> None:
    app.connect("source-read", _fit_theme)
    app.connect("missing-reference", _link_to_ansible_core)


def _fit_theme(app: Sphinx, page: str, source: list[str]) -> None:
    """Furo has contents of its own beside each page, and no room there for titles with the name of the collection."""
    text = _MODULE_TITLE.sub("", _CONTENTS.sub("", source[0]))
    if page == "index":
        text = _with_captions(_AUTHOR.sub(lambda author: _example_of_readme(), _last(_CHANGELOG, text)))
    text = text.replace("Peertube.Peertube Release Notes", "Release notes")
    source[0] = text.replace("Peertube.Peertube", "peertube.peertube")


def _last(part: re.Pattern[str], text: str) -> str:
    """The guides come first, in the contents beside each page as well."""
    return part.sub("", text) + "\n" + "".join(part.findall(text))


def _with_captions(text: str) -> str:
    """Each group of pages has its title beside every page, too."""
    return _MODULES.sub(
        r"\1    :caption: Modules\n\2", _SECTION.sub(r"\1\n\2\n\n.. toctree::\n    :caption: \1\n", text)
    )


def _example_of_readme() -> str:
    """What the README begins with: an instance in twenty lines."""
    example = _README_EXAMPLE.findall(Path(__file__).parents[1].joinpath("README.md").read_text())[0]
    return f"An instance is one file:\n\n.. code-block:: yaml+jinja\n\n{indent(example, '   ')}\n"


def _link_to_ansible_core(
    app: Sphinx, env: object, node: nodes.Element, content: nodes.TextElement
) -> nodes.reference | None:
    """Pages of ansible-core, by their rule: intersphinx would fetch a list of them, and this builds without network."""
    target = str(node.get("reftarget"))
    builtin = _ANSIBLE_BUILTIN.fullmatch(target)
    page = f"collections/ansible/builtin/{builtin[1]}.html" if builtin else _ANSIBLE_PAGES.get(target)
    if page is None:
        return None
    return nodes.reference("", "", content, internal=False, refuri=f"{_ANSIBLE_DOCS}/{page}")
