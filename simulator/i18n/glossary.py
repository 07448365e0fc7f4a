"""Definitions of the terms on the pages, in a student's words."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "search": "One photo compared with every photo in a gallery (1:N).",
    "comparison": "One photo compared with one other photo (1:1).",
    "probe": "The photo of the person who is searched for.",
    "gallery": "The photos that are searched.",
    "matcher": "A program that measures how alike two faces look. It knows no names.",
    "landmarks": "Points that the matcher finds on a face: eyes, eyebrows, nose, mouth and chin.",
    "encoding": "The 128 numbers that the matcher turns a face into.",
    "distance": "How different two encodings are; a lower number means more alike.",
    "threshold": (
        "The setting that decides what counts as a match. The operator of the system chooses it."
    ),
    "confidence": (
        "The calibrated probability that two photos show the same person, if both answers are "
        "equally likely beforehand. It is about one comparison by this matcher, and it is not "
        "the percentage of any other system."
    ),
    "classifier": (
        "A program that sorts: it gives every face one of the labels it was trained with."
    ),
    "held out": (
        "Kept out of training, to see what the program answers about people it has never seen."
    ),
    "refusal": (
        "No answer, because the classifier is not confident enough in either label. A person "
        "who is refused gets nothing from the system, or is sent to somebody else."
    ),
    "false match": "A match between two photos that show different people.",
    "missed match": (
        "Two photos of one person whose distance is above the threshold: the system does not "
        "find who is there."
    ),
    "base rate": "How often the person searched for is in the gallery at all, before any search.",
    "differential": (
        "A rate that differs between groups. It belongs to a matcher, a gallery, a threshold "
        "and the photos, all together."
    ),
    "people of color": (
        "As the ACLU used the term in 2018: Black, Hispanic, Asian or Pacific Islander, Native "
        "American. The labels are publicly reported and never guessed from a photo."
    ),
    "match": "Two photos whose distance is at the threshold or below it: exactly at it is a match.",
    "FPIR": (
        "False positive identification rate: of all searches for somebody who is not in the "
        "gallery, the share that return at least one match. It grows with the size of the "
        "gallery, so the two are reported together."
    ),
    "FMR": (
        "False match rate: of all comparisons between two different people, the share that "
        "match. It is about single comparisons, not about searches."
    ),
    "FNMR": (
        "False non-match rate: of all comparisons between two photos of one person, the share "
        "that do not match."
    ),
    "FNIR": (
        "False negative identification rate: of all searches for somebody who is in the "
        "gallery, the share that do not find that person."
    ),
    "failure to enroll": (
        "A photo in which the matcher finds no usable face, so it cannot be searched for."
    ),
    "image condition": (
        "The same photos made worse on purpose, for example darker, blurred or smaller, before "
        "the matcher sees them."
    ),
    "mated search": (
        "A search for somebody who is in the gallery. In a non-mated search, the person is not "
        "in it."
    ),
    "cohort": (
        "People who are neither searched for nor in the gallery. A photo’s distances to them show "
        "what is usual for that photo."
    ),
    "stand-in": (
        "A person in the gallery who was falsely matched. Stand-ins posed for the news or for a "
        "study, not for this; they get a number and no name."
    ),
    "White or not listed": (
        "On none of the public lists of Black, Hispanic, Asian and Pacific Islander, or Native "
        "American members. Nobody's race is guessed from a photo."
    ),
    "95% interval": (
        "How far a measured rate may be from the true one by chance alone. If the same test "
        "were repeated with many other people, about 95 of 100 such intervals would contain the "
        "true rate. With fewer people, the interval is wider."
    ),
}


def has_definition(term: str) -> bool:
    """Return whether a term is defined."""
    return term in TERMS


def definition(term: str) -> str:
    """Return one to three sentences that explain a term, in English.

    Raises:
        KeyError: the term has no definition.
    """
    return TERMS[term]
