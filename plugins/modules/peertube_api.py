#!/usr/bin/python
# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: peertube_api
short_description: Send any request to the API of PeerTube
version_added: 1.1.0
author:
  - PeerTube Collection Contributors (!UNKNOWN)
description:
  - Sends one request to the REST API of a PeerTube instance as a signed-in user, for what no other module of this
    collection does.
  - In contrast to M(ansible.builtin.uri) it logs in and out by itself, knows what PeerTube's answers mean, reads lists
    to their end, and never shows a token or the body of a request.
  - Requests with the methods V(GET) and V(HEAD) change nothing. All others are taken for a change, for nobody but the
    author of a task knows what they do. Ask first, and use C(when), as the examples show.
extends_documentation_fragment:
  - peertube.peertube.attributes
  - peertube.peertube.attributes.changes
  - peertube.peertube.instance
attributes:
  check_mode:
    support: partial
    details:
      - V(GET) and V(HEAD) are sent. All other requests are not, and count as skipped and changed; then nobody is signed
        in either.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details:
      - V(GET) and V(HEAD) change nothing; all others are sent whenever the task runs.
options:
  path:
    description:
      - What to ask for, below V(/api/v1), such as V(/users/registrations). See the
        L(reference of PeerTube's API, https://docs.joinpeertube.org/api-rest-reference.html).
      - What stands behind a question mark belongs into O(query).
    type: str
    required: true
  method:
    description:
      - The method of the request.
    type: str
    choices:
      - DELETE
      - GET
      - HEAD
      - POST
      - PUT
    default: GET
  query:
    description:
      - The parameters of the query. A list is sent as PeerTube wants it, each value as C(name[]).
    type: dict
  body:
    description:
      - The body, which is sent as JSON. Never shown.
    type: raw
  form:
    description:
      - The fields of a form. Never shown.
    type: dict
  files:
    description:
      - Files to upload, each the path of a file on the machine where the task runs, by the name of its field. They are
        sent together with O(form).
    type: dict
  status_code:
    description:
      - The numbers of the answers that count as success. When not set, these are all from 200 to 299.
    type: list
    elements: int
  all_pages:
    description:
      - Whether to read a list to its end, as RV(items), a hundred at a time. Only with O(method=GET).
      - A C(sort) in O(query) makes sure that nothing is read twice where the list changes meanwhile.
    type: bool
    default: false
notes:
  - The result is shown only where no key of the answer is named as a secret is, such as C(token) or C(password). It is
    whole in a registered variable.
seealso:
  - module: ansible.builtin.uri
"""

EXAMPLES = r"""
- name: Read all registrations that wait for a moderator
  peertube.peertube.peertube_api:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    path: /users/registrations
    query:
      sort: createdAt
    all_pages: true
  register: registrations

- name: Accept those from the own domain
  peertube.peertube.peertube_api:
    url: https://video.example.com
    session_file: ~/.local/state/peertube/video.example.com.json
    method: POST
    path: /users/registrations/{{ item.id }}/accept
    body:
      moderationResponse: Welcome
  loop: "{{ registrations['items'] | selectattr('state.id', '==', 1) }}"
  when: item.email.endswith('@example.com')
  loop_control:
    label: "{{ item.username }}"
"""

RETURN = r"""
status:
  description: The number of the answer.
  returned: when a request was sent
  type: int
  sample: 200
json:
  description: What the answer says, where it is JSON. V(null) with O(all_pages=true).
  returned: when a request was sent
  type: raw
  sample:
    total: 0
    data: []
items:
  description:
    - The objects of a list, with O(all_pages=true) those of all its pages. V(null) for what is no list.
    - Templates reach the list as C(result['items']), for C(result.items) is a method of the dictionary in Jinja.
  returned: when a request was sent
  type: list
  elements: dict
  sample: []
total:
  description: How many objects the list has. V(null) for what is no list.
  returned: when a request was sent
  type: int
  sample: 0
error:
  description: Why the task failed, as with M(peertube.peertube.peertube_token).
  returned: failure
  type: dict
  sample:
    code: not_found
    status: 404
    method: GET
    url: https://video.example.com/api/v1/users/4711
    detail: User not found
    retry_after: null
"""

import typing as t

from ansible_collections.peertube.peertube.plugins.module_utils._api.any_request import check_path, send_any
from ansible_collections.peertube.peertube.plugins.module_utils._api.lists import read_all
from ansible_collections.peertube.peertube.plugins.module_utils._api.sender import Sender
from ansible_collections.peertube.peertube.plugins.module_utils._base.errors import invalid_option
from ansible_collections.peertube.peertube.plugins.module_utils._http.messages import FileContent, Request
from ansible_collections.peertube.peertube.plugins.module_utils._module.definition import Call, Module
from ansible_collections.peertube.peertube.plugins.module_utils._module.runner import run_module
from ansible_collections.peertube.peertube.plugins.module_utils._module.signed_in import as_signed_in

READS = ("GET", "HEAD")
OPTIONS = {
    "path": {"type": "str", "required": True},
    "method": {"type": "str", "choices": ["DELETE", "GET", "HEAD", "POST", "PUT"], "default": "GET"},
    "query": {"type": "dict"},
    "body": {"type": "raw", "no_log": True},
    "form": {"type": "dict", "no_log": True},
    "files": {"type": "dict"},
    "status_code": {"type": "list", "elements": "int"},
    "all_pages": {"type": "bool", "default": False},
}


def perform(call: Call) -> dict[str, t.Any]:
    request = requested(call)
    if call.check_mode and request.method not in READS:
        return {"changed": True, "skipped": True, "msg": "Not sent in check mode, for it may change something."}
    return as_signed_in(lambda call, sender: answered(call, sender, request))(call)


def requested(call: Call) -> Request:
    """The request of a task. Raises PeerTubeError invalid_option."""
    method, files = call.option("method"), call.option("files")
    if call.option("all_pages") and method != "GET":
        raise invalid_option("all_pages is set, and method is not GET.", "Remove one of them.")
    if method in READS and any(call.option(name) is not None for name in ("body", "form", "files")):
        raise invalid_option(f"method is {method}, which sends no body, form or files.", "Set method, or use query.")
    return Request(
        method,
        check_path(call.option("path")),
        query=call.option("query"),
        json=call.option("body"),
        form=call.option("form"),
        files=None if files is None else {name: FileContent(str(path)) for name, path in files.items()},
    )


def answered(call: Call, sender: Sender, request: Request) -> dict[str, t.Any]:
    if call.option("all_pages"):
        items = read_all(sender, request.path, request.query, sort=None)
        return {"status": 200, "json": None, "items": items, "total": len(items)}
    result = send_any(sender, request, call.option("status_code"))
    return {"changed": request.method not in READS, **result}


MODULE = Module(
    "peertube.peertube.peertube_api",
    perform,
    OPTIONS,
    rules={"mutually_exclusive": [("body", "form"), ("body", "files")]},
    answers=True,
)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
