"""The reproduction as Markdown tables, ours beside the published."""

from __future__ import annotations

import math

from simulator.experiment.another_portrait import Overlap
from simulator.experiment.joint_uncertainty_text import share_words
from simulator.experiment.reproduction import COLUMN, Reproduction, Row, shares_of_color
from simulator.experiment.specification_curve_text import curve_lines
from simulator.stats.published import ACLU_FALSE_MATCHES, COMPUTED_FROM_PUBLISHED
from simulator.stats.significance import p_text


def to_markdown(reproduction: Reproduction) -> str:
    """Return the tables as Markdown, ours beside the published."""
    head = [
        "| what | distance | confidence | falsely matched | rate (95%) | people of color among "
        "them | of the searched | rate ratio (95%) | p | "
        f"of the ACLU's {ACLU_FALSE_MATCHES} |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines = [*head, *(_line(row) for row in reproduction.rows)]
    lines += [
        "",
        "| falsely matched | people of color among them | share |",
        "|---|---|---|",
        *(f"| {n} | {k} | {100 * share:.1f}% |" for n, k, share in reproduction.shares),
        "",
        f"Of the ACLU's {ACLU_FALSE_MATCHES}, {reproduction.searchable} have a portrait here and "
        f"were searched; {len(reproduction.in_both)} of them are among our {ACLU_FALSE_MATCHES}: "
        f"{', '.join(reproduction.in_both) or 'none'}.",
        "",
        *_overlap_lines(reproduction.overlap),
        "",
        share_words(reproduction.joint, COLUMN),
        "",
        "The same portraits searched among other members of Congress, people in public office, "
        "where the ACLU searched arrest photos. Falsely matched means taken for another member of "
        "Congress. Relatives are strangers to the matcher's question, so each count is given with "
        "and without them:",
        "",
        *head,
        *(_line(row) for row in reproduction.legislators),
        "",
        *curve_lines(reproduction.curve),
    ]
    return "\n".join(lines)


def _overlap_lines(overlap: Overlap) -> list[str]:
    """Return the table on the other portraits, and the sentence on those who have another."""
    words = {
        "first": f"the first portrait, at {overlap.first_distance:.4f}",
        "second": f"the other portrait, at {overlap.second_distance:.4f}",
        "both": "both",
        "either": "either",
    }
    again = overlap.again()
    same = again.same + again.unsure
    return [
        "| falsely matched with | members | people of color among them (95%) |",
        "|---|---|---|",
        *(
            f"| {words[row['set']]} | {row['of']} | {row['people']} = {100 * row['share']:.1f}% "
            f"({100 * row['low']:.1f}–{100 * row['high']:.1f}) |"
            for row in shares_of_color(overlap)
        ),
        "",
        f"Of the {again.flagged} falsely matched with the first portrait, {again.no_other} have no "
        f"other photograph here and {same} have the same photograph twice. {again.another} really "
        f"have another photograph: {again.again} are falsely matched with it too, "
        f"{again.not_again} are not.",
    ]


def _line(row: Row) -> str:
    style = "*" if row.kind == COMPUTED_FROM_PUBLISHED else ""
    threshold = ("–", "–")
    if not math.isnan(row.distance):
        threshold = (f"{row.distance:.4f}", f"{100 * row.confidence:.2f}%")
    high = "no end" if math.isinf(row.ratio_high) else f"{row.ratio_high:.2f}"
    ratio = "undefined" if math.isnan(row.ratio) else f"{row.ratio:.2f}"
    cells = [
        f"{style}{row.what} ({row.kind}){style}",
        *threshold,
        f"{row.false_matches} of {row.searches}",
        f"{100 * row.rate:.1f}% ({100 * row.low:.1f}–{100 * row.high:.1f})",
        f"{row.people_of_color}" + ("" if math.isnan(row.share) else f" = {100 * row.share:.1f}%"),
        f"{row.searched_people_of_color} = {100 * row.share_of_searches:.1f}%",
        f"{ratio} ({row.ratio_low:.2f}–{high})",
        "–" if math.isnan(row.p) else p_text(row.p),
        f"{row.among_aclu} of {row.searchable_aclu}",
    ]
    return f"| {' | '.join(cells)} |"
