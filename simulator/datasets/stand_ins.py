"""What readers are shown for a person in a gallery: "stand-in 8213", or a name where that is right.

Most people in galleries were photographed for the news or for a study, not for this, and are never
named. A card may permit names ([people] in card.toml): those of people in public office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulator.datasets.dataset import Dataset
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _

PARTIES = {"Democrat": "D", "Republican": "R", "Independent": "I"}


def stand_in_number(gallery: Dataset, key: str) -> int:
    """Return the photo's row in the gallery's manifest, counted from 1."""
    return int(gallery.manifest.index[gallery.manifest["key"] == key][0]) + 1


def stand_in(gallery: Dataset, key: str) -> str:
    """Return what a table calls an unnamed person in a gallery photo, in the app's language."""
    return stand_in_name(stand_in_number(gallery, key))


def stand_in_name(number: int) -> str:
    """Return what a table calls the person in the photo of this row, in the app's language."""
    return _("stand-in {number}").format(number=number)


def names_people(gallery: Dataset) -> bool:
    """Return whether this gallery's people are shown by name."""
    return gallery.card.people_named and "name" in gallery.manifest.columns


def gallery_person(gallery: Dataset, key: str) -> str:
    """Return what a reader is shown for the person in a gallery photo, in the app's language.

    Returns:
        Name, office and years, such as ``James Abdnor (Senate, R-SD, 1973–1987)``, where the
        gallery's card permits names; ``stand-in 8213`` elsewhere.
    """
    return gallery_people(gallery, [key])[0]


def gallery_people(gallery: Dataset, keys: Iterable[str]) -> list[str]:
    """Return :func:`gallery_person` of each of these photos."""
    wanted = list(keys)
    line_of = {key: line for line, key in enumerate(gallery.manifest["key"])}
    if not names_people(gallery):
        return [stand_in_name(line_of[key] + 1) for key in wanted]
    rows = gallery.manifest.iloc[[line_of[key] for key in wanted]].to_dict("records")
    return [_name_and_office(row) for row in rows]


def _name_and_office(row: Mapping[str, str]) -> str:
    office = office_of(row)
    return f"{row['name']} ({office})" if office else str(row["name"])


def office_of(row: Mapping[str, str]) -> str:
    """Return chamber, party with state, and years from a row of a manifest; "" without any.

    For example ``Senate, R-SD, 1973–1987``, or ``House, D-MD, 1987–`` of somebody still in office;
    what the row does not say is left out.
    """
    chamber, party, state = (row.get(column, "") for column in ("chamber", "party", "state"))
    party_and_state = "-".join(part for part in (PARTIES.get(party, party), state) if part)
    parts = [group_name(chamber) if chamber else "", party_and_state, _years(row)]
    return ", ".join(part for part in parts if part)


def _years(row: Mapping[str, str]) -> str:
    first, last = row.get("served_from", ""), row.get("served_to", "")
    if not first:
        return ""
    return first if first == last else f"{first}–{last}"
