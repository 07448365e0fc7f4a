"""The lessons in a real Chromium: by keyboard alone, in the app and without a network."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
from support.accessibility import findings
from support.chromium import IN_CHROMIUM, long_but
from support.lesson_walk import GUESS, tab_to, walk_lesson, walk_step

from simulator.charts.embedding import ui_file as script_file
from simulator.lessons.export import write_lessons
from simulator.lessons.kinds import STRICT_END
from simulator.lessons.lesson_file import load_lessons
from simulator.lessons.one_of_these import standing

pytestmark = IN_CHROMIUM
DATASETS = Path(__file__).resolve().parents[3] / "datasets"
LESSONS = {lesson.key: lesson for lesson in load_lessons()}
OFFLINE = [key for key, lesson in LESSONS.items() if lesson.offline]
VIEW = ".lesson .view"
COUNT_PRINTS = "window.print = () => { window.top.__printed = (window.top.__printed ?? 0) + 1; };"


def app_lesson(page, address, key, step=1):
    """Open a step in the app; the first one may have to wait for the numbers to be calculated."""
    page.goto(f"{address}/lessons?lesson={key}&step={step}")
    page.wait_for_selector(VIEW, timeout=120_000)
    page.wait_for_timeout(300)
    return page


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return the static folder's page."""
    return write_lessons(tmp_path_factory.mktemp("stick") / "class")


@pytest.fixture
def stick(browser, folder):
    """Open the static page in a tab without a network; it requests nothing but the file itself."""
    context = browser.new_context(viewport={"width": 1280, "height": 1600}, accept_downloads=True)
    context.set_offline(True)
    tab = context.new_page()
    asked, broken = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: broken.append(str(error)))
    tab.on("console", lambda m: broken.append(m.text) if m.type == "error" else None)
    yield tab
    context.close()
    assert [
        url for url in asked if url.split("#")[0] != folder.as_uri() and "blob:" not in url
    ] == []
    assert broken == []


@pytest.mark.parametrize("key", long_but(LESSONS, {"1", "3", "5", "reviewer"}))
def test_a_lesson_by_keyboard_alone(page, address, key):
    """From predicting to the sheet, every step opens once its task is done."""
    app_lesson(page, address, key)
    kinds = walk_lesson(page)
    assert kinds == [step.do.what for step in LESSONS[key].steps]
    rows = page.locator(".sheet tbody tr").count()
    assert rows == sum(kind not in ("read", "click") for kind in kinds)


def test_the_live_matcher_stands_above_next(page, address):
    """Lesson 1 shows the app's panel where a step asks for it, and only there; then it goes on."""
    steps = [step.show.what for step in LESSONS["1"].steps]
    app_lesson(page, address, "1", steps.index("matcher") + 1)
    page.wait_for_selector(".matcher input[type=range]", timeout=60_000)
    page.wait_for_selector(".foot .turn .next")
    task, panel, tick, following = (
        page.locator(part).bounding_box()
        for part in (".task", ".fm.matcher", ".tried", ".turn .next")
    )
    assert task["y"] + task["height"] <= panel["y"]
    assert panel["y"] + panel["height"] <= tick["y"] < following["y"]
    walk_step(page)
    assert "fingerprint" in page.inner_text(".foot .reveal")
    page.locator(".turn .next").click()
    page.wait_for_selector(".matcher", state="detached", timeout=20_000)
    assert page.locator(".view .turn .next").count() == 1
    page.go_back()
    page.wait_for_selector(".foot .turn .next", timeout=60_000)
    assert page.locator(".turn").count() == 1


def test_what_the_threshold_step_shows_is_the_command_lines_number(page, address):
    """The prediction's truth and the picture's count are one number."""
    app_lesson(page, address, "2", 3)
    walk_step(page)
    truth = page.inner_text(".compare .truth dd")
    page.locator(".turn .next").click()
    page.locator(".steps button").nth(4).dispatch_event("click")
    app_lesson(page, address, "2", 5)
    assert page.inner_text(".card.matched .big b") == truth


def test_answers_are_asked_for_first(page, address):
    """Next says what is missing and stays; a number outside the range is refused in words."""
    app_lesson(page, address, "2")
    page.locator(".turn .next").click(force=True)
    assert page.locator(".turn .asked").count() == 1
    assert page.locator(".reveal").inner_text() == ""
    page.locator("input[type=number]").fill("9999")
    page.keyboard.press("Enter")
    assert "535" in page.inner_text(".trouble")
    page.locator("input[type=number]").fill(str(GUESS))
    page.keyboard.press("Enter")
    assert f"{GUESS} members" in page.inner_text(".reveal")


