"""A SCORM package of the lessons: what is in it, and a pupil who goes on next week."""

from __future__ import annotations

import functools
import io
import json
import re
import threading
import xml.etree.ElementTree as ET
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from support.accessibility import findings
from support.chromium import CHROMIUM

from simulator.i18n.language import speaking
from simulator.site import write
from simulator.site.first import first_pages
from simulator.site.parts import Page, unpacked
from simulator.site.scorm import MANIFEST, PACKAGE, package
from simulator.site.write import MARKER, write_site

CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
DATA = b'{"id":"0","words":{"intro":"Nothing is sent."},"lessons":[]}'
LESSONS = Page(
    "lessons",
    "Lessons & more",
    pictures=("lesson",),
    script=("site_first",),
    settings={"kind": "lessons"},
    packed={"lessons": DATA},
)


def opened(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_manifest_describes_the_package():
    """One object that tells a platform of itself; every file is listed, every reference leads."""
    files = opened(package(LESSONS, answers=False))
    root = ET.fromstring(files.pop(MANIFEST))
    assert [root.findtext(f"{CP}metadata/{CP}{tag}") for tag in ("schema", "schemaversion")] == [
        "ADL SCORM",
        "1.2",
    ]
    (organizations,), (resource,) = root.findall(f"{CP}organizations"), root.iter(f"{CP}resource")
    (organization,), (item,) = organizations.findall(f"{CP}organization"), root.iter(f"{CP}item")
    assert organizations.get("default") == organization.get("identifier")
    assert item.get("identifierref") == resource.get("identifier")
    assert item.findtext(f"{CP}title") == "falsematch: Lessons & more"
    assert (resource.get("type"), resource.get(f"{ADL}scormtype")) == ("webcontent", "sco")
    assert resource.get("href") in files
    assert [file.get("href") for file in resource.iter(f"{CP}file")] == list(files)
    identifiers = [one.get("identifier") for one in root.iter() if one.get("identifier")]
    assert len(set(identifiers)) == len(identifiers)
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", one) for one in identifiers)


def test_the_order_of_the_manifest_is_the_schema_s():
    """Its content model is a sequence."""
    root = ET.fromstring(opened(package(LESSONS, answers=False))[MANIFEST])
    assert [one.tag.removeprefix(CP) for one in root] == ["metadata", "organizations", "resources"]
    assert {"identifier", "version"} == set(root.keys())


@pytest.mark.parametrize("answers", [False, True])
def test_the_page_says_what_is_sent(answers):
    """In the lessons' first sentences, in place of the words that nothing is."""
    text = opened(package(LESSONS, answers=answers))["lessons.html"].decode()
    data = re.search(r'id="lessons">([^<]+)<', text)
    assert data
    intro = json.loads(unpacked(data[1]))["words"]["intro"]
    assert ("does not get your answers" in intro) != answers
    assert ("your teacher switched that on" in intro) == answers
    settings = re.search(r'id="page">([^<]+)<', text)
    assert settings
    assert json.loads(settings[1])["scorm"]["answers"] is answers


def test_the_page_stands_alone():
    """It links to no page that is not in the package, and may reach no address."""
    text = opened(package(LESSONS, answers=True))["lessons.html"].decode()
    assert re.findall(r'<a href="([^"]*)"', text) == []
    assert "default-src 'none'" in text
    assert "connect-src" not in text


def test_the_same_package_is_the_same_bytes():
    """Also its dates; another language is another package."""
    once = package(LESSONS, answers=True)
    assert package(LESSONS, answers=True) == once
    with speaking("es"):
        spanish = ET.fromstring(opened(package(LESSONS, answers=True))[MANIFEST])
    assert spanish.get("identifier") != ET.fromstring(opened(once)[MANIFEST]).get("identifier")


@pytest.mark.parametrize("offline_app", [False, True])
def test_a_site_has_a_package_in_each_language_where_one_was_asked_for(
    monkeypatch, tmp_path, offline_app
):
    """The marker lists it; an installed copy does not keep it."""
    monkeypatch.setattr(write, "MAKERS", (lambda: [Page("index", "The test"), LESSONS],))
    write_site(tmp_path / "plain", ("en", "es"), offline_app=offline_app)
    assert not list((tmp_path / "plain").rglob("*.zip"))
    out = tmp_path / "lab"
    write_site(out, ("en", "es"), offline_app=offline_app, scorm="tasks")
    packages = {path.relative_to(out).as_posix() for path in out.rglob("*.zip")}
    assert packages == {PACKAGE, f"es/{PACKAGE}"}
    assert packages < set(json.loads((out / MARKER).read_text("utf-8"))["files"])
    if offline_app:
        assert PACKAGE not in (out / "service-worker.js").read_text("utf-8")
    write_site(out, ("en",))
    assert not list(out.rglob("*.zip"))


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    """Return the address of a host page: its folder holds both kinds of the package, unpacked."""
    web = tmp_path_factory.mktemp("platform")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FALSEMATCH_CACHE", str(tmp_path_factory.mktemp("scorm-cache")))
        (lessons,) = (page for page in first_pages() if page.name == "lessons")
    for kind in ("tasks", "answers"):
        for name, content in opened(package(lessons, answers=kind == "answers")).items():
            (web / kind).mkdir(exist_ok=True)
            (web / kind / name).write_bytes(content)
    stub = (Path(__file__).parent / "scorm_platform.js").read_text("utf-8")
    for kind in ("tasks", "answers"):
        (web / f"{kind}.html").write_text(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title>'
            f"<script>{stub}\nwindow.API = new Platform(window.kept);</script><main><h1>Course</h1>"
            f'<iframe title="Course" src="{kind}/lessons.html" width="1200" height="900"></iframe>',
            "utf-8",
        )
    serve = functools.partial(SimpleHTTPRequestHandler, directory=str(web))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def week(browser, platform):
    """Return a function that opens the course in a new browser, with what the platform kept."""
    contexts = []

    def begin(kind, kept):
        context = browser.new_context()
        contexts.append(context)
        context.add_init_script(f"window.kept = {json.dumps(kept)};")
        tab = context.new_page()
        tab.goto(f"{platform}/{kind}.html")
        lessons = tab.frames[1]
        lessons.locator(".lesson h1").wait_for()
        return tab, lessons

    yield begin
    for context in contexts:
        context.close()


def leave(tab):
    """Close the lessons and return what the platform has: kept, written, interactions."""
    tab.frames[1].goto("about:blank")
    api = tab.evaluate("JSON.parse(JSON.stringify(API))")
    assert (api["state"], api["refused"]) == ("finished", [])
    assert re.fullmatch(r"0000:0\d:\d\d", api["written"]["cmi.core.session_time"])
    return api


TASKS = """async () => {
  const text = atob(document.getElementById("lessons").textContent);
  const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const { lessons } = await new Response(stream).json();
  return lessons.flatMap((l) => l.steps.map((s) => [`${l.key}/${s.name}`, s.do.what]))
    .filter(([, what]) => what !== "read");
}"""
ANSWER_ALL = """(tasks) => {
  const { lessons, events } = window.__falsematch;
  const sign = () => String.fromCharCode(33 + 90 * Math.random());
  const noise = () => Array.from({ length: 1000 }, sign).join("");
  for (const [id, what] of tasks) {
    lessons.answers[id] ??= { text: what === "write" ? noise() : "Yes", result: "Yes", value: 0 };
  }
  events.dispatchEvent(new Event("remembered"));
}"""


SENT = ("number", "choose", "write", "threshold", "review")
"""Kinds of tasks in which a learner answers anything."""


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt install chromium")
class TestInChromium:
    """Against a platform that refuses what SCORM 1.2 refuses."""

    def test_tasks_alone(self, week):
        """The platform learns that a task is done and never the answer; next week it is still."""
        tab, lessons = week("tasks", {})
        tasks = lessons.evaluate(TASKS)
        assert tab.evaluate("API.kept")["cmi.core.lesson_status"] == "incomplete"
        assert "does not get your answers" in lessons.locator(".lesson .lead").inner_text()
        assert findings(tab) == []
        lessons.get_by_role("link", name="The 2018 test, run again").click()
        lessons.locator("#number").fill("317")
        lessons.locator("form.guess button").click()
        lessons.locator(".turn .next").click()
        first = leave(tab)
        assert first["kept"]["cmi.suspend_data"] == f"d{tasks[0][0]}"
        assert first["kept"]["cmi.core.score.raw"] == str(100 // len(tasks))
        assert first["written"]["cmi.core.exit"] == "suspend"
        assert first["interactions"] == []
        assert "317" not in json.dumps(first)

        tab, lessons = week("tasks", first["kept"])
        assert "step=2" in lessons.url
        lessons.locator(".turn .plain").click()
        assert "–" in lessons.locator(".compare").inner_text()
        assert lessons.locator(".compare i.guess").count() == 0
        assert lessons.locator(".compare i.truth").count() == 1
        lessons.evaluate(ANSWER_ALL, tasks)
        second = leave(tab)
        assert second["kept"]["cmi.core.lesson_status"] == "completed"
        assert second["kept"]["cmi.core.score.raw"] == "100"
        assert second["written"]["cmi.core.exit"] == ""

    def test_answers_where_the_teacher_switched_them_on(self, week):
        """Interactions as a platform lists them; answers that fit are there next week."""
        tab, lessons = week("answers", {})
        tasks = lessons.evaluate(TASKS)
        lessons.get_by_role("link", name="The 2018 test, run again").click()
        lessons.locator("#number").fill("317")
        lessons.locator("form.guess button").click()
        lessons.locator(".turn .next").click()
        lessons.locator("form.choice label").first.click()
        lessons.locator("form.choice button").click()
        tab.wait_for_function("API.interactions.length === 2")
        tab.wait_for_function("API.kept['cmi.suspend_data']?.startsWith('z')")
        tab.wait_for_timeout(300)
        first = leave(tab)
        number, choice = first["interactions"]
        assert (number["type"], number["student_response"]) == ("numeric", "317")
        assert (choice["type"], choice["student_response"]) == ("choice", "a")
        right = choice["correct_responses.0.pattern"] == "a"
        assert choice["result"] == ("correct" if right else "wrong")

        tab, lessons = week("answers", first["kept"])
        assert lessons.locator("form.choice label.chosen").count() == 1
        lessons.locator(".turn .plain").click()
        assert "317" in lessons.locator(".compare").inner_text()
        lessons.evaluate(ANSWER_ALL, tasks)
        tab.wait_for_function("API.kept['cmi.core.lesson_status'] === 'completed'")
        tab.wait_for_timeout(2000)
        second = leave(tab)
        assert 3000 < len(second["kept"]["cmi.suspend_data"]) <= 4096
        assert len(second["interactions"]) == sum(what in SENT for _, what in tasks) - 2

        tab, lessons = week("answers", second["kept"])
        done = lessons.evaluate("Object.keys(window.__falsematch.lessons.answers).length")
        assert done == len(tasks)

    def test_without_a_platform(self, browser, platform):
        """It says so, and works as the page of a site."""
        tab = browser.new_page()
        tab.goto(f"{platform}/tasks/lessons.html")
        tab.locator(".lesson h1").wait_for()
        assert tab.locator("#trouble").inner_text().startswith("No learning platform was found")
        tab.close()
