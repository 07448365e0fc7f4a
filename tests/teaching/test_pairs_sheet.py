"""The pairs sheet: the closest pairs, only photos that may be printed, both languages."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from support.lesson_content import calculated_pack
from support.reading_level import grade
from support.replay import replay_in

from simulator.datasets.bundled_faces import bundled_face
from simulator.i18n.language import speaking
from simulator.teaching.documents import documents
from simulator.teaching.lesson_pack import write_pack
from simulator.teaching.pairs_sheet import (
    PAIRS,
    closest_pairs,
    pairs_figures,
    pairs_pictures,
)

GUILT = re.compile(r"criminal|suspect|guilty|sospech|culpable|delincuente", re.IGNORECASE)


@pytest.fixture(scope="module")
def result():
    return replay_in("legislators")


@pytest.fixture(scope="module")
def pairs(result):
    return closest_pairs(result)


class Cards(HTMLParser):
    """The faces and words on the cards."""

    def __init__(self) -> None:
        super().__init__()
        self.faces: list[tuple[str, bytes]] = []
        self.words = ""

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            found = dict(attrs)
            kind, _, data = found["src"].partition(",")
            assert kind == "data:image/webp;base64"
            self.faces.append((found["alt"], base64.b64decode(data)))

    def handle_data(self, data):
        self.words += f" {data}"


def cards(pairs, name) -> Cards:
    found = Cards()
    found.feed(pairs_pictures(pairs)[name])
    return found


def test_they_are_the_closest_of_everybody(result, pairs):
    """In order, nobody skipped: those without a card are listed too."""
    nearest = np.sort(result.search.nearest)[: len(pairs)]
    assert np.allclose([pair.distance for pair in pairs], nearest)
    with_card = [pair for pair in pairs if pair.letter]
    assert len(with_card) == PAIRS
    assert pairs[-1].letter
    assert all(pair.has_faces() == bool(pair.letter) for pair in pairs)


def test_letters_do_not_give_the_order_away(pairs):
    """They follow the surnames of those searched for."""
    with_card = [pair for pair in pairs if pair.letter]
    by_letter = sorted(with_card, key=lambda pair: pair.letter)
    names = [pair.searched.row["name"].partition(",")[0].split()[-1] for pair in by_letter]
    assert names == sorted(names)
    assert by_letter != with_card


@pytest.mark.parametrize("name", ["pairs", "pairs_es"])
def test_a_card_shows_two_bundled_faces_and_what_was_measured(pairs, name):
    """The very files of the package, each with a name in its alt text."""
    found = cards(pairs, name)
    by_letter = sorted((pair for pair in pairs if pair.letter), key=lambda pair: pair.letter)
    people = [one for pair in by_letter for one in (pair.searched, pair.found)]
    assert len(found.faces) == len(people) == 2 * PAIRS
    for (alt, data), person in zip(found.faces, people, strict=True):
        assert person.row["name"] in alt
        assert data == bundled_face(person.dataset, person.key)
        assert person.row["name"] in found.words
    for pair in by_letter:
        assert f"{pair.distance:.3f}" in found.words
    father = {"pairs": "A relative: father", "pairs_es": "padre"}[name]
    assert found.words.count(father) == sum(pair.relation == "father" for pair in by_letter) == 1
    assert not GUILT.search(found.words)


def test_the_figures_are_those_of_the_search(result, pairs):
    view = result.at()
    said = pairs_figures(result, pairs)
    assert said["pairs_flagged"] == f"{view.fpir.events} of {view.fpir.trials}"
    assert said["pairs_without"] == f"{view.fpir_without_kin.events} of {view.fpir.trials}"
    color = view.by("person_of_color").set_index("group").loc["true", "false_matches"]
    assert said["pairs_color"] == f"{color} of {view.fpir.events}"
    assert float(said["pairs_line"]) == pytest.approx(view.distance, abs=5e-4)
    assert float(said["pairs_median"]) == pytest.approx(np.median(result.search.nearest), abs=5e-4)
    rows = said["pairs_key"].splitlines()[2:]
    assert [float(row.split("|")[4]) for row in rows] == [round(pair.distance, 3) for pair in pairs]
    # "One pair has a reason that we know": the father; "without a card" is a small number.
    assert sum(bool(pair.relation) for pair in pairs) == 1
    assert int(said["pairs_left_out"]) < 3


def test_credits_count_every_face(result, pairs):
    """By source and status; what is only presumed says so."""
    said = pairs_figures(result, pairs)["pairs_credits"]
    people = {
        (p.dataset.name, p.key)
        for pair in pairs
        if pair.letter
        for p in (pair.searched, pair.found)
    }
    assert sum(int(count) for count in re.findall(r"\((\d+);", said)) == len(people)
    assert "presumed" in said


def test_learners_can_read_their_part():
    """Flesch–Kincaid grade 9 at most, as for the worksheet; the answers are for the teacher."""
    text = next(d.text for d in documents(calculated_pack().figures) if d.name == "pairs-sheet")
    own = text.partition("## For the teacher")[0].partition("```")[0]
    own = re.sub(r"^#.*$|^\d\. ", "", own, flags=re.MULTILINE)
    assert grade(re.sub(r"\d[\d,.]*", "ten", own)) <= 9.0


def test_each_sheet_is_in_its_language(tmp_path):
    """Words, page language and footer; numbers are the same in both."""
    content = calculated_pack()
    by_name = {one.name: one for one in documents(content.figures)}
    english, spanish = by_name["pairs-sheet"], by_name["pairs-sheet-es"]
    assert (english.language, spanish.language) == (None, "es")
    numbers = [re.findall(r"\d+\.\d{3}", one.text) for one in (english, spanish)]
    assert sorted(numbers[0]) == sorted(numbers[1])
    assert not GUILT.search(english.text + spanish.text)
    write_pack(tmp_path / "pack", content=content)
    pages = {
        name: (tmp_path / "pack" / f"{name}.html").read_text("utf-8")
        for name in ("pairs-sheet", "pairs-sheet-es", "worksheet")
    }
    assert '<html lang="en">' in pages["pairs-sheet"]
    assert '<html lang="es">' in pages["pairs-sheet-es"]
    assert "medido aquí" in pages["pairs-sheet-es"].partition("<footer>")[2]
    assert "img-src data:" in pages["pairs-sheet"]
    assert "img-src" not in pages["worksheet"]
    with speaking("es"):
        assert "Retrato oficial de" in pages["pairs-sheet-es"]
