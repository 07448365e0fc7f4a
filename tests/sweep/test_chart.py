"""A sweep as SVG: marks are placed by their numbers, for either kind of sweep."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest

from simulator.sweep.chart import BOTTOM, HEIGHT, PANELS, TOP, panels
from simulator.sweep.kinds import SEARCHES
from simulator.sweep.summary import Summary


def summary(rates: list[float], settings: int = 1) -> Summary:
    """Return a summary with a row per rate (sizes 1, 2, …) for each of further settings."""
    rows = [
        {
            "gallery_size": f"size {i}",
            "matcher": f"matcher {m}",
            "group_by": "gender",
            "group": "F",
            "label": "Women <all>",
            "trials": 40,
            "events": 40 * rate,
            "rate": rate,
            "low": rate / 2,
            "high": min(1.5 * rate, 1.0),
        }
        for m in range(settings)
        for i, rate in enumerate(rates)
    ]
    table = pd.DataFrame(rows)
    for column in ("gallery_size", "matcher"):
        table[column] = pd.Categorical(table[column], list(dict.fromkeys(table[column])))
    varied = ["gallery_size"] + (["matcher"] if settings > 1 else [])
    return Summary(table, varied, 1, SEARCHES)


def heights(svg: str) -> list[float]:
    """Return the height of each mark above the axis, as a share of the axis."""
    at = [
        float(y) for y in re.findall(r'class="mark" transform="translate\([\d.]+,([\d.]+)\)', svg)
    ]
    return [(HEIGHT - BOTTOM - y) / (HEIGHT - TOP - BOTTOM) for y in at]


def test_marks_stand_at_their_rates() -> None:
    """0%, 10% and 20% are drawn on an axis that ends at the next round number above 30%: 40%."""
    [(title, svg, legend)] = panels(summary([0.0, 0.1, 0.2]))
    assert heights(svg) == pytest.approx([0.0, 0.25, 0.5], abs=0.001)
    assert "gender" in title
    assert "Women &lt;all&gt;" in legend
    assert "Women &lt;all&gt;: 20.0%" in svg


def test_each_panel_is_well_formed() -> None:
    """The SVG is XML with a mark, a line for its interval and a name for screen readers."""
    [(_title, svg, _legend)] = panels(summary([0.0, 1.0]))
    root = ElementTree.fromstring(svg)
    assert "the table has the numbers" in root.attrib["aria-label"]
    assert svg.count('class="mark"') == svg.count('class="whisker"') == 2


def test_there_are_no_more_panels_than_fit() -> None:
    """Every further setting gets a panel, up to a limit; an empty table gets none."""
    assert len(panels(summary([0.1], settings=3))) == 3
    assert len(panels(summary([0.1], settings=PANELS + 5))) == PANELS
    empty = summary([0.1])
    assert panels(Summary(empty.table.iloc[:0], empty.varied, 0, SEARCHES)) == []


def test_a_group_has_one_color_in_every_panel() -> None:
    """Where another setting lists the men first, or has them alone, women keep their color."""
    one = summary([0.1], settings=3)
    men = one.table.assign(group="M", label="Men", rate=0.2)
    women, later = one.table, men.iloc[1:]
    order = [women.iloc[:1], men.iloc[:1], later.iloc[:1], women.iloc[1:2], later.iloc[1:]]
    drawn = panels(Summary(pd.concat(order), one.varied, 1, SEARCHES))
    colors = [
        {
            label: color
            for color, label in re.findall(r'<li class="(g[0-9])">.*?</svg>([A-Z][a-z]+)', legend)
        }
        for _title, _svg, legend in drawn
    ]
    both = {"Women": "g0", "Men": "g1"}
    assert colors == [both, both, {"Men": "g1"}]


def test_the_interval_of_a_group_of_two_does_not_rule_the_axis() -> None:
    """1 of 2, 9% to 91%, beside 4 of 40: the axis ends at 50% or 60%, not at 100%."""
    one = summary([0.1])
    two = one.table.assign(group="I", label="Two", trials=2, rate=0.5, low=0.09, high=0.91)
    both = Summary(pd.concat([one.table, two]), one.varied, 1, SEARCHES)
    [(_title, svg, _legend)] = panels(both)
    assert ">60%<" in svg
    assert ">100%<" not in svg
    [(_title, alone, _legend)] = panels(Summary(two, one.varied, 1, SEARCHES))
    assert ">100%<" in alone
