"""What a reader is told about a data set: who is in it, who labeled it, what they agreed to."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.building.overview import LabelOverview, Overview
from simulator.datasets.card import Card
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, marked, number
from simulator.i18n.set_names import set_name

TITLE = marked("Data and consent")
LEAD = marked(
    "Every number in this app is about real people. This page says who they are, who "
    "labeled them, and what they agreed to. A face encoding is biometric data: it can be "
    "used to find the person again."
)
LABELS = marked("Labels: who assigned them, how, and how many people have each")
TERMS = ("encoding", "gallery", "probe", "stand-in", "White or not listed")


def facts(name: str, card: Card, overview: Overview) -> list[tuple[str, str]]:
    """Return (term, text) of everything that a card says, and how much is installed."""
    return [
        (_("Name in menus"), set_name(name)),
        (_("Name in commands"), name),
        (_("Installed"), _installed(overview)),
        (_("Photographs"), _photographs(overview)),
        (_("Source"), _(card.source)),
        (_("License"), _(card.licence)),
        (_("Consent"), _(card.consent)),
        (_("Known harms"), _(card.harms)),
        (_("Cite as"), card.citation),
    ]


def label_table(labels: Sequence[LabelOverview]) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the table of labels."""
    head = [_("Label"), _("Assigned by"), _("How"), _("People")]
    return head, [
        [column_name(label.column), _(label.author), _(label.how), _counts(label)]
        for label in labels
    ]


def _installed(overview: Overview) -> str:
    text = (
        _(
            "photos: {photos}; people: {people}; encodings: {encoded}; photos with no usable "
            "face: {failed}"
        )
        if overview.encoded
        else _(
            "photos: {photos}; people: {people}; no encodings: it can be searched only through a "
            "finished search that comes with this program"
        )
    )
    return text.format(
        photos=number(overview.photos),
        people=number(overview.people),
        encoded=number(overview.encoded),
        failed=number(overview.failed),
    )


def _photographs(overview: Overview) -> str:
    if overview.on_disk:
        return _("{count} on this machine’s disk; none of them come with this program").format(
            count=number(overview.on_disk)
        )
    return _("none on this machine, and none needed: encodings and landmarks are enough")


def _counts(label: LabelOverview) -> str:
    return ", ".join(f"{group_name(text)} {number(count)}" for text, count in label.counts)
