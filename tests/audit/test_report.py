"""The report of one audit: offline, with the command line's numbers; its input is not trusted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.chromium import CHROMIUM

from simulator.audit.audit import Audit
from simulator.audit.report import rewrite_report
from simulator.audit.result import AuditView
from simulator.audit.run import run_audit
from simulator.audit.run_folder import write_audit
from simulator.errors import ExperimentError
from simulator.sweep.folder_report import write_folder_report


@pytest.fixture(scope="module")
def view() -> AuditView:
    return run_audit(Audit(share_of_women=0.5, abstain=0.9)).at()


@pytest.fixture
def folder(view: AuditView, tmp_path: Path) -> Path:
    write_audit(view, tmp_path / "out")
    return tmp_path / "out"


def test_what_is_written(folder: Path) -> None:
    """The folder holds JSON, report, a table per test and grouping, but no photo and no vector."""
    names = {path.name for path in folder.iterdir()}
    assert {"audit.json", "report.html", "london-by-ethnicity-by-gender.csv"} <= names
    text = (folder / "report.html").read_text("utf-8")
    assert "data:image" not in text
    assert "https://" not in text
    assert "congress-115" in text


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt install chromium")
def test_the_pictures_show_the_audits_numbers(view: AuditView, folder: Path) -> None:
    """In Chromium without a network, on a wide screen and on a phone: every group of every test."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright for Python")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (1280, 390):
            context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
            page = context.new_page()
            broken: list[str] = []
            page.on("pageerror", lambda error, seen=broken: seen.append(str(error)))
            page.goto(f"file://{folder / 'report.html'}")
            page.wait_for_selector("#published .rows li")
            shown = page.locator(".count").all_inner_texts()
            expected = []
            for test in view.tests:
                for column in view.columns(test):
                    rows = test.by(column)
                    expected += [f"{r.errors:,} of {r.answered:,} wrong" for r in rows.itertuples()]
                    expected += [
                        f"{r.refused:,} of {r.people:,} refused" for r in rows.itertuples()
                    ]
            assert shown[: len(expected)] == expected
            assert broken == []
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            context.close()
        browser.close()


def test_a_report_is_made_again_from_the_settings(folder: Path) -> None:
    """The report calculates its numbers instead of reading them."""
    (folder / "report.html").unlink()
    write_folder_report(folder, folder / "report.html")
    assert "Two answers, and no third." in (folder / "report.html").read_text("utf-8")
    with pytest.raises(ExperimentError, match="--photos"):
        write_folder_report(folder, folder / "report.html", photos=folder)


def test_numbers_that_do_not_come_out_are_a_sentence(folder: Path) -> None:
    """A changed count in the file, or changed data, is an error."""
    told = json.loads((folder / "audit.json").read_text("utf-8"))
    told["tests"][1]["groups"]["gender"][0]["errors"] += 1
    (folder / "audit.json").write_text(json.dumps(told))
    with pytest.raises(ExperimentError, match="the data sets or their labels have changed"):
        rewrite_report(folder, folder / "report.html")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"audit": 3}',
        '{"audit": {}}',
        '{"audit": {"train": "lfw", "tests": "london"}}',
        '{"audit": {"train": "lfw", "tests": [3], "share_of_women": null, "people": null, '
        '"mix": null, "seed": 0, "abstain": 0.5, "group_by": []}}',
        '{"audit": {"train": "lfw", "tests": ["london"], "share_of_women": null, "people": null, '
        '"mix": {"F": "many"}, "seed": 0, "abstain": 0.5, "group_by": []}}',
        '{"audit": {"train": "lfw", "tests": ["london"], "share_of_women": null, "people": null, '
        '"mix": null, "seed": 0, "abstain": 0.5, "group_by": [], "trainer": "os.system"}}',
    ],
    ids=lambda t: t[:60] or "empty",
)
def test_a_foreign_file_is_a_sentence(tmp_path: Path, text: str) -> None:
    """A foreign file is an error, whatever it contains, and no report is written."""
    (tmp_path / "audit.json").write_text(text)
    with pytest.raises(ExperimentError, match="Run the audit again"):
        rewrite_report(tmp_path, tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()
