"""The site in Chromium, from file://, with the network off."""

from __future__ import annotations

import functools
import socket
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from support.accessibility import findings
from support.chromium import IN_CHROMIUM

pytestmark = IN_CHROMIUM
TRY_EVERYTHING = """(there) => {
  fetch(there).catch(() => 0);
  navigator.sendBeacon(there, "x");
  try { new WebSocket(there.replace("http", "ws")); } catch { /* forbidden */ }
  try { new EventSource(there); } catch { /* forbidden */ }
  for (const tag of ["img", "script", "iframe", "audio"]) {
    const one = document.createElement(tag);
    one.src = there;
    document.body.append(one);
  }
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = there;
  document.head.append(style);
  document.body.style.backgroundImage = `url(${there})`;
}"""


@pytest.fixture
def stick(browser, site):
    """Return a tab without a network; it asks for the site's pages only, and nothing fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_offline(True)
    tab = context.new_page()
    asked, broken = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: broken.append(str(error)))
    tab.on("console", lambda m: broken.append(m.text) if m.type == "error" else None)
    yield tab
    context.close()
    assert [url for url in asked if not url.startswith(site.as_uri())] == []
    assert broken == []


def test_a_pupil_plays_it_from_a_stick(stick, site):
    """The question, a drag with its ghost, the other gallery, a link, Tonight, and a lesson."""
    page = stick
    page.goto(f"{site.as_uri()}/index.html")
    page.locator(".predict button").first.click()
    thumb = page.locator("#threshold")
    thumb.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    before = page.locator(".live .count").inner_text()
    page.get_by_role("button", name="our 99%").click()
    assert page.locator(".live .count").inner_text() != before
    assert page.locator(".shift-picture .mark.was, .shift-picture .was").count()
    assert page.locator(".verdict .line").inner_text()
    assert "threshold=99%" in page.url
    page.get_by_role("button", name="news photos").click()
    page.wait_for_function("location.hash.includes('gallery=lfw')")
    page.wait_for_function("document.querySelector('#story').textContent.includes('news photos')")
    assert page.locator("#pairs svg.face").count()
    assert findings(page) == []
    # The address that is in the bar now shows the same elsewhere, and Tonight takes the setting.
    there, count = page.url, page.locator(".live .count").inner_text()
    page.goto("about:blank")
    page.goto(there)
    page.locator(".shift-picture .mark").first.wait_for()
    assert page.locator(".live .count").inner_text() == count
    page.get_by_role("link", name="Tonight").click()
    page.get_by_role("button", name="Skip to the end").click()
    assert "gallery=lfw" in page.url
    assert page.locator(".tonight .outcome").inner_text().startswith(count)
    page.get_by_role("link", name="Lessons").click()
    page.get_by_role("link", name="The 2018 test, run again").click()
    assert page.locator(".lesson h1").inner_text() == "A test in July 2018"


@pytest.mark.long
def test_its_policy_forbids_every_request(browser, site):
    """Whatever a script tried, a listening server hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1)
        there = f"http://127.0.0.1:{server.getsockname()[1]}/"
        tab = browser.new_page()
        tab.goto(f"{site.as_uri()}/index.html")
        tab.locator(".shift-picture .mark").first.wait_for()
        tab.evaluate(TRY_EVERYTHING, there)
        with pytest.raises(TimeoutError):
            server.accept()
        tab.close()


@pytest.mark.long
@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("threshold=soon", "threshold"),
        ("gallery=mugshots", "gallery"),
        ("portrait=third", "portrait"),
        ("by=shoe_size", "by"),
        ("threshold=-1", "threshold"),
        ("threshold=400%", "threshold"),
    ],
)
def test_a_link_that_is_not_understood_says_so(stick, site, link, words):
    """One sentence: what was expected, what was found."""
    stick.goto(f"{site.as_uri()}/index.html#{link}")
    stick.locator(".shift-picture .mark").first.wait_for()
    said = stick.locator("#trouble").inner_text()
    assert said.startswith(f"The link was not understood: expected {words} to be one of")


@pytest.mark.long
def test_a_link_finds_the_stop_that_python_finds(stick, site, site_board):
    """Keys, distances and confidences, with and without their percent sign."""
    board = site_board("legislators")
    for text in ("99%", "80%", "99.9", "97.3%", "0.55", "0.4001", "aclu-count", "aclu-rate", "50"):
        stick.goto("about:blank")
        stick.goto(f"{site.as_uri()}/index.html#predict=off&gallery=legislators&threshold={text}")
        stick.locator(".shift-picture .mark").first.wait_for()
        assert stick.locator("#threshold").input_value() == str(board.stops.find(text).position)


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=str)
def test_axe_finds_nothing(browser, site, scheme, size):
    """Every page, in both color schemes, on a phone and with a projector."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme
    )
    tab = context.new_page()
    for file in sorted(site.rglob("*.html")):
        for link in ("", "#projector=true"):
            tab.goto("about:blank")
            tab.goto(file.as_uri() + link)
            tab.wait_for_timeout(800)
            assert (file.name, link, findings(tab)) == (file.name, link, [])
    context.close()


@pytest.mark.long
def test_in_a_sandboxed_frame_below_a_path(browser, site, tmp_path):
    """A host page hears the height, the menu is left out, and the thumb moves."""
    (tmp_path / "school" / "web").mkdir(parents=True)
    (tmp_path / "school" / "web" / "lab").symlink_to(site)
    (tmp_path / "school" / "index.html").write_text(
        '<iframe id="lab" sandbox="allow-scripts" width="900" height="300" '
        'src="web/lab/index.html#embed=1&predict=off"></iframe><script>addEventListener("message", '
        '({data}) => { if (data.falsematch === "height") window.told = data.height; });</script>'
    )
    serve = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        tab = browser.new_page()
        tab.goto(f"http://127.0.0.1:{server.server_address[1]}/school/index.html")
        frame = tab.frame_locator("#lab")
        frame.locator(".shift-picture .mark").first.wait_for()
        tab.wait_for_function("window.told > 400")
        assert not frame.locator("nav").is_visible()
        before = frame.locator(".live .count").inner_text()
        frame.get_by_role("button", name="our 80%").click()
        assert frame.locator(".live .count").inner_text() != before
        tab.close()
        server.shutdown()
