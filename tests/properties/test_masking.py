# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import html
import json
from typing import Callable
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.peertube.peertube.plugins.module_utils._base.masking import safe_text
from hypothesis import given
from hypothesis import strategies as st

WITHHELD = "(withheld: it repeats a secret)"

# Without surrogates: such an option is refused before anything is sent.
texts = st.text(st.characters(codec="utf-8"), max_size=300)
secrets = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20) | st.text(
    " !\"#%&'()*+/<=>?~\\abc\u00e9\u20ac", min_size=1, max_size=12
)

# What JavaScript's encodeURIComponent and URLSearchParams leave as it is, beside letters and digits.
ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "in capitals": str.upper,
    "Latin-1 of its UTF-8": lambda secret: secret.encode().decode("latin-1"),
    "URL": lambda secret: quote(secret, safe=""),
    "URL, but for slashes": quote,
    "URL, as encodeURIComponent": lambda secret: quote(secret, safe="!'()*"),
    "form": quote_plus,
    "form, as URLSearchParams": lambda secret: quote_plus(secret, safe="*").replace("~", "%7E"),
    "HTML": html.escape,
    "HTML, with decimal numbers": lambda secret: html.escape(secret).replace("&#x27;", "&#39;"),
    "JSON": lambda secret: json.dumps(secret)[1:-1],
    "JSON, in UTF-8": lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    "hexadecimal": lambda secret: secret.encode().hex(),
}


def is_shown(form: str, shown: str) -> bool:
    """Whether a message shows a form of a secret. What we write ourselves for a text is not the server's."""
    ours = shown == WITHHELD
    theirs = "" if ours else shown[:-3] if len(shown) == 200 and shown.endswith("...") else shown
    return form.casefold() in theirs.casefold()


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(secret=secrets, before=texts, after=texts)
def test_no_form_of_a_secret_is_shown(encoding, secret, before, after) -> None:
    form = ENCODINGS[encoding](secret)
    assert not is_shown(form, safe_text(before + form + after, [secret]))


@given(
    secrets.filter(lambda secret: len(secret.encode()) >= 3),
    texts,
    texts,
    st.sampled_from([base64.b64encode, base64.urlsafe_b64encode]),
)
def test_no_secret_is_shown_in_base64_whatever_stands_beside_it(secret, before, after, encode) -> None:
    encoded = encode((before + secret + after).encode()).decode()
    assert safe_text(f"You sent {encoded}", [secret]) == WITHHELD


@given(st.text(max_size=1000), st.lists(st.text(min_size=1), max_size=3))
def test_what_is_shown_is_printable_and_short(text, several) -> None:
    shown = safe_text(text, several)
    assert shown.isprintable()
    assert len(shown) <= 200


@given(st.text(" abcdefghijklmnopqrstuvwxyz.,", max_size=200), st.text("0123456789", min_size=4, max_size=20))
def test_a_text_without_a_secret_is_shown(text, secret) -> None:
    assert safe_text(text, [secret]) == text.strip()
