"""Every page in every look: no finding of axe, and the keyboard reaches what the mouse does."""

from __future__ import annotations

import pytest
from support.accessibility import findings
from support.chromium import IN_CHROMIUM, at_rest, watched

pytestmark = IN_CHROMIUM

PAGES = {
    "first page": "/?predict=off",
    "question": "/?predict=on",
    "Tonight": "/tonight",
    "cards": "/one-of-these",
    "Lessons": "/lessons",
    "Lab": "/lab",
    "Audit": "/audit",
    "Batch": "/batch",
    "Data": "/data",
    "own photo": "/own-photo",
}
TALL = 6000
"""A page scrolls inside its main part: axe looks only at what is in the window."""
LOOKS = {
    "light": (1366, "light", {}),
    "dark": (1366, "dark", {}),
    "projector": (1024, "light", {"projector": "true"}),
    "phone": (390, "light", {}),
    "Spanish": (1366, "light", {"lang": "es"}),
    "dark Spanish phone": (390, "dark", {"lang": "es"}),
}
ALWAYS = ("projector", "dark Spanish phone")
# Everything that answers a click, through all shadow roots, and what of it Tab does not reach.
UNREACHED = """() => {
  const roots = [document];
  for (let i = 0; i < roots.length; i++)
    for (const e of roots[i].querySelectorAll("*")) if (e.shadowRoot) roots.push(e.shadowRoot);
  const visible = (e) => e.checkVisibility({ visibilityProperty: true })
    && e.getClientRects().length;
  const clicked = "a[href], button, input, select, textarea, summary, [onclick], [role=button],"
    + "[role=radio], [role=tab], [role=switch], [role=slider], [role=menuitem], [role=option]";
  // Of a group of radios, and of Streamlit's switches, the keyboard reaches one or its input.
  const groups = "[role=radiogroup], [role=tablist], [role=listbox], [role=menu]";
  const grouped = (e) => e.closest(groups);
  // Steppers and arrows beside a field of Streamlit's: the field itself takes the same keys.
  const beside = (e) => e.closest("[data-testid=stElementContainer]")
    ?.querySelector("input:not([tabindex='-1']), select, textarea");
  const holds = (e) => e.querySelector("[tabindex='0'], input, button, a[href]");
  return roots.flatMap((root) => [...root.querySelectorAll(clicked)])
    .filter((e) => visible(e) && !e.disabled && e.getAttribute("aria-hidden") !== "true"
      && e.tabIndex < 0 && !grouped(e) && !beside(e)
      && !holds(e) && !e.closest("[inert]"))
    .map((e) => e.outerHTML.slice(0, 160));
}"""
# The focused element's outline, border, shadow and background; the same without focus differ.
SHOWN = """async (e) => {
  const looks = (x) => { const s = getComputedStyle(x); return [s.outlineStyle, s.outlineWidth,
    s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine]; };
  // A field's frame belongs to a box around it.
  const around = [e];
  for (let i = 0; i < 4; i++) around.push(around.at(-1)?.parentElement);
  const all = () => [...around, e.closest("label")].filter(Boolean).map(looks).join();
  const focused = all();
  e.blur();
  // Most frames are gone at once; some fade.
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const until = performance.now() + 400;
  while (focused === all() && performance.now() < until) await wait(20);
  const not = all();
  e.focus({ focusVisible: true });
  if (focused !== not) return true;
  // It may still have been fading in.
  await wait(400);
  return all() !== not;
}"""
MOST_TABS = 70


def opened_in(page, address: str, path: str, query: dict[str, str]) -> None:
    """Open a page in a look and wait until nothing on it changes any more."""
    extra = "&".join(f"{name}={value}" for name, value in query.items())
    page.goto(address + path + (("&" if "?" in path else "?") + extra if extra else ""))
    page.wait_for_selector("h1", state="attached", timeout=120_000)
    at_rest(page)


@pytest.mark.parametrize(
    "look",
    # These two have every color, language, width and size of type; the others repeat them.
    [look if look in ALWAYS else pytest.param(look, marks=pytest.mark.long) for look in LOOKS],
)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser, address, name, look):
    """axe finds nothing, and nothing is cut off at the side."""
    width, scheme, query = LOOKS[look]
    size = {"width": width, "height": TALL}
    with watched(browser, viewport=size, color_scheme=scheme) as page:
        opened_in(page, address, PAGES[name], query)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything(browser, address, name):
    """What answers the mouse can be focused, Tab goes on without a trap, and focus is seen."""
    with watched(browser, viewport={"width": 1366, "height": 900}) as page:
        opened_in(page, address, PAGES[name], {})
        assert page.evaluate(UNREACHED) == []
        reached, unseen = [], []
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            focused = page.evaluate_handle(
                "() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) "
                "e = e.shadowRoot.activeElement; return e; }"
            ).as_element()
            reached.append(focused.evaluate("(e) => e.outerHTML.slice(0, 120)"))
            if "<body" in reached[-1] or (len(reached) > 5 and reached[-1] == reached[0]):
                break
            # The scrolling page itself, which Streamlit lets be focused, has no frame.
            if 'id="stMain"' not in reached[-1] and not focused.evaluate(SHOWN):
                unseen.append(reached[-1])
        # Stuck on one element is a trap.
        assert len(set(reached[:10])) > 5
        assert unseen == []
