"""The menus of the Lab's bar: which search they describe, and what can be chosen instead.

The link and the session name each choice by its key; a menu shows it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.experiment.choices import (
    CLEAN,
    conditions,
    gallery_sets,
    lists_relatives,
    matchers,
    portraits,
    probe_sets,
)
from simulator.experiment.experiment import Experiment
from simulator.experiment.portraits import FIRST
from simulator.i18n.language import _, marked
from simulator.i18n.set_names import condition_name, matcher_name, portrait_name, set_name

PROBES, GALLERY, MATCHER, CONDITION = "probes", "gallery", "matcher", "condition"
PORTRAIT, KIN = "portrait", "kin"
NAMES = (PROBES, GALLERY, MATCHER, CONDITION, PORTRAIT, KIN)
"""The link's parameters, one for each menu."""
WITH, WITHOUT = "with", "without"
AT_FIRST = {
    PROBES: "congress-115",
    GALLERY: "lfw",
    MATCHER: "dlib",
    CONDITION: CLEAN,
    PORTRAIT: FIRST,
    KIN: WITH,
}
"""What is chosen where neither the link nor the session says anything."""
_LABELS = {
    PROBES: marked("Probes: searched for"),
    GALLERY: marked("Gallery: searched in"),
    MATCHER: marked("Matcher"),
    CONDITION: marked("Image condition of the probes"),
    PORTRAIT: marked("Portrait searched with"),
    KIN: marked("Relatives in the gallery"),
}


@dataclass(frozen=True)
class Menu:
    """One word of the bar.

    Attributes:
        name: the link's parameter.
        options: (key, words) of each choice.
        chosen: the key that is chosen.
    """

    name: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def label(self) -> str:
        """What the menu is called, in the language."""
        return _(_LABELS[self.name])

    @property
    def keys(self) -> list[str]:
        """The keys that can be chosen."""
        return [key for key, _words in self.options]


@dataclass(frozen=True)
class Search:
    """What the menus describe together.

    Attributes:
        experiment: the search.
        menus: those that exist for it; the others have no choice at all.
    """

    experiment: Experiment
    menus: tuple[Menu, ...]

    @property
    def chosen(self) -> dict[str, str]:
        """The link's parameters: the name of each menu and its key."""
        return {menu.name: menu.chosen for menu in self.menus}


def search_of(wanted: Mapping[str, str]) -> Search:
    """Return the search nearest to what is wanted, and the menus that lead to any other.

    Choices that cannot be combined are reset: each menu offers what can be searched, given those
    before it.

    Args:
        wanted: keys by the names of the menus; where one is missing or cannot be chosen, the menu
            is set to what it begins with.
    """
    probes = _menu(PROBES, probe_sets(), wanted, set_name)
    gallery = _menu(GALLERY, gallery_sets(probes.chosen), wanted, set_name)
    sets = probes.chosen, gallery.chosen
    matcher = _menu(MATCHER, matchers(*sets), wanted, matcher_name)
    by_dlib = matcher.chosen == "dlib"
    portrait = _menu(PORTRAIT, portraits(*sets) if by_dlib else [FIRST], wanted, portrait_name)
    changed = by_dlib and portrait.chosen == FIRST
    condition = _menu(CONDITION, conditions(*sets) if changed else [CLEAN], wanted, condition_name)
    kin = _menu(KIN, [WITH, WITHOUT] if by_dlib and lists_relatives(*sets) else [], wanted, _kin)
    offered = [probes, gallery, matcher, condition]
    offered.extend(menu for menu in (portrait, kin) if len(menu.options) > 1)
    experiment = Experiment(
        probes=probes.chosen,
        gallery=gallery.chosen,
        matcher=matcher.chosen,
        condition=None if condition.chosen == CLEAN else condition.chosen,
        portrait=portrait.chosen,
        without_kin=kin.chosen == WITHOUT,
    )
    return Search(experiment, tuple(offered))


def not_understood(wanted: Mapping[str, str], search: Search) -> str:
    """Return one sentence about the first choice of a link that cannot be shown; else nothing."""
    menus = {menu.name: menu for menu in search.menus}
    for name in NAMES:
        found, menu = wanted.get(name, ""), menus.get(name)
        expected = menu.keys if menu else [AT_FIRST[name]]
        if found and found not in expected:
            return _(
                "The link was not understood: expected {name} to be one of {expected}, found "
                "{found}. Choose one in the line above."
            ).format(name=name, expected=", ".join(expected), found=repr(found[:40]))
    return ""


def sentence_of(search: Search) -> str:
    """Return the bar's sentence in the language, with the names of its menus in braces."""
    names = set(search.chosen)
    sentence = (
        _("{probes}, {portrait}, in {gallery}, by {matcher}, {condition}")
        if PORTRAIT in names
        else _("{probes} in {gallery}, by {matcher}, {condition}")
    )
    return f"{sentence}, {{{KIN}}}" if KIN in names else sentence


def _menu(
    name: str, keys: list[str], wanted: Mapping[str, str], words: Callable[[str], str]
) -> Menu:
    first = AT_FIRST[name]
    begins = first if first in keys or not keys else keys[0]
    chosen = wanted.get(name, "")
    return Menu(
        name, tuple((key, words(key)) for key in keys), chosen if chosen in keys else begins
    )


def _kin(key: str) -> str:
    return _("with relatives") if key == WITH else _("without relatives")
