"""Names of data sets, matchers, image conditions and photos as a person says them, in the language.

Menus, sentences and reports take these words; commands, links, grids and files keep the keys
(``congress-115``, ``lfw``, ``face-32px``).
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.i18n.language import _, marked

SETS = {
    "congress-114": marked("Congress 2015"),
    "congress-114-second": marked("Congress 2015, another photo"),
    "congress-115": marked("Congress 2018"),
    "congress-115-second": marked("Congress 2018, another photo"),
    "legislators": marked("other members of Congress"),
    "lfw": marked("news photos"),
    "london": marked("studio photos from London"),
    "utkface-adults": marked("photos from the web"),
}
MATCHERS = {"dlib": marked("dlib"), "eigenfaces": marked("eigenfaces, from 1991")}
CONDITIONS = {
    "none": marked("clear photos"),
    "low-light": marked("low light"),
    "motion-blur": marked("motion blur"),
    "face-32px": marked("low resolution (32 px)"),
    "jpeg": marked("strong compression (JPEG)"),
    "grain": marked("gray grain"),
}
PORTRAITS = {
    "first": marked("one official photo"),
    "second": marked("another official photo"),
    "either": marked("either official photo"),
    "both": marked("both official photos"),
}

_lookups: list[Callable[[str], str]] = []


def titles_from(lookup: Callable[[str], str]) -> None:
    """Name data sets that have no words here by ``lookup``: key → the card's title, or nothing.

    The data sets lie in a layer above this one, so they bring their titles along.
    """
    _lookups[:] = [lookup]


def set_name(key: str) -> str:
    """Return what a data set is called; one without words here by its card's title, else its key.

    Args:
        key: as in ``--probes`` and ``--gallery``; a folder's path too.
    """
    if key in SETS:
        return _(SETS[key])
    title = _lookups[0](key) if _lookups else ""
    return _(title) or key


def matcher_name(key: str) -> str:
    """Return what a matcher is called; a plugin's name stays as it is."""
    return _(MATCHERS.get(key, key))


def condition_name(key: str | None) -> str:
    """Return what an image condition is called; None and ``none`` are clear photos."""
    return _(CONDITIONS.get(key or "none", key or "none"))


def portrait_name(key: str) -> str:
    """Return what a choice of portraits is called, such as ``second``: another official photo."""
    return _(PORTRAITS.get(key, key))


def listed_set_name(key: str) -> str:
    """Return what a data set is called in a list, where two of one's own may have one title."""
    name = set_name(key)
    return name if key in SETS or name == key else f"{name} ({key})"


NAMED_SETTINGS: dict[str, Callable[[str], str]] = {
    "probes": listed_set_name,
    "gallery": listed_set_name,
    "matcher": matcher_name,
    "condition": condition_name,
}
"""Settings of an experiment whose values have names in words."""
