"""The report is one offline file with the command line's numbers and nothing foreign in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.program_output import replayed

from simulator.sweep.grid import parse_grid
from simulator.sweep.report import report_html, write_report
from simulator.sweep.searches import sweep
from simulator.sweep.sweep_folder import read_sweep

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
TEXT = """question = "Does <script>alert(1)</script> & size matter?"
gallery_size = [500, "all"]
confidence = [99, 99.9]
group_by = ["race_ethnicity", "gender"]
repeat = 3
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of a small sweep."""
    folder = tmp_path_factory.mktemp("sweep")
    sweep(parse_grid(TEXT), folder / "run", workers=1)
    write_report(folder / "run", folder / "report.html")
    return folder / "report.html"


@pytest.fixture
def page(browser, report):
    """The report in a tab without a network; afterwards no request and no error."""
    context = browser.new_context(viewport={"width": 1280, "height": 3000}, offline=True)
    tab = context.new_page()
    asked, broken = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: broken.append(str(error)))
    tab.goto(report.as_uri())
    tab.wait_for_selector(".threshold-picture .dot", state="attached")
    yield tab
    context.close()
    assert [url for url in asked if url != report.as_uri()] == []
    assert broken == []


def test_one_small_file_with_everything_in_it(report: Path) -> None:
    """The report is under 5 MB, loads nothing, and holds no photograph and no vector."""
    text = report.read_text("utf-8")
    assert len(text) < 5_000_000
    assert not re.search(r"<(img|link|iframe|script)[^>]+(src|href)=\"(?!\$)", text)
    assert "data:image" not in text
    assert '"vectors"' not in text


def test_question_and_data_are_escaped(report: Path) -> None:
    """A script in the question is shown as text."""
    text = report.read_text("utf-8")
    assert "<script>alert" not in text
    assert "Does &lt;script&gt;alert(1)&lt;/script&gt; &amp; size matter?" in text


def test_it_opens_with_question_and_answer(report: Path) -> None:
    """The answer has numbers and an interval, before anything else."""
    text = report.read_text("utf-8")
    answer = re.search(r'<p class="answer">([^<]*)', text)
    assert answer is not None
    result = replayed(confidence=0.999)
    assert f"{result['false_matches']} of 535" in answer[1]
    assert "interval" in answer[1]
    assert text.index("<h1>") < text.index('class="answer"') < text.index("Methods")
    assert text.index("Methods") < text.index("Run card")


def test_the_table_is_the_sweep(report: Path) -> None:
    """The rows for the whole gallery are those of run()."""
    html = report.read_text("utf-8")
    row = replayed(confidence=0.99)["groups"]["gender"][0]
    wanted = f"<td>{row['false_matches']}</td><td>{row['searches']}</td>"
    assert wanted in html


def test_dragging_the_slider_reads_what_run_says(page) -> None:
    """The thumb is dragged with the network off; count and bars are those of run --json."""
    slider = page.locator("input[type=range]")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle, thumb = box["y"] + box["height"] / 2, 28
    assert int(page.inner_text(".card.matched .big b")) == 28
    stop, last = int(slider.input_value()), int(slider.get_attribute("max"))
    x = box["x"] + thumb / 2 + stop / last * (box["width"] - thumb)
    page.mouse.move(x, middle)
    page.mouse.down()
    for step in range(1, 16):
        page.mouse.move(x - 5 * step, middle)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert int(slider.input_value()) < stop
    distance = page.inner_text(".beside").removeprefix("distance ")
    result = replayed(distance=float(distance))
    assert int(page.inner_text(".card.matched .big b")) == result["false_matches"] > 28
    bars = page.locator(".picture tspan[font-weight]").all_text_contents()
    expected = [
        f"{r['false_matches']} of {r['searches']}" for r in result["groups"]["race_ethnicity"]
    ]
    assert bars == expected
    assert page.locator(".pair").count() == result["false_matches"]


def test_tables_sort(page) -> None:
    """A click sorts by rate, and a second click reverses the order."""
    button = page.get_by_role("button", name="rate", exact=True)
    cells = "table.sorts td:nth-last-child(5)"
    at = f"[...document.querySelectorAll('{cells}')].map(c => +c.dataset.value)"
    button.click()
    rates = page.evaluate(at)
    assert rates == sorted(rates)
    button.click()
    assert page.evaluate(at) == sorted(rates, reverse=True)


def test_on_paper_there_is_nothing_to_click(page) -> None:
    """In print, headings have no buttons so that they repeat; no slider; the chosen pairs."""
    page.emulate_media(media="print")
    head = page.locator("table.sorts th").last
    assert head.locator("button").is_hidden()
    assert (
        head.evaluate("e => getComputedStyle(e, '::before').content") == '"share of false matches"'
    )
    for hidden in ("input[type=range]", ".presets", ".screen"):
        assert page.locator(hidden).first.is_hidden()
    assert page.locator(".pair").first.is_visible()
    overflow = "(all) => all.map((e) => getComputedStyle(e).overflow)"
    assert set(page.locator("main > .scroll").evaluate_all(overflow)) == {"visible"}
    assert len(page.pdf(format="A4")) > 10_000


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(page, width) -> None:
    """axe-core finds nothing on a wide and on a narrow screen in light colors."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe")
    page.set_viewport_size({"width": width, "height": 6000})
    page.wait_for_timeout(300)
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_photographs_only_when_asked_and_blurred(photos: Path, tmp_path: Path, browser) -> None:
    """With --photos, images are embedded and blurred until clicked."""
    sweep(parse_grid("confidence = 99.9"), tmp_path / "run", workers=1)
    write_report(tmp_path / "run", tmp_path / "with.html", photos=photos)
    assert (tmp_path / "with.html").stat().st_size < 5_000_000
    tab = browser.new_page()
    tab.goto((tmp_path / "with.html").as_uri())
    image = tab.locator(".pair img").first
    image.wait_for(state="attached")
    assert "blur" in image.evaluate("e => getComputedStyle(e).filter")
    tab.locator(".pair button").first.click()
    assert image.evaluate("e => getComputedStyle(e).filter") == "none"
    tab.close()


