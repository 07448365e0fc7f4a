"""The pairs sheet: the closest pairs of people in public office with their faces, to print and cut.

Only photos that come with the program are on it (:mod:`simulator.datasets.bundled_faces`). A close
pair that lacks one keeps its line in the answer part, without faces.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

from simulator.datasets.bundled_faces import FOLDER, PROVENANCE, bundled_face_uri, keys_with_a_face
from simulator.datasets.dataset import Dataset
from simulator.datasets.kin import RELATIONS
from simulator.datasets.listed_rows import listed_rows
from simulator.datasets.stand_ins import office_of
from simulator.experiment.result import Result
from simulator.i18n.language import _, confidence_text, marked, speaking, ungrouped
from simulator.stats.metrics import rate
from simulator.storage.escaping import html_text as escape
from simulator.storage.paths import bundled

PAIRS = 12
LANGUAGES = {"": "en", "_es": "es"}
"""End of a figure's name → the language of its words."""
PRESUMED = "presumed"
KNOWN_STATUS = marked("public domain: a work of the US government")
PRESUMED_STATUS = marked("presumed to be in the public domain: an official portrait")


@dataclass(frozen=True)
class Person:
    """One of the two people on a card.

    Attributes:
        dataset: where the photo is from.
        key: the photo's key.
    """

    dataset: Dataset
    key: str

    @property
    def row(self) -> dict[str, str]:
        """The person's row in the manifest."""
        manifest = self.dataset.manifest
        row: dict[str, str] = manifest[manifest["key"] == self.key].iloc[0].to_dict()
        return row

    def has_face(self) -> bool:
        """Return whether the person's photo is bundled and may be shown."""
        return self.key in keys_with_a_face(self.dataset)


@dataclass(frozen=True)
class Pair:
    """Somebody searched for, and the person they were taken for.

    Attributes:
        letter: names the pair on its card; "" without a card.
        searched, found: the two people.
        distance: between their photos.
        confidence: at our calibration, between 0 and 1.
        relation: what the second is to the first; "" unless a source says so.
    """

    letter: str
    searched: Person
    found: Person
    distance: float
    confidence: float
    relation: str

    def has_faces(self) -> bool:
        """Return whether both photos may be printed."""
        return self.searched.has_face() and self.found.has_face()


def closest_pairs(result: Result, count: int = PAIRS) -> list[Pair]:
    """Return the closest pairs, closest first, until ``count`` of them have both faces.

    Letters follow the names of the people searched for, so that they do not give away the order.

    Args:
        result: a search for people in public office among others.
        count: the number of cards.
    """
    pairs: list[Pair] = []
    for row in result.at().candidates().to_dict("records"):
        people = Person(result.probes, row["probe"]), Person(result.gallery, row["gallery_key"])
        numbers = float(row["distance"]), float(row["confidence"])
        pairs.append(Pair("", *people, *numbers, str(row.get("relation", ""))))
        if sum(pair.has_faces() for pair in pairs) == count:
            break
    with_faces = [pair for pair in pairs if pair.has_faces()]
    by_name = sorted(with_faces, key=lambda pair: _surname(pair.searched))
    letter_of = {id(pair): ascii_uppercase[place] for place, pair in enumerate(by_name)}
    return [
        Pair(
            letter_of.get(id(pair), ""),
            pair.searched,
            pair.found,
            pair.distance,
            pair.confidence,
            pair.relation,
        )
        for pair in pairs
    ]


def _surname(person: Person) -> str:
    return person.row["name"].partition(",")[0].split()[-1]


