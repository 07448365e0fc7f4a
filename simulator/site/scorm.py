"""The lessons for a learning platform: a SCORM 1.2 package, one zip with one object in it."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from html import escape

from simulator.i18n.language import _, browser_language, language
from simulator.site.parts import Look, Page, write_page

PACKAGE = "lessons-scorm.zip"
MANIFEST = "imsmanifest.xml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can hold: the same package is the same bytes each time."""
_XML = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="falsematch-{code}" version="1.0"
 xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
 <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
 <organizations default="organization">
  <organization identifier="organization">
   <title>{title}</title>
   <item identifier="item" identifierref="resource" isvisible="true"><title>{title}</title></item>
  </organization>
 </organizations>
 <resources>
  <resource identifier="resource" type="webcontent" adlcp:scormtype="sco" href="{page}">
   <file href="{page}"/>
  </resource>
 </resources>
</manifest>
"""


def package(lessons: Page, *, answers: bool) -> bytes:
    """Return the package, in the current language.

    Args:
        lessons: the site's page of lessons.
        answers: whether the learner's answers go to the platform; else it learns only which tasks
            are done.
    """
    page = for_platform(lessons, answers=answers)
    name = f"{page.name}.html"
    title = escape(f"falsematch: {page.title}")
    manifest = _XML.format(code=browser_language(), title=title, page=name).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path, content in (MANIFEST, manifest), (name, write_page(page, Look([language()], []))):
            info = zipfile.ZipInfo(path, _LONG_AGO)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            info.external_attr = 0o644 << 16
            packed.writestr(info, content)
    return out.getvalue()


def for_platform(lessons: Page, *, answers: bool) -> Page:
    """Return the page of lessons as one that talks with a platform, and says what it tells it."""
    data = json.loads(lessons.packed["lessons"])
    data["words"]["intro"] = (
        _(
            "Each lesson asks you first and then shows you. Your school’s learning platform gets "
            "your answers, because your teacher switched that on, and your score: the share of "
            "tasks you have done."
        )
        if answers
        else _(
            "Each lesson asks you first and then shows you. Your school’s learning platform is "
            "told which tasks you have done and your score, the share of them. It does not get "
            "your answers."
        )
    )
    alone = _(
        "No learning platform was found: nothing is sent, and your answers stay in this browser "
        "tab."
    )
    return dataclasses.replace(
        lessons,
        script=(*lessons.script, "site_scorm"),
        settings={**lessons.settings, "scorm": {"answers": answers, "alone": alone}},
        packed={
            **lessons.packed,
            "lessons": json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(),
        },
    )
