"""The words for data sets, matchers, conditions and photos."""

import pytest

from simulator.datasets.dataset import dataset_names, load_dataset
from simulator.experiment.choices import CLEAN, PORTRAIT_CHOICES
from simulator.faces.conditions import CONDITIONS
from simulator.i18n.language import speaking
from simulator.i18n.set_names import (
    SETS,
    condition_name,
    matcher_name,
    portrait_name,
    set_name,
)
from simulator.search.packs import pack_names


@pytest.mark.parametrize("language", ["en", "es"])
def test_all_that_is_bundled_has_words(language):
    """No key of a bundled data set, condition or portrait is shown, and no two share a name."""
    with speaking(language):
        for keys, named in (
            (dataset_names(), set_name),
            ([CLEAN, *CONDITIONS], condition_name),
            (PORTRAIT_CHOICES, portrait_name),
        ):
            names = [named(key) for key in keys]
            assert len({*names}) == len(names)
            assert not [key for key in keys if named(key) == key and key not in ("grain", "jpeg")]
        assert {matcher_name(name.split("--")[2]) for name in pack_names()} >= {"dlib"}


def test_in_spanish_the_words_are_spanish():
    """Every set's name is translated."""
    english = [set_name(key) for key in SETS]
    with speaking("es"):
        assert not {*english} & {set_name(key) for key in SETS}
        assert condition_name("grain") != "gray grain"


def test_a_data_set_of_ones_own_is_called_by_its_title(tmp_path, monkeypatch):
    """Its card names it; a key without a card stays as it is, like a plugin's matcher."""
    card = load_dataset("london").folder / "card.toml"
    own = tmp_path / "datasets" / "mine"
    own.mkdir(parents=True)
    own.joinpath("card.toml").write_text(card.read_text("utf-8"), "utf-8")
    monkeypatch.setenv("FALSEMATCH_DATA", str(tmp_path))
    assert set_name("mine") == "Face Research Lab London Set"
    assert set_name(str(own)) == "Face Research Lab London Set"
    assert set_name("gone") == "gone"
    assert matcher_name("someones") == "someones"


def test_no_condition_is_clear_photos():
    """An experiment without a condition says None."""
    assert condition_name(None) == condition_name(CLEAN) == "clear photos"
