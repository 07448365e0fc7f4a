"""docs/audit.md says what this version computes, and prints what was published."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.audit.audit import Audit, run_audit
from simulator.audit.result import AuditResult, AuditView
from simulator.i18n.language import percent
from simulator.stats.published_audits import AUDITS, BEFORE, BENCHMARK_SHARES, GROUPS

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "audit.md").read_text("utf-8")
ONE_LINE = " ".join(DOCUMENT.split())
ROWS = {
    "LFW, held out: women": ("lfw, held out", "gender", "F"),
    "LFW, held out: men": ("lfw, held out", "gender", "M"),
    "Congress: Black women": ("congress-115", "race_ethnicity*gender", "Black*F"),
    "Congress: women, White or not listed": ("congress-115", "race_ethnicity*gender", "White*F"),
    "Congress: men, White or not listed": ("congress-115", "race_ethnicity*gender", "White*M"),
    "London: women": ("london", "gender", "female"),
    "London: men": ("london", "gender", "male"),
}


@pytest.fixture(scope="module")
def views() -> tuple[AuditView, AuditView, AuditView]:
    own = run_audit()
    return own.at(), run_audit(Audit(share_of_women=0.5)).at(), own.at(abstain=0.9)


def cells(name: str) -> list[str]:
    line = next(x for x in DOCUMENT.splitlines() if x.startswith(f"| {name} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


@pytest.mark.parametrize("name", ROWS)
def test_the_table(views: tuple[AuditView, AuditView, AuditView], name: str) -> None:
    """Every count."""
    test, column, group = ROWS[name]
    told = cells(name)
    for cell, view in zip(told, views, strict=True):
        row = view.of(test).by(column).set_index("group").loc[group]
        assert cell.startswith(f"{row['errors']:,} of {row['answered']:,}")
    refused = views[2].of(test).by(column).set_index("group").loc[group]["refused"]
    assert told[2].endswith(f"{refused} refused")


def test_the_sums_and_the_interval(views: tuple[AuditView, AuditView, AuditView]) -> None:
    """Everybody, and the only interval in the table."""
    for cell, view in zip(cells("LFW, held out: everybody"), views, strict=True):
        found = view.held_out.errors
        assert cell.startswith(f"{found.events:,} of {found.trials:,}")
    row = views[0].of("congress-115").by("race_ethnicity*gender").set_index("group").loc["Black*F"]
    assert f"({percent(row['low'])}–{percent(row['high'])})" in cells("Congress: Black women")[0]
    assert f"from {100 * row['low']:.0f}% to {100 * row['high']:.0f}%" in ONE_LINE


def test_who_was_trained_on(views: tuple[AuditView, AuditView, AuditView]) -> None:
    """The counts of the method."""
    told = views[0].to_dict()["training"]
    data = told["people_in_data"]
    people = data["women"] + data["men"]
    assert f"{people:,} people with a label" in ONE_LINE
    assert f"{data['women']:,} women and {data['men']:,} men" in ONE_LINE
    assert f"({percent(told['share_of_women_in_data'])} women)" in ONE_LINE
    assert f"{told['left_out']['tested_elsewhere']} people of LFW" in ONE_LINE
    tests = views[0].to_dict()["tests"]
    assert f"the {tests[1]['people']} members" in ONE_LINE
    assert f"the {tests[2]['people']} adults" in ONE_LINE


def test_refusing_turns_black_women_away_most(
    views: tuple[AuditView, AuditView, AuditView],
) -> None:
    """Of the groups with at least twelve people."""
    table = views[2].of("congress-115").by("race_ethnicity*gender")
    large = table[table["people"] >= 12].sort_values("refused_rate")
    assert large.iloc[-1]["group"] == "Black*F"


@pytest.fixture(scope="module")
def draws() -> dict[float | None, list[AuditResult]]:
    """Twenty seeds, as the data are and with half women."""
    return {
        share: [run_audit(Audit(share_of_women=share, seed=seed)) for seed in range(20)]
        for share in (None, 0.5)
    }


def counted(results: list[AuditResult], name: str, group: str, what: str = "errors") -> list[int]:
    test, column, value = ROWS.get(name, ("lfw, held out", "gender", "everybody"))
    found = []
    for result in results:
        view = result.at(abstain=0.9 if what == "refused" else 0.5).of(test)
        table = view.by(column).set_index("group")
        found.append(view.errors.events if group == "everybody" else int(table.loc[value, what]))
    return found


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("LFW, held out: everybody wrong, of 1,423", "everybody"),
        ("Congress: Black women wrong, of 18", "Congress: Black women"),
        (
            "Congress: women, White or not listed, wrong, of 61",
            "Congress: women, White or not listed",
        ),
        ("London: men wrong, of 53", "London: men"),
    ],
)
def test_the_twenty_draws(
    draws: dict[float | None, list[AuditResult]], line: str, name: str
) -> None:
    """Mean, least and most."""
    for cell, results in zip(cells(line), draws.values(), strict=True):
        found = counted(results, name, name)
        mean = sum(found) / len(found)
        assert float(cell.split(" ")[0]) == pytest.approx(mean, abs=0.051)
        assert f"({min(found)}–{max(found)})" in cell


def test_in_how_many_draws(draws: dict[float | None, list[AuditResult]]) -> None:
    """Black women against women who are White or not listed: errors, and refusals."""
    black, white = "Congress: Black women", "Congress: women, White or not listed"

    def above(share: float | None, what: str) -> int:
        pairs = zip(
            counted(draws[share], black, black, what),
            counted(draws[share], white, white, what),
            strict=True,
        )
        return sum(b / 18 > w / 61 for b, w in pairs)

    assert f"in {above(None, 'errors')} of the 20 draws" in ONE_LINE
    assert f"with half women in {above(0.5, 'errors')}." in ONE_LINE
    assert above(None, "refused") == 20
    assert "in all 20 draws a larger share of Black women is refused" in ONE_LINE


def test_the_published_table() -> None:
    """Every figure as printed, dashes included."""
    for audit in AUDITS:
        when = "first" if audit.when == BEFORE else "second"
        figures = " | ".join(audit.printed(group) for group in (*GROUPS, None))
        assert f"| {audit.company} | {when} | {figures} |" in DOCUMENT
    for share in BENCHMARK_SHARES.values():
        assert f"{100 * share:.1f}%" in ONE_LINE
