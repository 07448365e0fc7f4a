"""What the terms on a page mean; a rate is defined by its function's own docstring."""

from __future__ import annotations

import ast
from pathlib import Path

TERMS: dict[str, str] = {
    "search": "One photo compared with every photo of a gallery (1:N).",
    "comparison": "One photo compared with one other photo (1:1).",
    "probe": "The photo that is searched for.",
    "gallery": "The photos that are searched.",
    "matcher": "A program that says how alike two faces are. It knows no names.",
    "landmarks": "Points that the matcher finds on a face: eyes, brows, nose, mouth and chin.",
    "encoding": "The 128 numbers into which the matcher turns a face.",
    "distance": "How unlike two encodings are; lower means more alike.",
    "threshold": "The setting that decides what counts as a match. The operator chooses it.",
    "confidence": (
        "The calibrated probability that two photos show one person, when both answers are equally "
        "likely beforehand. It is about one comparison of this matcher, and no other system's "
        "percentage."
    ),
    "classifier": "A program that sorts: it gives every face one of the labels that it was given.",
    "held out": "Kept away from training, to see how answers go about people never seen.",
    "refusal": (
        "No answer, because the classifier's own confidence in either is too low. Who is refused "
        "gets nothing from the system, or is sent to somebody else."
    ),
    "false match": "A match of two photos that show different people.",
    "missed match": (
        "Two photos of one person that lie further apart than the threshold: the system does not "
        "find who is there."
    ),
    "base rate": (
        "How often the person who is searched for is in the gallery at all, before any search."
    ),
    "differential": (
        "A rate that differs between groups. It belongs to a matcher, a gallery, a threshold and "
        "the photos together."
    ),
    "people of color": (
        "As the ACLU used it in 2018: Black, Hispanic, Asian or Pacific Islander, Native American. "
        "The labels are publicly reported, and never guessed from a photo."
    ),
    "FMR": (
        "False match rate: comparisons of two different people that match, of all such "
        "comparisons. Of one comparison, not of a search."
    ),
    "FNMR": (
        "False non-match rate: comparisons of two photos of one person that do not match, of all "
        "such comparisons."
    ),
    "FNIR": (
        "False negative identification rate: searches for somebody who is in the gallery that do "
        "not find them, of all such searches."
    ),
    "failure to enrol": "A photo in which the matcher finds no usable face: it cannot be searched.",
    "image condition": (
        "The same photos made worse on purpose, such as darker, blurred or smaller, before the "
        "matcher sees them."
    ),
    "mated search": "A search for somebody who is in the gallery; non-mated: who is not.",
    "stand-in": (
        "A person of the gallery who was falsely matched. Stand-ins posed for the news or for a "
        "study, not for this; they get a number and no name."
    ),
    "White or not listed": (
        "On none of the public lists of Black, Hispanic, Asian and Pacific Islander or Native "
        "American members. Nobody's race is guessed from a photo."
    ),
}

FROM_FUNCTIONS = {
    "match": ("stats/threshold.py", "is_match"),
    "FPIR": ("stats/metrics.py", "fpir"),
    "95% interval": ("stats/intervals.py", "wilson"),
}
"""Term → the file and the function whose docstring defines it; read without importing it."""


def has_definition(term: str) -> bool:
    """Whether a term is defined."""
    return term in TERMS or term in FROM_FUNCTIONS


def definition(term: str) -> str:
    """One sentence or two on a term.

    Raises:
        KeyError: it has no definition.
    """
    if term in TERMS:
        return TERMS[term]
    file, function = FROM_FUNCTIONS[term]
    tree = ast.parse((Path(__file__).resolve().parents[1] / file).read_text("utf-8"))
    found = next(
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function
    )
    return first_paragraphs(ast.get_docstring(found) or "")


def first_paragraphs(text: str) -> str:
    """What a docstring says before its sections, on one line."""
    return " ".join(text.split("Args:")[0].split("Source:")[0].split())
