"""People to train on and to test: one photo each, nobody in both, no gender guessed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.small_datasets import Made

from simulator.audit.people import HELD_OUT, draw_mix, draw_share, people_of, persons, split
from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError, LabelError, ManifestError

ZERO = (0.0, 0.0, 0.0, 0.0)


def crowd(women: int, men: int) -> list[tuple[str, str, str, str, tuple[float, ...]]]:
    """Return that many people with one photo each."""
    return [(f"w{i}", f"w{i}", "F", "north", ZERO) for i in range(women)] + [
        (f"m{i}", f"m{i}", "M", "south", ZERO) for i in range(men)
    ]


def test_one_photo_of_each_labeled_person(make_dataset: Made) -> None:
    """Two of six people have the same label throughout and are kept; the rest are counted."""
    folder = make_dataset(
        "made",
        [
            ("a1", "ann", "F", "north", ZERO),
            ("a2", "ann", "F", "north", ZERO),
            ("b1", "bob", "m", "north", ZERO),
            ("c1", "cem", "", "north", ZERO),
            ("d1", "dov", "F", "north", ZERO),
            ("d2", "dov", "M", "north", ZERO),
            ("e1", "eve", "non-binary", "north", ZERO),
            ("f1", "fay", "F", "north", None),
        ],
    )
    people = people_of(load_dataset(str(folder)), seed=0)
    assert people.who.tolist() == ["made:ann", "made:bob"]
    assert people.woman.tolist() == [True, False]
    assert (people.unlabeled, people.disagreeing, people.excluded) == (1, 1, 0)
    assert people.outside == {"non-binary": 1}


def test_the_photo_is_drawn_by_the_seed(make_dataset: Made) -> None:
    """A seed always draws the same photo; over many seeds, every photo of a person is drawn."""
    rows = [(f"a{i}", "ann", "F", "north", ZERO) for i in range(3)]
    dataset = load_dataset(str(make_dataset("made", rows)))
    drawn = [people_of(dataset, seed).rows.tolist() for seed in range(20)]
    assert drawn == [people_of(dataset, seed).rows.tolist() for seed in range(20)]
    assert {row for rows in drawn for row in rows} == {0, 1, 2}


def test_names_for_one_photo_are_one_person(make_dataset: Made) -> None:
    """A photo filed under two names must not be both trained on and held out."""
    folder = make_dataset("made", crowd(4, 0))
    (folder / "same_photo.csv").write_text("first,second,evidence\nw0,w1,bytes\nw1,w2,bytes\n")
    dataset = load_dataset(str(folder))
    assert persons(dataset).tolist() == ["made:w0", "made:w0", "made:w0", "made:w3"]
    assert len(people_of(dataset, 0)) == 2
    (folder / "same_photo.csv").write_text("one,two\nw0,w1\n")
    with pytest.raises(ManifestError, match="first and second"):
        persons(load_dataset(str(folder)))


def test_a_data_set_without_gender_label_is_a_sentence(make_dataset: Made) -> None:
    """Nobody's gender is guessed to check a guess."""
    folder = make_dataset("made", crowd(2, 2))
    card = (folder / "card.toml").read_text().replace("[labels.gender]", "[labels.other]")
    (folder / "card.toml").write_text(card)
    with pytest.raises(LabelError, match="found none"):
        people_of(load_dataset(str(folder)), 0)


def test_a_data_set_without_encodings_is_a_sentence() -> None:
    """UTKFace comes as a search, not as encodings."""
    with pytest.raises(ExperimentError, match="finished search only"):
        people_of(load_dataset("utkface-adults"), 0)


def test_a_quarter_is_held_out_of_each_gender(make_dataset: Made) -> None:
    """2 of 8 women and 3 of 12 men are held out; together the parts are everybody, once."""
    people = people_of(load_dataset(str(make_dataset("made", crowd(8, 12)))), 0)
    pool, held = split(people, 0)
    assert HELD_OUT == 0.25
    assert (int(held.woman.sum()), int((~held.woman).sum())) == (2, 3)
    assert sorted([*pool.who, *held.who]) == sorted(people.who)
    assert split(people, 0)[1].who.tolist() == held.who.tolist()
    assert any(split(people, s)[1].who.tolist() != held.who.tolist() for s in range(1, 6))


def test_the_dial_adds_and_removes_and_exchanges_nobody(make_dataset: Made) -> None:
    """A larger share of women contains every woman of a smaller one."""
    people = people_of(load_dataset(str(make_dataset("made", crowd(40, 40)))), 0)
    pool, _ = split(people, 0)
    before: set[str] = set()
    for share in (0.1, 0.25, 0.5, 0.9):
        drawn = draw_share(pool, share, 20)
        women = set(drawn.who[drawn.woman])
        assert len(drawn) == 20
        assert len(women) == round(20 * share)
        assert before <= women
        before = women


