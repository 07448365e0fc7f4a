"""The Audit page in a real Chromium shows what the command line prints."""

from __future__ import annotations

import re
import time

from support.chromium import IN_CHROMIUM, opened
from support.program_output import json_output

pytestmark = IN_CHROMIUM


def audited(page) -> list[tuple[int, ...]]:
    """Return the first picture's counts of each group: wrong, answered, refused."""
    rows = page.locator(".groups").first.locator("li:not(.axis)").all()
    found = []
    for row in rows:
        wrong = re.findall(r"\d+", row.locator(".count").inner_text())
        beside = row.locator(".beside")
        refused = re.findall(r"\d+", beside.inner_text())[0] if beside.count() else "0"
        found.append((int(wrong[0]), int(wrong[1]), int(refused)))
    return found


def audit_by_command(*words: str) -> list[tuple[int, ...]]:
    """Return these counts from ``falsematch audit --json``."""
    rows = json_output("audit", *words)["tests"][1]["groups"]["race_ethnicity*gender"]
    return [(row["errors"], row["answered"], row["refused"]) for row in rows]


def test_the_audit_shows_what_the_command_line_says(page, address):
    """Counts agree at the data's own share, and at another with refusals, set by keys."""
    opened(page, address, "/audit", ".groups .right")
    assert audited(page) == audit_by_command()
    slider = page.get_by_role("slider", name="Women among")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**women=30**", timeout=20_000)
    page.wait_for_selector("text=300 women and 700 men", timeout=20_000)
    # The caption changes with the slider, the groups follow when the audit has run again.
    expected = audit_by_command("--share-of-women", "30")
    until = time.monotonic() + 20
    while audited(page) != expected and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert audited(page) == expected
    opened(page, address, "/audit?women=50&refuse=90", ".groups .refused")
    assert audited(page) == audit_by_command("--share-of-women", "50", "--abstain", "90")
