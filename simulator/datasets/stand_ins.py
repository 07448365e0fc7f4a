"""People in a gallery are shown to readers as "stand-in 8213", never by name.

They were photographed for the news or for a study, not for this; the JSON keeps the data set's key.
"""

from __future__ import annotations

from simulator.datasets.dataset import Dataset
from simulator.i18n.language import _


def stand_in_number(gallery: Dataset, key: str) -> int:
    """Return the photo's row in the gallery's manifest, counted from 1."""
    return int(gallery.manifest.index[gallery.manifest["key"] == key][0]) + 1


def stand_in(gallery: Dataset, key: str) -> str:
    """Return what a table calls the person in this gallery photo, in the app's language."""
    return stand_in_name(stand_in_number(gallery, key))


def stand_in_name(number: int) -> str:
    """Return what a table calls the person in the photo of this row, in the app's language."""
    return _("stand-in {number}").format(number=number)
