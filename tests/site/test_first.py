"""The pages that a class begins with hold what the app shows, and nothing that must not leave."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from support.site_pages import contents

from simulator.board.stops import log_odds
from simulator.datasets.dataset import dataset_names, load_dataset
from simulator.i18n.language import speaking
from simulator.lessons.lesson_file import load_lessons
from simulator.site.first import POLITICIANS, SEARCHES, exact, without_photos

pytestmark = pytest.mark.slow
WORD = re.compile(r"[\w’'-]+")
GALLERIES = ("lfw", "legislators", "london")
"""Those whose photos have names as keys; UTKFace's are plain numbers."""


@pytest.fixture(scope="module")
def everything(site):
    """Return file (and name of packed data) → bytes, of all that a site holds."""
    found = {}
    for file in sorted(site.rglob("*")):
        if file.is_file():
            found[file.name] = file.read_bytes()
            if file.suffix == ".html":
                found |= {f"{file.name} {name}": data for name, data in contents(file).items()}
    return found


@pytest.fixture(scope="module")
def windows(everything):
    """Return every one to four words in a row, of all that a site holds."""
    # Tonight shows the same searches as the first page.
    shown = [data for name, data in everything.items() if " search-" not in name or "index" in name]
    words = WORD.findall(b"\n".join(shown).decode("utf-8"))
    return {" ".join(words[i : i + n]) for n in range(1, 5) for i in range(len(words))}


def test_every_search_of_the_first_page_is_there(everything):
    """Four searches, each with its tables and its pairs, for the test and for Tonight."""
    for gallery, portrait in SEARCHES:
        head, tables, pairs = everything[f"index.html search-{gallery}-{portrait}"].split(b"\n")
        assert json.loads(head)["exact"]["distance"]
        assert json.loads(tables)["search"][1] == gallery
        walk = json.loads(everything[f"tonight.html search-{gallery}-{portrait}"].split(b"\n")[1])
        assert walk["tables"] == json.loads(tables)
        assert walk["pairs"] == json.loads(pairs)


def test_no_photo_in_any_file(everything):
    """Neither as an address nor by the bytes with which images begin."""
    for name, data in everything.items():
        assert b"data:image" not in data, name
        assert b"\xff\xd8\xff" not in data, name
        assert b"RIFF" not in data, name
        assert b"\x89PNG\r\n" not in data, name


@pytest.mark.parametrize("gallery", GALLERIES)
def test_no_key_or_name_of_a_gallery_in_any_file(windows, gallery):
    """Whoever was searched for is named, as the ACLU did; nobody in a gallery is."""
    manifest = load_dataset(gallery).manifest
    said = {str(key) for key in manifest["key"]}
    if "name" in manifest.columns:
        probes = {
            str(name)
            for one in ("congress-115", "congress-115-second")
            for name in load_dataset(one).manifest["name"]
        }
        said |= {str(name) for name in manifest["name"]} - probes
    assert sorted(name for name in said if " ".join(WORD.findall(name)) in windows) == []


def test_no_vector_in_any_file(everything):
    """Not the beginning of one row of any data set, in any precision."""
    vectors = [
        dataset.encodings.vectors
        for dataset in map(load_dataset, dataset_names())
        if dataset.has_encodings
    ]
    begins = np.unique(
        np.concatenate(
            [
                np.ascontiguousarray(rows[:, :values].astype(kind)).view("<u8").ravel()
                for rows in vectors
                for kind, values in (("<f2", 4), ("<f4", 2), ("<f8", 1))
            ]
        )
    )
    assert len(begins) > 40_000
    whole = b"".join(data for name, data in everything.items() if "tonight.html " not in name)
    for offset in range(8):
        held = np.frombuffer(whole, "<u8", (len(whole) - offset) // 8, offset)
        places = np.searchsorted(begins, held).clip(max=len(begins) - 1)
        assert not (begins[places] == held).any()


@pytest.mark.parametrize("digits", [4, 6, 8])
def test_no_vector_as_text_in_any_file(everything, digits):
    """No file holds most of the first numbers of a vector."""
    texts = set(re.findall(rb"-?0\.\d+", b"\n".join(everything.values())))
    for name in ("congress-115", "london"):
        for row in load_dataset(name).encodings.vectors[::20, :12]:
            assert sum(f"{value:.{digits}f}".encode() in texts for value in row) < 12


def test_a_link_finds_its_stop_by_exact_numbers(site_board):
    """The site gets each stop's distance and log odds as Python has them."""
    board = site_board("legislators")
    numbers = exact(board)
    assert numbers["opens"] == board.stops.default.position
    for stop, distance, odds in zip(
        board.stops.stops, numbers["distance"], numbers["log_odds"], strict=True
    ):
        assert (stop.distance, log_odds(stop.confidence)) == (distance, odds)


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_lesson_says_where_it_draws_instead(code):
    """The step that shows faces in the app says so; the others stay as they are."""
    lesson = next(lesson for lesson in load_lessons() if lesson.key == "2")
    with speaking(code):
        changed = without_photos(lesson)
    for before, after in zip(lesson.steps, changed.steps, strict=True):
        shows = before.show.options.get("board") == POLITICIANS
        assert (before.text != after.text) == shows
        assert ("drawn" in after.text.removeprefix(before.text)) == shows
