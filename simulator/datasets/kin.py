"""The list of people in a gallery who are relatives of somebody searched for: ``kin.csv``.

It lies in the data set that is the gallery. Each relation was published by a source that the list
names; neither a photo nor an equal surname is evidence, so two people who are not on the list may
still be related.
"""

from __future__ import annotations

from simulator.datasets.dataset import KIN, Dataset
from simulator.datasets.listed_rows import listed_rows
from simulator.errors import ManifestError
from simulator.i18n.language import marked

RELATIONS: dict[str, str] = {
    "father": marked("father"),
    "mother": marked("mother"),
    "son": marked("son"),
    "daughter": marked("daughter"),
    "brother": marked("brother"),
    "sister": marked("sister"),
    "husband": marked("husband"),
    "wife": marked("wife"),
    "grandfather": marked("grandfather"),
    "grandmother": marked("grandmother"),
    "uncle": marked("uncle"),
    "great-uncle": marked("great-uncle"),
    "cousin": marked("cousin"),
    "second cousin": marked("second cousin"),
    "first cousin once removed": marked("first cousin once removed"),
    "wife's uncle": marked("wife's uncle"),
    "wife's cousin": marked("wife's cousin"),
    "relative": marked("relative"),
}
"""What the person in the gallery is to the person searched for, and the text that is shown."""

_COLUMNS = ("bioguide_id", "member", "relation", "source")


def kin_of(dataset: Dataset) -> dict[tuple[str, str], str]:
    """Return the relatives that a gallery lists, by the person searched for and the relative.

    Args:
        dataset: the gallery.

    Returns:
        For each pair (subject searched for, subject in the gallery) one of :data:`RELATIONS`: what
        the second is to the first. Empty where the gallery has no list. The people searched for
        come from other data sets, so a pair may name somebody whom a given search does not have.

    Raises:
        ManifestError: the list is not a CSV with the columns ``bioguide_id``, ``member``,
            ``relation`` and ``source``, names somebody whom the gallery does not list, holds an
            unknown relation or no source, or lists a pair twice.
    """
    path = dataset.folder / KIN
    if path.is_dir():
        raise ManifestError(f"expected a CSV at {path}, found a folder. Restore the file.")
    if not path.is_file():
        return {}
    listed = set(dataset.manifest["subject_id"])
    kin: dict[tuple[str, str], str] = {}
    for row in listed_rows(path, _COLUMNS):
        relative, member, relation = row["bioguide_id"], row["member"], row["relation"]
        if relative not in listed:
            raise ManifestError(
                f"expected people of {dataset.name!r} in {path}, found {relative!r}, who is not in "
                "its manifest. Delete that row, or add the person."
            )
        if relation not in RELATIONS:
            raise ManifestError(
                f"expected a relation such as father or cousin in {path}, found {relation!r} for "
                f"{relative!r}. Correct that row."
            )
        if not member or not row["source"]:
            raise ManifestError(
                f"expected a member and a source in every row of {path}, found a row without one "
                f"for {relative!r}. Correct that row."
            )
        if member == relative:
            raise ManifestError(
                f"expected two people in every row of {path}, found {relative!r} as a relative of "
                "the same person. Delete that row."
            )
        if (member, relative) in kin:
            raise ManifestError(
                f"expected each pair once in {path}, found {relative!r} and {member!r} twice. "
                "Delete one of the two rows."
            )
        kin[member, relative] = relation
    return kin
