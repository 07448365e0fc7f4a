"""What the terms on a page mean; a rate is defined by its function's own docstring."""

from __future__ import annotations

import ast
from pathlib import Path

TERMS: dict[str, str] = {
    "search": "One photo compared with every photo of a gallery (1:N).",
    "comparison": "One photo compared with one other photo (1:1).",
    "probe": "The photo that is searched for.",
    "gallery": "The photos that are searched.",
    "encoding": "The 128 numbers into which the matcher turns a face.",
    "distance": "How unlike two encodings are; lower means more alike.",
    "threshold": "The setting that decides what counts as a match. The operator chooses it.",
    "confidence": (
        "The calibrated probability that two photos show one person, when both answers are equally "
        "likely beforehand. It is about one comparison of this matcher, and no other system's "
        "percentage."
    ),
    "false match": "A match of two photos that show different people.",
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
    "match": ("threshold.py", "is_match"),
    "FPIR": ("metrics.py", "fpir"),
    "95% interval": ("intervals.py", "wilson"),
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
    tree = ast.parse((Path(__file__).resolve().parent / file).read_text("utf-8"))
    found = next(
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function
    )
    return first_paragraphs(ast.get_docstring(found) or "")


def first_paragraphs(text: str) -> str:
    """What a docstring says before its sections, on one line."""
    return " ".join(text.split("Args:")[0].split("Source:")[0].split())
