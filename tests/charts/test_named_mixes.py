"""Named mixes in words, and the table of what they do."""

from __future__ import annotations

from support.replay import default_replay

from simulator import Experiment, run
from simulator.charts.named_mixes import few_note, mix_sentences, shift_rows
from simulator.datasets.dataset import load_dataset
from simulator.experiment.mixes import shift_by_mix
from simulator.i18n.language import percent, speaking
from simulator.search.named_mixes import EVEN, TITLES, US_ADULTS, US_ARRESTS, mix_of


def test_a_mix_says_its_source_and_what_it_leaves_out() -> None:
    utkface = load_dataset("utkface-adults")
    for name, table in ((US_ARRESTS, "Table 43A"), (US_ADULTS, "B05003A")):
        told = " ".join(mix_sentences(mix_of(name, utkface)))
        assert table in told
        assert "https://" in told
        assert "Hispanic or Latino" in told
        assert "not drawn: Indian, Other" in told
    assert "left out (2.4%)" in " ".join(mix_sentences(mix_of(US_ARRESTS, utkface)))
    assert len(mix_sentences(mix_of(EVEN, utkface))) == 1


def test_in_spanish_no_english_group_is_left() -> None:
    with speaking("es"):
        told = " ".join(mix_sentences(mix_of(US_ARRESTS, load_dataset("utkface-adults"))))
    assert "nativo de Alaska" in told
    assert "not drawn" not in told


def test_one_row_a_group_and_one_column_a_mix() -> None:
    shift = shift_by_mix(default_replay().at(distance=0.5), 1500, "gender")
    head, rows = shift_rows(shift)
    assert len(head) == 2 + len(TITLES)
    assert [row[:2] for row in rows] == [["Men", "423"], ["Women", "112"]]
    assert rows[0][2] == percent(float(shift[EVEN]["fpir"].iloc[0]))
    assert few_note(shift) == ""
    by_race = shift_by_mix(default_replay().at(distance=0.5), 1500, "race_ethnicity")
    assert few_note(by_race).startswith("† Fewer than 20")
    assert sum(row[0].endswith("†") for row in shift_rows(by_race)[1]) == 3


def test_more_photos_than_there_are_are_bracketed() -> None:
    _, rows = shift_rows(shift_by_mix(default_replay().at(distance=0.5), 12_000, None))
    assert rows[0][0] == "everyone"
    assert any(cell.startswith("between") for cell in rows[0])


def test_the_column_of_people_counts_people() -> None:
    view = run(Experiment(probes="london")).at(distance=0.5)
    head, rows = shift_rows(shift_by_mix(view, 1500, "ethnicity"))
    assert head[1] == "people"
    assert ["Black †", "13"] in [row[:2] for row in rows]
