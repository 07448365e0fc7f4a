"""The tables on matcher or gallery: texts of the matrix and of the gaps, with their counts."""

from __future__ import annotations

import re

import pytest

from simulator import Experiment, run
from simulator.charts.matcher_or_gallery import (
    gallery_matrix,
    matrix_caption,
    other_references,
    parts_table,
)
from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery
from simulator.experiment.gallery_groups import gallery_groups
from simulator.i18n.language import percent
from simulator.search.named_mixes import AS_IS, US_ADULTS


@pytest.fixture(scope="module")
def found() -> MatcherOrGallery:
    view = run(Experiment(gallery="utkface-adults")).at(distance=0.5)
    return MatcherOrGallery(view, gallery_groups(view, "race"))


def test_the_matrix_has_a_row_for_each_group_and_a_column_for_each_of_the_gallery(
    found: MatcherOrGallery,
) -> None:
    matrix = gallery_matrix(found, "race_ethnicity")
    assert matrix.heads is not None
    assert len(matrix.labels) == 6
    assert all(len(row) == len(matrix.heads) == 5 for row in [*matrix.cells, *matrix.shades])
    rows = found.matrix("race_ethnicity")
    for (group, cells), label, texts in zip(rows, matrix.labels, matrix.cells, strict=True):
        people = int(group.members.sum())
        assert label.endswith("†") is (people < 20)
        assert str(people) in label
        for cell, text in zip(cells, texts, strict=True):
            if cell.bracket is None:
                assert text[0] == percent(cell.fpir.value)
            else:
                assert percent(cell.bracket[1]) in text[0]
    assert max(shade for row in matrix.shades for shade in row) == 1
    assert "1,500" in matrix_caption(found)


def test_every_gap_adds_up_as_it_is_printed(found: MatcherOrGallery) -> None:
    for shares in found.mixes().values():
        head, rows = parts_table(found, shares, "race_ethnicity")
        assert len(rows) == 5
        for row in rows:
            assert len(row) == len(head)
            gap, matcher, mix = (
                float(re.split(r" \(", text)[0].replace("−", "-")) for text in row[1:]
            )
            assert gap == pytest.approx(matcher + mix, abs=0.001)
        # Two people are Native American: no interval, and no verdict.
        assert "(" not in rows[-1][1]
        assert rows[-1][0].endswith("†")


def test_other_references_are_given_where_the_gallery_labels_both_groups(
    found: MatcherOrGallery,
) -> None:
    pairs = {group.value: (group, other) for group, other in found.pairs("race_ethnicity")}
    for name in (AS_IS, US_ADULTS):
        shares = found.mixes()[name]
        black = found.parts(shares, *pairs["Black"])
        hispanic = found.parts(shares, *pairs["Hispanic"])
        assert black is not None
        assert hispanic is not None
        assert other_references(hispanic) == ""
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d", other_references(black))]
        assert len(numbers) == 4
        assert numbers[3] == pytest.approx((numbers[1] + numbers[2]) / 2, abs=0.1)
