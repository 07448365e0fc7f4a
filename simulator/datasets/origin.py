"""The notice on results about people whose labels, or terms of use, are of unknown origin.

A data set that its user did not describe works like any other; wherever a number about it is shown,
a notice says so (:class:`simulator.datasets.card.Card`, ``origin_unknown``).
"""

from __future__ import annotations

from collections.abc import Iterable

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.errors import FalseMatchError
from simulator.i18n.language import _, marked

PARTS = {
    "who labelled": marked("who labeled the people"),
    "how": marked("how they were labeled"),
    "licence": marked("license"),
    "consent": marked("consent"),
}


def origin_notes(datasets: Iterable[Dataset | str]) -> list[str]:
    """Return one sentence for each data set of unknown origin, in the current language.

    Args:
        datasets: data sets or their names; a name that is not installed here has no note.
    """
    notes = []
    opened: list[Dataset] = []
    for one in datasets:
        try:
            dataset = load_dataset(one) if isinstance(one, str) else one
        except FalseMatchError:
            continue
        opened.append(dataset)
        if dataset.card.origin_unknown:
            notes.append(
                _("Origin unknown: for {name}, nobody stated {parts}.").format(
                    name=dataset.name,
                    parts=", ".join(_(PARTS.get(p, p)) for p in dataset.card.origin_unknown),
                )
            )
    notes += not_compared_notes(opened)
    return list(dict.fromkeys(notes))


def not_compared_notes(datasets: Iterable[Dataset]) -> list[str]:
    """Return a sentence for each two data sets of which nobody listed who is in both."""
    opened = list(datasets)
    return [
        _(
            "Nobody listed which people of {name} are in {other} too: some of the matches between "
            "them are true ones."
        ).format(name=one.name, other=other.name)
        for one in opened
        for other in opened
        if other.name in one.card.not_compared_with
    ]
