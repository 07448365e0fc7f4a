"""The page of the data sets: who is in each, who labeled them, and what they agreed to."""

from __future__ import annotations

from html import escape

from simulator.building.card_words import LABELS, LEAD, TERMS, TITLE, facts, label_table
from simulator.building.overview import overview
from simulator.charts.html_tables import fact_list, table
from simulator.datasets.dataset import dataset_names, load_dataset
from simulator.datasets.origin import origin_notes
from simulator.i18n.language import _
from simulator.site.parts import Page
from simulator.storage.paths import bundled


def card_pages() -> list[Page]:
    """Return the page, in the current language.

    It describes what comes with the program: a data set that a user has added stays with them, and
    photos on this machine are nobody else's business.
    """
    body = f"<p>{escape(_(LEAD))}</p>" + "".join(map(_card, _bundled()))
    return [Page("data", _(TITLE), "", body, terms=TERMS)]


def _bundled() -> list[str]:
    root = bundled("datasets")
    return [name for name in dataset_names() if (root / name).is_dir()]


def _card(name: str) -> str:
    dataset = load_dataset(name)
    seen = overview(dataset, None)
    card = dataset.card
    parts = [
        f"<h2>{escape(_(card.title))}</h2><p>{escape(_(card.summary))}</p>",
        fact_list(facts(name, card, seen)),
        *(f"<p><b>{escape(note)}</b></p>" for note in origin_notes([dataset])),
    ]
    if seen.labels:
        title = _(LABELS)
        rows = table(*label_table(seen.labels), title, row_heads=True)
        parts.append(f"<details><summary>{escape(title)}</summary>{rows}</details>")
    return "".join(parts)
