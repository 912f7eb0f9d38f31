# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How Sphinx builds the pages that antsibull-docs writes. `make docs` calls it."""

from __future__ import annotations

import re
import typing as t

from docutils import nodes

if t.TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "peertube.peertube"
author = project_copyright = "PeerTube Collection Contributors"
extensions = ["sphinx_antsibull_ext"]
antsibull_ext_color_scheme = "default-autodark"
exclude_patterns = ["environment_variables.rst"]
default_role = "any"
nitpicky = True
pygments_style = "ansible"
highlight_language = "YAML+Jinja"

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["phone.css"]
html_title = "peertube.peertube"
html_copy_source = False
html_show_sphinx = False
html_use_index = False

_ANSIBLE_DOCS = "https://docs.ansible.com/ansible/latest"
_ANSIBLE_BUILTIN = re.compile(r"ansible_collections\.ansible\.builtin\.(\w+_(?:module|lookup))")
# What antsibull-docs refers to on every page of a module.
_ANSIBLE_PAGES = {
    "action_plugins": "plugins/action.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}

_CONTENTS = re.compile(r"^\.\. contents::\n(?: +:.*\n)*", re.MULTILINE)
_MODULE_TITLE = re.compile(r"^peertube\.peertube\.(?=\w+ (?:module|lookup) -- )", re.MULTILINE)


def setup(app: Sphinx) -> None:
    app.connect("source-read", _fit_theme)
    app.connect("missing-reference", _link_to_ansible_core)


def _fit_theme(app: Sphinx, page: str, source: list[str]) -> None:
    """Furo has contents of its own beside each page, and no room there for titles with the name of the collection."""
    text = _CONTENTS.sub("", source[0])
    source[0] = _MODULE_TITLE.sub("", text).replace("Peertube.Peertube", "peertube.peertube")


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