def test_nothing_about_a_learner_leaves_the_tab(page, address):
    """An answer stays in the tab: no message to the server, no URL; a button clears it."""
    sent = []
    page.on("websocket", lambda ws: ws.on("framesent", lambda data: sent.append(data)))
    app_lesson(page, address, "3", 10)
    before = len(sent)
    page.locator("textarea").fill("A secret sentence of mine.")
    page.locator("button[type=submit]").click()
    page.wait_for_selector("blockquote")
    page.wait_for_timeout(800)
    assert len(sent) == before
    stored = page.evaluate("JSON.stringify([{...localStorage}, document.cookie])")
    assert "secret" not in stored
    assert "secret" not in page.url
    page.reload()
    page.wait_for_selector("blockquote")
    assert "secret" in page.inner_text("blockquote")
    page.get_by_role("link", name="All lessons").click()
    page.get_by_role("button", name="Clear my answers").click()
    assert page.get_by_role("button", name="Clear my answers").count() == 0
    assert "secret" not in page.evaluate("JSON.stringify({...sessionStorage})")
    page.go_back()
    page.wait_for_selector("textarea")


@pytest.mark.parametrize("place", ["app", "folder"])
def test_back_goes_one_step_back(page, stick, folder, address, place):
    """Back and Forward turn the pages of a lesson, and the answers are still there."""
    tab = page if place == "app" else stick
    if place == "app":
        app_lesson(tab, address, "3")
    else:
        tab.goto(f"{folder.as_uri()}#lesson=3&step=1")
        tab.wait_for_selector(VIEW)
    titles = []
    for _ in range(2):
        titles.append(tab.inner_text(".lesson h1"))
        walk_step(tab)
        tab.locator(".turn .next").click()
    third = tab.inner_text(".lesson h1")
    tab.go_back()
    tab.wait_for_timeout(1500)
    assert tab.inner_text(".lesson h1") == titles[1]
    assert tab.locator(".turn .next").get_attribute("aria-disabled") is None
    tab.go_back()
    tab.wait_for_timeout(1500)
    assert tab.inner_text(".lesson h1") == titles[0]
    for title in (titles[1], third):
        tab.go_forward()
        tab.wait_for_timeout(1500)
        assert tab.inner_text(".lesson h1") == title
    tab.reload()
    tab.wait_for_selector(VIEW)
    assert tab.inner_text(".lesson h1") == third
    tab.go_back()
    tab.wait_for_timeout(1500)
    assert tab.locator(".turn .next").get_attribute("aria-disabled") is None


def test_a_teachers_link_opens_its_step(page, address):
    """A link opens a step by number or name, with no task done; a wrong link is reported."""
    app_lesson(page, address, "3", "what-zero-means")
    assert page.inner_text(".lesson h1") == "What does zero mean?"
    assert page.locator(".steps [aria-current]").count() == 1
    app_lesson(page, address, "3", 8)
    assert page.inner_text(".lesson h1") == "What does zero mean?"
    app_lesson(page, address, "99", 1)
    assert page.locator(".trouble").count() == 1
    assert page.locator(".overview li").count() == len(LESSONS)


def test_the_link_follows_and_another_page_keeps_the_answers(page, address):
    """The address names the step; going to another page and back forgets nothing."""
    app_lesson(page, address, "3")
    walk_step(page)
    page.locator(".turn .next").click()
    page.wait_for_function("location.search.includes('step=2')")
    page.get_by_role("link", name="Lab").click()
    page.wait_for_selector("h1:has-text('Lab')")
    page.get_by_role("link", name="Lessons").click()
    page.wait_for_selector(VIEW)
    page.wait_for_timeout(800)
    assert page.inner_text(".lesson h1") == "The best case for each side"
    assert "lesson=3" in page.url
    page.get_by_role("button", name="Back", exact=True).click()
    assert page.locator(".chosen").count() == 1


def test_a_term_shows_its_definition(page, address):
    """The keyboard opens the glossary's definition of a term."""
    app_lesson(page, address, "2")
    tab_to(page, ".term")
    page.keyboard.press("Enter")
    assert "The photos that are searched." in page.inner_text(".means")
    page.keyboard.press("Enter")
    assert page.locator(".means").count() == 0