def test_failures_to_enrol_stand_beside_the_rates(tmp_path: Path) -> None:
    """Under a condition the report says who could not be searched for; without one, nothing."""
    text = 'condition = ["none", "motion-blur"]\nconfidence = 99.9'
    sweep(parse_grid(text), tmp_path / "a", workers=1)
    card, frame = read_sweep(tmp_path / "a")
    html = report_html(card, frame, text)
    assert "<td>motion blur</td><td>525</td><td>10</td>" in html
    assert "10 failed to enroll" in html
    html = report_html(card, frame[frame["condition"].isna()], text)
    assert "failed to enroll" not in html.lower()


def test_failed_cells_are_told(tmp_path: Path) -> None:
    """The report gives the reason for a failed cell, beside the cells that worked."""
    sweep(parse_grid("false_matches = [28, 99999]"), tmp_path / "a", workers=1)
    card, frame = read_sweep(tmp_path / "a")
    html = report_html(card, frame, "")
    assert "1 cell could not be computed" in html
    assert "found 99999" in html
    assert "28 of 535" in html


def test_faces_of_people_in_public_office(tmp_path: Path, browser) -> None:
    """Both faces of a pair stand side by side without blur; a switch goes back to drawings."""
    sweep(parse_grid('gallery = "legislators"\nfalse_matches = 28'), tmp_path / "run", workers=1)
    write_report(tmp_path / "run", tmp_path / "report.html")
    assert (tmp_path / "report.html").stat().st_size < 5_000_000
    context = browser.new_context(offline=True)
    tab = context.new_page()
    tab.goto((tmp_path / "report.html").as_uri())
    first = tab.locator(".pair").first
    first.scroll_into_view_if_needed()
    assert first.locator("img").count() == 2
    loaded = "(i) => i.complete && i.naturalWidth > 0"
    for place in range(2):
        image = first.locator("img").nth(place)
        tab.wait_for_function(loaded, arg=image.element_handle())
        assert image.get_attribute("alt").startswith("Official portrait of ")
        assert image.evaluate("e => getComputedStyle(e).filter") == "none"
    tab.get_by_label("Show drawings instead").check()
    assert tab.locator(".pair img").count() == 0
    assert first.locator("svg").count() == 2
    context.close()
