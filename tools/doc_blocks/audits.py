"""Blocks of docs/audit.md."""

from __future__ import annotations

from functools import cache

from doc_blocks.common import block, table
from simulator import Audit, run_audit
from simulator.audit.result import AuditResult
from simulator.stats.published_audits import AUDITS, BEFORE, GROUPS

SEEDS = range(20)
ABSTAIN = 0.9


@cache
def audit(share_of_women: float | None = None, seed: int = 0) -> AuditResult:
    """Train a gender classifier once for all blocks."""
    return run_audit(Audit(share_of_women=share_of_women, seed=seed))


HELD_OUT = "lfw, held out"
AUDIT_ROWS = {
    "LFW, held out: women": (HELD_OUT, "gender", "F"),
    "LFW, held out: men": (HELD_OUT, "gender", "M"),
    "LFW, held out: everyone": (HELD_OUT, None, None),
    "Congress: Black women": ("congress-115", "race_ethnicity*gender", "Black*F"),
    "Congress: women, White or not listed": ("congress-115", "race_ethnicity*gender", "White*F"),
    "Congress: men, White or not listed": ("congress-115", "race_ethnicity*gender", "White*M"),
    "London: women": ("london", "gender", "female"),
    "London: men": ("london", "gender", "male"),
}


def answers(result: AuditResult, name: str, abstain: float = 0.5) -> dict[str, float]:
    """Return errors, answered, refused, low and high of a row of ``AUDIT_ROWS``."""
    test, column, group = AUDIT_ROWS[name]
    view = result.at(abstain=abstain).of(test)
    if column is not None:
        return dict(view.by(column).set_index("group").loc[group])
    found = view.errors
    return {
        "errors": found.events,
        "answered": found.trials,
        "refused": view.refusals.events,
        "low": found.low,
        "high": found.high,
    }


@block
def audit_errors() -> str:
    """Return the wrong answers of seed 0 as a table."""
    rows = []
    for name in AUDIT_ROWS:
        own, half = answers(audit(), name), answers(audit(0.5), name)
        refusing = answers(audit(), name, ABSTAIN)
        counts = [f"{row['errors']:,} of {row['answered']:,}" for row in (own, half, refusing)]
        if name == "Congress: Black women":
            counts[0] += f" ({100 * own['low']:.1f}%–{100 * own['high']:.1f}%)"
        counts[2] += f", {refusing['refused']} refused"
        rows.append((name, *counts))
    header = ["wrong answers", "the data's own mix", "half women"]
    return table([*header, "the data's own mix, refusing under 90%"], rows)


@block
def audit_draws() -> str:
    """Return the wrong answers over twenty seeds as a table."""
    rows = []
    for name in (
        "LFW, held out: everyone",
        "Congress: Black women",
        "Congress: women, White or not listed",
        "London: men",
    ):
        cells, people = [], 0
        for share in (None, 0.5):
            drawn = [answers(audit(share, seed), name) for seed in SEEDS]
            errors = [int(row["errors"]) for row in drawn]
            people = int(drawn[0]["answered"])
            mean = sum(errors) / len(errors)
            cells.append(f"{mean:.1f} ({min(errors)}–{max(errors)})")
        rows.append((f"{name}, of {people:,}", *cells))
    header = ["wrong answers: mean (fewest–most)", "the data's own mix", "half women"]
    return table(header, rows)


@block
def published_audits() -> str:
    """Return the error rates that the two studies printed as a table."""
    rows = [
        (
            found.company,
            "first" if found.when == BEFORE else "second",
            *(found.printed(group) for group in (*GROUPS, None)),
        )
        for found in AUDITS
    ]
    groups = ["darker women", "darker men", "lighter women", "lighter men", "everyone"]
    return table(["", "audit", *groups], rows)
