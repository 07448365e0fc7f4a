"""The menus of the Lab's bar describe one search, and offer only what can be searched."""

from __future__ import annotations

import re

import pytest

from simulator.experiment.choices import CLEAN, gallery_sets, matchers, probe_sets
from simulator.experiment.experiment import Experiment
from simulator.i18n.set_names import set_name
from simulator.ui.lab.menus import not_understood, search_of, sentence_of


def test_the_first_choice_is_the_test():
    """Congress searched for in LFW by dlib, from clean photos."""
    search = search_of({})
    assert search.experiment == Experiment()
    menus = {menu.name: menu for menu in search.menus}
    assert menus["probes"].keys == probe_sets()
    assert menus["condition"].chosen == CLEAN
    assert dict(menus["gallery"].options)["lfw"] == set_name("lfw")


def test_the_menus_follow_each_other():
    """The galleries are those of the probes, and the matchers those of both."""
    search = search_of({"probes": "congress-114"})
    menus = {menu.name: menu for menu in search.menus}
    assert menus["gallery"].keys == gallery_sets("congress-114")
    assert menus["matcher"].keys == matchers("congress-114", menus["gallery"].chosen)
    assert search.experiment.probes == "congress-114"


@pytest.mark.parametrize("value", ["nobody", "../..", "<script>"])
def test_a_mangled_choice_is_something_installed_and_is_named(value):
    """Whatever the link says, the menus describe a search that can be done, and say so."""
    wanted = dict.fromkeys(("probes", "gallery", "matcher", "condition"), value)
    search = search_of(wanted)
    experiment = search.experiment
    assert experiment.probes in probe_sets()
    assert experiment.gallery in gallery_sets(experiment.probes)
    assert experiment.matcher in matchers(experiment.probes, experiment.gallery)
    assert experiment.condition is None
    for name in wanted:
        said = not_understood({name: value}, search)
        assert name in said
        assert repr(value) in said
        assert search.chosen[name] in said


def test_what_is_shown_is_not_complained_about():
    """Neither a full link nor an empty one has a problem."""
    search = search_of({"probes": "london", "gallery": "lfw"})
    assert not_understood(search.chosen, search) == ""
    assert not_understood({"probes": ""}, search) == ""


def test_the_portrait_is_offered_where_there_are_two():
    """Congress has two of each member, London one; under a second portrait no photo is changed."""
    wanted = {"portrait": "second", "condition": "grain"}
    search = search_of(wanted)
    assert search.experiment == Experiment(portrait="second")
    menus = {menu.name: menu for menu in search.menus}
    assert menus["portrait"].keys == ["first", "second", "either", "both"]
    assert menus["condition"].keys == [CLEAN]
    assert "grain" in not_understood(wanted, search)
    london = search_of({"probes": "london", "portrait": "second"})
    assert "portrait" not in london.chosen
    assert london.experiment.portrait == "first"


def test_relatives_come_with_their_list():
    """Only a gallery that lists them offers to leave them out."""
    wanted = {"gallery": "legislators", "kin": "without"}
    assert search_of(wanted).experiment == Experiment(gallery="legislators", without_kin=True)
    assert search_of(wanted | {"gallery": "lfw"}).experiment == Experiment()
    assert "kin" not in search_of({}).chosen


@pytest.mark.parametrize(
    "wanted", [{}, {"gallery": "legislators"}, {"probes": "london"}, {"matcher": "eigenfaces"}]
)
def test_every_menu_has_its_word_in_the_sentence(wanted):
    search = search_of(wanted)
    assert sorted(re.findall(r"{(\w+)}", sentence_of(search))) == sorted(search.chosen)