def test_the_sheet_is_printed_and_saved(stick, folder):
    """The sheet shows predictions, settings and results, escaped, and needs no server."""
    stick.add_init_script(COUNT_PRINTS)
    stick.goto(f"{folder.as_uri()}#lesson=2&step=1")
    walk_lesson(stick)
    stick.locator("#name").fill('Ada <img src=x onerror="alert(1)">')
    tab_to(stick, ".actions button")
    stick.keyboard.press("Enter")
    stick.wait_for_function("() => window.__printed === 1")
    sheet = stick.frame_locator("iframe.falsematch-sheet")
    assert sheet.locator("img").count() == 0
    assert 'Ada <img src=x onerror="alert(1)">' in sheet.locator(".name").inner_text()
    rows = sheet.locator("tbody tr").all_inner_texts()
    assert any(f"{GUESS} members" in row and "304" in row for row in rows)
    assert any("falsely matched" in row for row in rows)
    tab_to(stick, ".actions button")
    with stick.expect_download() as saved:
        stick.keyboard.press("Enter")
    text = Path(saved.value.path()).read_text("utf-8")
    assert saved.value.suggested_filename.endswith(".html")
    assert "<img" not in text
    assert "&lt;b&gt;Both errors" in text


@pytest.mark.parametrize("key", long_but(OFFLINE, {"2", "4", "6", "7"}))
def test_the_static_folder_does_the_same_without_a_network(stick, folder, key):
    """Every lesson of the folder can be done by keyboard alone with the network off."""
    stick.goto(f"{folder.as_uri()}#lesson={key}&step=1")
    stick.wait_for_selector(VIEW)
    assert walk_lesson(stick) == [step.do.what for step in LESSONS[key].steps]


DONE_AT = """([script, cases]) => {
  const reached = new Function(`${script}; return reached;`)();
  return cases.map(({ step, tables, from }) => tables.stops.flagged
    .map((_, stop) => stop).filter((stop) => reached(step, { stop, from, tables })));
}"""


def test_a_threshold_step_is_done_only_where_its_next_sentence_speaks_of(page, folder):
    """From the first setting to the last, near and far: never at another count of people."""
    text = folder.read_text("utf-8").split('id="lesson-data">')[1].split("</script>")[0]
    data = json.loads(text)
    cases, wanted = [], []
    for lesson in data["lessons"]:
        for step in lesson["steps"]:
            if step["do"]["what"] != "threshold" or "moved" in step["do"]["until"]:
                continue
            tables = data["boards"][step["show"]["board"]]
            flagged, key = tables["stops"]["flagged"], tables["stops"]["key"]
            start, end = step["do"]["until"]["stop"], key.index(step["threshold"])
            target = len(flagged) - 1 if start == STRICT_END else key.index(start)
            cases.append({"step": step, "tables": {"stops": tables["stops"]}, "from": end})
            same = [stop for stop, count in enumerate(flagged) if count == flagged[target]]
            wanted.append([target] if start == STRICT_END else same)
            assert end not in wanted[-1], step["name"]
    assert len(cases) >= 3
    assert page.evaluate(DONE_AT, [script_file("lesson_tasks.js"), cases]) == wanted


def test_the_numbered_cards_run_from_the_stick(stick, folder):
    """Who stands is who is matched in the board that the folder holds; chance draws a card."""
    stick.goto(folder.as_uri())
    stick.get_by_role("link", name="One of these is you").click()
    text = folder.read_text("utf-8").split('id="lesson-data">')[1].split("</script>")[0]
    tables = json.loads(text)["boards"]["replay"]
    lit = "(all) => all.map((e) => Number(e.firstChild.nodeValue))"
    for place, key in ((3, "aclu-count"), (1, "80%"), (2, "99%")):
        stick.locator(".presets button").nth(place).press("Enter")
        stop = tables["stops"]["key"].index(key)
        assert stick.locator(".numbers li.on").evaluate_all(lit) == standing(tables, stop, 30)
    stick.locator(".draw").press("Enter")
    assert 1 <= int(stick.inner_text(".drawn b")) <= 30
    stick.locator(".next").press("Enter")
    assert "13,194" in stick.inner_text(".asks")


def test_the_static_replay_follows_the_thumb(stick, folder):
    """In the free replay, numbers and pairs follow the keys, with tables below."""
    stick.goto(f"{folder.as_uri()}#lesson=play")
    stick.wait_for_selector(".threshold-picture .dot", state="attached")
    assert stick.inner_text(".card.matched .big b") == "28"
    assert stick.locator(".pair").count() == 28
    stick.locator('button[data-label="99%"]').click()
    stick.wait_for_timeout(400)
    assert stick.inner_text(".card.matched .big b") == "304"
    assert stick.locator(".pair").count() == 304
    assert stick.locator(".show.table table").count() >= 5


WIDTHS = (1280, 390)


def accessible(page, where):
    """Check that axe-core finds nothing, and that nothing overflows."""
    page.wait_for_timeout(200)
    assert findings(page) == [], where
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, where


