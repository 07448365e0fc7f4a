"""A static page: the app's scripts, styles and markup in one file that asks for nothing."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from simulator.charts.embedding import (
    frame_of,
    in_a_page,
    json_in_a_page,
    lesson_script,
    mountable,
    shared_script,
    ui_file,
)
from simulator.charts.html_tables import fact_list
from simulator.i18n.glossary import definition
from simulator.i18n.language import LANGUAGES, _, browser_language, language, marked

INVISIBLE = ("setting", "released")
"""Scripts that draw nothing."""
PAGES = {
    "index": marked("The test"),
    "tonight": marked("Tonight"),
    "lessons": marked("Lessons"),
    "data": marked("Data and consent"),
}
"""File names of the pages, without ``.html``, in the order of the menu."""
SETTING = ("index", "tonight", "lab")
"""Pages that share one setting: a link from one to another takes it along."""
POLICY = (
    "default-src 'none'; script-src {script}; style-src 'unsafe-inline'; img-src data:{more}; "
    "form-action 'none'; base-uri 'none'"
)
"""A page may run its own script and show itself; it can reach no address at all."""


@dataclass(frozen=True)
class Page:
    """A page before it is written.

    Attributes:
        name: its file's name without ``.html``.
        title: its title.
        headed: whether the title is shown as its heading; a picture may have one of its own.
        lead: the sentence beside the heading.
        body: markup of what comes below.
        pictures: names of the pictures that it can show.
        script: names of the site's scripts that it runs, besides ``site.js``.
        settings: what these read, as JSON values.
        packed: name → bytes that are unpacked when they are needed.
        terms: terms of the glossary that are explained at its end.
    """

    name: str
    title: str
    lead: str = ""
    body: str = ""
    pictures: Sequence[str] = ()
    script: Sequence[str] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    packed: Mapping[str, bytes] = field(default_factory=dict)
    terms: Sequence[str] = ()
    headed: bool = True


@dataclass(frozen=True)
class Look:
    """What all pages of a site have in common.

    Attributes:
        languages: codes of the site's languages, the one at its root first.
        pages: names of its pages, in the order of the menu.
        manifest: the file at the site's root that makes a hosted copy installable.
        policy: further directives of the policy, of an installed copy.
        scripts: further scripts, which run before the page opens.
    """

    languages: Sequence[str]
    pages: Sequence[str]
    manifest: str = ""
    policy: str = ""
    scripts: Sequence[str] = ()


def packed(data: bytes) -> str:
    """Return data packed for a page: gzip without a date, so that it is the same each time."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()


def unpacked(text: str) -> bytes:
    """Return what :func:`packed` packed."""
    return gzip.decompress(base64.b64decode(text))


def write_page(page: Page, look: Look) -> bytes:
    """Return a page as a file, in the current language."""
    script = in_a_page(_script(page, look))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = POLICY.format(script=f"'sha256-{digest}'", more=look.policy)
    described = {
        "kind": page.settings.get("kind", page.name),
        "words": {
            "not_understood": _(
                "The link was not understood: expected {name} to be one of {expected}, found "
                "{found}. Choose it in the picture."
            ),
        },
        **page.settings,
    }
    lead = f"<p>{escape(page.lead)}</p>" if page.lead else ""
    heading = f"<h1>{escape(page.title)}</h1>{lead}" if page.headed else ""
    text = "".join(
        (
            f'<!doctype html><html lang="{browser_language()}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(page.title)} – falsematch</title>{_manifest(page, look)}",
            f"<style>{ui_file('lesson_folder.css')}{ui_file('site.css')}</style></head><body>",
            _head(page, look),
            f'<main><div class="lead">{heading}</div>',
            f'<p id="trouble" role="status" hidden></p>{page.body}{_words(page.terms)}</main>',
            *(_frame(name) for name in page.pictures if name not in INVISIBLE),
            *(
                f'<script type="application/gzip" id="{name}">{packed(data)}</script>'
                for name, data in page.packed.items()
            ),
            f'<script type="application/json" id="page">{json_in_a_page(_json(described))}',
            f"</script><script>{script}</script></body></html>\n",
        )
    )
    return text.encode()


def _manifest(page: Page, look: Look) -> str:
    if not look.manifest:
        return ""
    return f'<link rel="manifest" href="{_root(page.name, look.languages)}{look.manifest}">'


def _root(name: str, languages: Sequence[str]) -> str:
    """Return the way from a page to the site's root, where the first language is."""
    return "../" * (name.count("/") + (language() != languages[0]))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _script(page: Page, look: Look) -> str:
    mounts = ",\n".join(
        f"{name}: (() => {{ {_mount(name)}\nreturn mount; }})()" for name in page.pictures
    )
    own = "\n".join(ui_file(f"{name}.js") for name in (*look.scripts, "site", *page.script))
    return f"(() => {{ {shared_script()}\nconst mounts = {{ {mounts} }};\n{own}\nopen(); }})();"


def _mount(name: str) -> str:
    if name == "lesson":
        return lesson_script().replace("export default function (", "function mount(", 1)
    return mountable(name)


def _frame(name: str) -> str:
    frame = frame_of(name)
    return f'<template id="frame-{name}"><style>{frame["css"]}</style>{frame["html"]}</template>'


def _head(page: Page, look: Look) -> str:
    up = "../" if "/" in page.name else ""
    links = []
    for name in look.pages:
        here = ' aria-current="page"' if name == page.name else ""
        carried = "setting" if name in SETTING and page.name in SETTING else "other"
        links.append(
            f'<a href="{up}{name}.html" data-page="{carried}"{here}>{escape(_(PAGES[name]))}</a>'
        )
    # A page by itself has no menu.
    menu = f'<nav aria-label="{escape(_("Pages"))}">{"".join(links)}</nav>' if links else "<i></i>"
    return (
        f'<header class="site-head">{menu}'
        f'<span class="languages">{_languages(page.name, look.languages)}</span>'
        f'<button id="projector" type="button" aria-pressed="false">{escape(_("Projector"))}'
        "</button></header>"
    )


def _languages(name: str, languages: Sequence[str]) -> str:
    """Return links to this page in the other languages; the first one is at the site's root."""
    here, links = language(), []
    up = _root(name, languages)
    for code in languages:
        if code != here:
            below = "" if code == languages[0] else f"{code}/"
            links.append(
                f'<a href="{up}{below}{name}.html" data-page="same" lang="{code}">'
                f"{LANGUAGES[code]}</a>"
            )
    return "".join(links)


def _words(terms: Sequence[str]) -> str:
    if not terms:
        return ""
    facts = fact_list((_(term), _(definition(term))) for term in terms)
    title = escape(_("Words on this page"))
    return f'<details class="below-picture"><summary>{title}</summary>{facts}</details>'
