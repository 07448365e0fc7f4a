"""Names of label columns and groups as a person reads them, in the app's language."""

from __future__ import annotations

from simulator.i18n.language import _, marked

TIMES = "*"
NAMES = {
    "race_ethnicity": marked("race and ethnicity"),
    "person_of_color": marked("people of color"),
    "cbc_member": marked("Black Caucus"),
    "photo_color": marked("photo color"),
}


def written(column: str) -> str:
    """Return the English words for a label column, as the catalogs have them."""
    return NAMES.get(column, column.replace("_", " "))


def column_name(column: str) -> str:
    """Return the words for a label column, or for an intersection such as ``party*gender``."""
    return " × ".join(_(written(part)) for part in column.split(TIMES))


def group_name(label: str) -> str:
    """Return the words for a group, or for an intersection such as ``Black, Women``."""
    return ", ".join(_(part) for part in label.split(", "))