def test_axe_finds_nothing_on_the_overview(page, address):
    """On a wide screen and on a phone."""
    app_lesson(page, address, "", "")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 3000})
        accessible(page, width)


@pytest.mark.parametrize("key", long_but(LESSONS, {"2", "4", "reviewer"}))
def test_axe_finds_nothing(page, address, key):
    """axe-core finds nothing on each step, as it opens and when it is done.

    Steps open on a wide screen and are done on a phone, and the other way round.
    """
    app_lesson(page, address, key)
    for number in range(len(LESSONS[key].steps)):
        for done, width in enumerate((WIDTHS[number % 2], WIDTHS[1 - number % 2])):
            page.set_viewport_size({"width": width, "height": 3000})
            if done:
                walk_step(page)
            accessible(page, f"step {number + 1}, {width} pixels, done: {bool(done)}")
        page.locator(".turn .next").click()
        page.wait_for_timeout(100)
    accessible(page, "sheet")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", long_but(["", "play", "2", "4", "sheet"], ["play", "4"]))
def test_the_static_folder_is_accessible(stick, folder, where, scheme):
    """The folder is accessible without a network, in both color schemes, and in large type."""
    stick.emulate_media(color_scheme=scheme)
    stick.goto(f"{folder.as_uri()}#lesson={where}")
    stick.wait_for_selector(VIEW)
    stick.wait_for_timeout(300)
    assert findings(stick) == []
    stick.get_by_role("button", name="Projector").click()
    assert findings(stick) == []
    assert stick.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_static_folder_holds_no_vector_and_no_photo(folder):
    """It has distances, sketches, labels and stand-ins; bundled portraits are its only images."""
    text = folder.read_text("utf-8")
    assert folder.stat().st_size < 8_000_000
    assert [file.name for file in folder.parent.iterdir()] == ["index.html"]
    bundled = {
        base64.b64encode(file.read_bytes()).decode()
        for file in (DATASETS / "thumbnails").rglob("*.webp")
    }
    images = re.findall(r"data:image/([a-z]+);base64,([A-Za-z0-9+/=]+)", text)
    assert text.count("data:image") == len(images) <= 30
    assert all(kind == "webp" and image in bundled for kind, image in images)
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text
    data = json.loads(text.split('id="lesson-data">')[1].split("</script>")[0])
    assert all(name.startswith("stand-in ") for name in data["pairs"]["replay"]["stand_in"])


def _play_the_reviewer(page) -> list[str]:
    """Decide every pair twice, "same person" each time; return what the machine said."""
    said = []
    total = int(re.findall(r"\d+", page.inner_text("#review-title"))[-1])
    for n in range(2 * total):
        if n >= total:
            word = page.locator(".claim b")
            said.append(word.inner_text() if word.count() else "–")
        page.locator(".decide button").first.click()
    page.wait_for_selector(".outcome")
    return said


def _cells(page, number: int) -> list[list[str]]:
    rows = page.locator(".review table").nth(number).locator("tbody tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def test_chance_deals_what_the_machine_says(stick, folder):
    """Each kind of pair meets no word, a true and a false one equally often; then a new deal."""
    stick.goto(f"{folder.as_uri()}#lesson=reviewer&step=play")
    stick.wait_for_selector(".review")
    deals = []
    for _game in range(2):
        said = _play_the_reviewer(stick)
        rows = _cells(stick, 1)
        assert sorted(said) == sorted(row[2] for row in rows)
        for truth, other in (
            ("Same person", "Different people"),
            ("Different people", "Same person"),
        ):
            words = [row[2] for row in rows if row[4] == truth]
            each = len(words) // 3
            assert [words.count(word) for word in ("–", truth, other)] == [each] * 3
        kinds = _cells(stick, 0)
        assert [row[1] for row in kinds] == [str(len(rows) // 3)] * 3
        # Always "same person": right on half of the pairs of each kind, and nothing changed.
        assert {(row[2], row[3], row[4]) for row in kinds} == {(str(len(rows) // 6),) * 2 + ("0",)}
        deals.append([row[1:] for row in rows])
        stick.get_by_role("button", name="Play again").click()
        stick.wait_for_selector(".decide")
    assert deals[0] != deals[1]


def test_the_role_play_shows_photographs_where_they_are_on_disk(page, address):
    """The app shows the consenting adults' photos if it has them, else drawings; never both."""
    app_lesson(page, address, "reviewer", 2)
    photos, sketches = (page.locator(f".two-faces {kind}").count() for kind in ("img", "svg"))
    assert sorted((photos, sketches)) == [0, 2]