def pairs_figures(result: Result, pairs: list[Pair]) -> dict[str, str]:
    """Return the sheet's figures: its table in both languages, the credits, and the whole."""
    view = result.at()
    cards = [pair for pair in pairs if pair.letter]
    without, of_all = view.fpir_without_kin, view.fpir
    assert without is not None  # this gallery lists relatives
    color = view.by("person_of_color").set_index("group").loc["true"]
    people = rate(int(color["false_matches"]), of_all.events)
    figures = {
        "pairs_cards": str(len(cards)),
        "pairs_closest": str(len(pairs)),
        "pairs_left_out": str(len(pairs) - len(cards)),
        "pairs_first": ungrouped(pairs[0].distance, 3),
        "pairs_last": ungrouped(pairs[-1].distance, 3),
        "pairs_line": ungrouped(view.distance, 3),
        "pairs_line_confidence": confidence_text(float(_confidence(result, view.distance))),
        "pairs_median": ungrouped(float(sorted(result.search.nearest)[of_all.trials // 2]), 3),
        "pairs_flagged": f"{of_all.events} of {of_all.trials}",
        "pairs_flagged_es": f"{of_all.events} de {of_all.trials}",
        "pairs_without": f"{without.events} of {without.trials}",
        "pairs_without_es": f"{without.events} de {without.trials}",
        "pairs_color": f"{people.events} of {people.trials}",
        "pairs_color_es": f"{people.events} de {people.trials}",
        "pairs_color_low": f"{100 * people.low:.0f}%",
        "pairs_color_high": f"{100 * people.high:.0f}%",
        "pairs_photos": f"{len(result.gallery_rows):,}",
        "pairs_searched": str(of_all.trials),
    }
    for ending, code in LANGUAGES.items():
        with speaking(code):
            figures[f"pairs_key{ending}"] = _key(pairs)
            figures[f"pairs_credits{ending}"] = _credits(cards)
    return figures


def pairs_pictures(pairs: list[Pair]) -> dict[str, str]:
    """Return the cards in each language, as HTML for a page of the pack."""
    pictures = {}
    for ending, code in LANGUAGES.items():
        with speaking(code):
            cards = sorted((pair for pair in pairs if pair.letter), key=lambda pair: pair.letter)
            pictures[f"pairs{ending}"] = f'<div class="cards">{"".join(map(_card, cards))}</div>'
    return pictures


def _confidence(result: Result, distance: float) -> float:
    calibration = result.calibration
    assert calibration is not None  # the bundled matcher is calibrated
    return float(calibration.confidence(distance))


def _card(pair: Pair) -> str:
    said = [
        _("distance {distance}").format(distance=ungrouped(pair.distance, 3)),
        _("confidence {confidence}").format(confidence=confidence_text(pair.confidence)),
    ]
    if pair.relation:
        said.append(_("A relative: {relation}").format(relation=_(RELATIONS[pair.relation])))
    answer = "".join(f"<span>{escape(words)}</span>" for words in said)
    return (
        f'<div class="card"><p class="letter">{pair.letter}</p><div class="two">'
        f'{_face(pair.searched)}{_face(pair.found)}</div><p class="answer">{answer}</p></div>'
    )


def _face(person: Person) -> str:
    row = person.row
    alt = _("Official portrait of {name}").format(name=row["name"])
    return (
        f'<div class="person"><img src="{bundled_face_uri(person.dataset, person.key)}" '
        f'alt="{escape(alt)}"><b>{escape(row["name"])}</b> {escape(office_of(row))}</div>'
    )


def _key(pairs: list[Pair]) -> str:
    """Return the answer table in Markdown, closest pair first."""
    head = [_("Pair"), _("Searched for"), _("Taken for"), _("Distance"), _("Confidence")]
    head.append(_("Relative"))
    lines = [head, ["---"] * len(head)]
    for pair in pairs:
        names = [f"{row['name']} ({office_of(row)})" for row in (pair.searched.row, pair.found.row)]
        numbers = [ungrouped(pair.distance, 3), confidence_text(pair.confidence)]
        relation = _(RELATIONS[pair.relation]) if pair.relation else ""
        lines.append([pair.letter or _("no card"), *names, *numbers, relation])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _credits(cards: list[Pair]) -> str:
    """Return who is credited for the photos on the cards, with their number and status."""
    listed = {(row["dataset"], row["key"]): row for row in _provenance()}
    people = {(one.dataset.name, one.key) for pair in cards for one in (pair.searched, pair.found)}
    counted: dict[tuple[str, str], int] = {}
    for person in sorted(people):
        row = listed[person]
        status = PRESUMED_STATUS if row["licence"].startswith(PRESUMED) else KNOWN_STATUS
        counted[row["credit"], status] = counted.get((row["credit"], status), 0) + 1
    return "; ".join(
        f"{credit} ({count}; {_(status)})" for (credit, status), count in sorted(counted.items())
    )


def _provenance() -> list[dict[str, str]]:
    return listed_rows(bundled(FOLDER) / PROVENANCE, ("dataset", "key", "credit", "licence"))
