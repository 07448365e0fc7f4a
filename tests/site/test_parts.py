"""A static page: one file with a policy that lets it reach nothing."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from simulator.i18n.language import speaking
from simulator.site.parts import Look, Page, packed, unpacked, write_page

LOOK = Look(["en", "es"], ["index", "tonight"])
PAGE = Page(
    "index", "A <title>", "A lead & more", "<p>Body</p>", ("setting", "pairs"), ("site_first",)
)


def test_packing_is_undone_and_has_no_date():
    """The same bytes give the same text each time."""
    data = bytes(range(256)) * 40
    assert unpacked(packed(data)) == data
    assert base64.b64decode(packed(data))[4:8] == b"\0\0\0\0"


def test_only_its_own_script_may_run():
    """The policy names the script by its digest; nothing may be fetched."""
    text = write_page(PAGE, LOOK).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    script = re.search(r"<script>(.*?)</script>", text, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'")
    assert f"script-src 'sha256-{digest}';" in policy
    assert "connect-src" not in policy
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text)
    assert re.findall(r'(?:src|action)="', text.replace(script, "")) == []


def test_texts_are_escaped():
    """A title cannot be markup."""
    text = write_page(PAGE, LOOK).decode()
    assert "<h1>A &lt;title&gt;</h1><p>A lead &amp; more</p>" in text


@pytest.mark.parametrize(
    ("code", "name", "other"),
    [
        ("en", "index", "es/index.html"),
        ("es", "index", "../index.html"),
        ("en", "teacher/README", "../es/teacher/README.html"),
        ("es", "teacher/README", "../../teacher/README.html"),
    ],
)
def test_the_other_language_is_one_link_away(code, name, other):
    """The first language is at the root, the others are in folders."""
    with speaking(code):
        text = write_page(Page(name, "T"), LOOK).decode()
    links = re.search(r'<span class="languages">(.*?)</span>', text)[1]
    assert f'href="{other}"' in links
    assert 'lang="es-MX"' in text if code == "es" else 'lang="en"' in text
