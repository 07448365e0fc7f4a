"""The names of columns and groups in texts that people read."""

import pytest

from simulator.i18n.label_names import column_name, group_name, written
from simulator.i18n.language import speaking


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("race_ethnicity", "race and ethnicity"),
        ("person_of_color", "people of color"),
        ("age_group", "age group"),
        ("party*gender", "party × gender"),
        ("race_ethnicity*gender", "race and ethnicity × gender"),
        ("", ""),
    ],
)
def test_columns_in_words(column, name):
    """Underscores become spaces, crossed columns are joined by a multiplication sign."""
    assert column_name(column) == name


def test_an_unknown_column_keeps_its_name():
    """A data set of one's own may call its columns anything."""
    assert written("eye_color") == "eye color"
    assert written("<b>") == "<b>"


def test_in_spanish_every_part_is_translated():
    """Parts of an intersection are looked up one by one; unknown ones stay as they are."""
    with speaking("es"):
        assert column_name("gender") != "gender"
        assert column_name("gender*eye_color") == f"{column_name('gender')} × eye color"
        assert group_name("Women") == "Mujeres"
        assert group_name("Left-handed, Women") == "Left-handed, Mujeres"
    assert group_name("Left-handed, Women") == "Left-handed, Women"