def test_by_default_every_share_can_be_drawn(make_dataset: Made) -> None:
    """With 9 women and 30 men to draw from, the fixed total is 9, at the data's own share 2."""
    people = people_of(load_dataset(str(make_dataset("made", crowd(12, 40)))), 0)
    pool, _ = split(people, 0)
    own = draw_share(pool, None, None)
    assert (len(own), int(own.woman.sum())) == (9, round(9 * 9 / 39))
    assert int(draw_share(pool, 8 / 9, None).woman.sum()) == 8


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5, 1.5, float("nan")])
def test_a_share_of_nothing_or_everything_is_a_sentence(make_dataset: Made, share: float) -> None:
    """A classifier trained on one group could give only one answer, so this is refused."""
    people = people_of(load_dataset(str(make_dataset("made", crowd(4, 4)))), 0)
    with pytest.raises(ExperimentError, match="share of women above 0"):
        draw_share(people, share, 4)


@pytest.mark.parametrize(("share", "total"), [(0.5, 100), (0.001, 10), (0.999, 10)])
def test_too_few_to_draw_is_a_sentence(make_dataset: Made, share: float, total: int) -> None:
    """More people than there are, or a share that rounds to nobody, is an error."""
    people = people_of(load_dataset(str(make_dataset("made", crowd(8, 8)))), 0)
    with pytest.raises(ExperimentError, match="to train on"):
        draw_share(people, share, total)


def test_a_mix_names_groups_by_value_or_by_words(make_dataset: Made) -> None:
    """A mix draws the given number of each group, in the pool's order."""
    people = people_of(load_dataset(str(make_dataset("made", crowd(8, 8)))), 0)
    drawn = draw_mix(people, {"Women": 2, "M": 3})
    assert (int(drawn.woman.sum()), len(drawn)) == (2, 5)
    assert draw_mix(people, {"F": 4, "M": 3}).who[:2].tolist() == drawn.who[:2].tolist()


def test_a_mix_of_several_labels(make_dataset: Made) -> None:
    """A mix takes any label that the card offers; groups that share a person are refused."""
    folder = make_dataset("made", crowd(4, 4))
    card = (folder / "card.toml").read_text().replace('["gender"]', '["gender", "origin"]')
    (folder / "card.toml").write_text(card)
    people = people_of(load_dataset(str(folder)), 0)
    assert len(draw_mix(people, {"north": 2, "M": 1})) == 3
    with pytest.raises(ExperimentError, match="do not overlap"):
        draw_mix(people, {"north": 2, "F": 1})


@pytest.mark.parametrize(
    ("mix", "said"),
    [
        ({"F": 3}, "found only women"),
        ({"F": 3, "M": 0}, "found only women"),
        ({"Venus": 1, "M": 1}, "found 'Venus'"),
        ({"F": 9, "M": 1}, "found 9 in the mix"),
        ({"F": -1, "M": 1}, "found -1 in the mix"),
        ({}, "found nobody"),
    ],
    ids=str,
)
def test_a_mix_that_makes_no_sense_is_a_sentence(
    make_dataset: Made, mix: dict[str, int], said: str
) -> None:
    """A group with nobody, only one gender, or more people than there are is an error."""
    people = people_of(load_dataset(str(make_dataset("made", crowd(8, 8)))), 0)
    with pytest.raises(ExperimentError, match=said):
        draw_mix(people, mix)


def test_nothing_is_copied_but_the_rows_asked_for(make_dataset: Made) -> None:
    """The gallery's vectors stay where they are; those of the drawn people are a small copy."""
    dataset = load_dataset(str(make_dataset("made", crowd(4, 4))))
    people = people_of(dataset, 0)
    assert people.take(np.array([0, 1])).vectors().shape == (2, 4)
    assert people.dataset.encodings.vectors is dataset.encodings.vectors


def test_aliases_are_one_person() -> None:
    """LFW's two names of one person are drawn once."""
    lfw = load_dataset("lfw")
    people = people_of(lfw, 0)
    aliased = Path(lfw.folder / "aliases.csv").read_text("utf-8").splitlines()[1:]
    groups: dict[str, set[str]] = {}
    for line in aliased:
        subject, identity, *_ = line.split(",")
        groups.setdefault(identity, set()).add(subject)
    subjects = lfw.manifest.set_index("key")["subject_id"]
    drawn = subjects.loc[lfw.encodings.keys[people.rows].tolist()].tolist()
    assert len(drawn) == len(set(people.who))
    for names in groups.values():
        assert len(names & set(drawn)) <= 1
