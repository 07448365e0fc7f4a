"""The list of members whose two portraits are one photograph: ``one_shot.csv``.

It lies in the data set that holds the second portraits. The verdicts were given by eye, with a
score of the photos' content beside them (``tools/one_shot.py``); the matcher's distance was never
used.
"""

from __future__ import annotations

from typing import Literal, get_args

from simulator.datasets.dataset import Dataset
from simulator.datasets.listed_rows import listed_rows
from simulator.errors import ManifestError

ONE_SHOT = "one_shot.csv"
Verdict = Literal["same", "different", "unsure"]
"""One photograph twice, two photographs, or not to be decided by eye."""

VERDICTS: dict[str, Verdict] = {verdict: verdict for verdict in get_args(Verdict)}
_COLUMNS = ("bioguide_id", "verdict")


def one_shot_verdicts(dataset: Dataset) -> dict[str, Verdict]:
    """Return the verdict on each pair of portraits, by the photo's key.

    Args:
        dataset: the second portraits.

    Raises:
        ManifestError: the list is missing, is not a CSV with the columns ``bioguide_id`` and
            ``verdict``, holds another verdict, or names somebody whom the data set does not list.
    """
    path = dataset.folder / ONE_SHOT
    try:
        rows = listed_rows(path, _COLUMNS)
    except FileNotFoundError as error:
        raise ManifestError(
            f"expected the list of portraits that are one photograph at {path}, found none. "
            "Restore it: without it, a photo compared with itself would count as evidence."
        ) from error
    listed = set(dataset.manifest["key"])
    verdicts: dict[str, Verdict] = {}
    for row in rows:
        key, verdict = row["bioguide_id"], row["verdict"]
        if key not in listed:
            raise ManifestError(
                f"expected people of {dataset.name!r} in {path}, found {key!r}, who is not in its "
                "manifest. Delete that row, or add the person."
            )
        if verdict not in VERDICTS:
            raise ManifestError(
                f"expected the verdict same, different or unsure in {path}, found {verdict!r} for "
                f"{key!r}. Correct that row."
            )
        verdicts[key] = VERDICTS[verdict]
    return verdicts
