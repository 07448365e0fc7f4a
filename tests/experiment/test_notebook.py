"""Results in a notebook: the numbers of the tables, and nothing that is not escaped."""

from __future__ import annotations

import dataclasses

from support.replay import default_replay

from simulator import Experiment, run


def test_a_view_shows_its_rate_and_groups() -> None:
    """The numbers of by(), with the interval."""
    html = default_replay().at()._repr_html_()
    assert "28 of 535 falsely matched = 5.2%" in html
    for row in default_replay().at().by("race_ethnicity").itertuples():
        assert f"<td>{row.false_matches}</td><td>{row.searches}</td>" in html


def test_a_result_says_how_to_go_on() -> None:
    """A notebook shows how many were searched, and the next call."""
    html = default_replay()._repr_html_()
    assert f"535 of {len(default_replay().probes.manifest)} searched" in html
    assert "result.at(" in html


def test_titles_are_escaped() -> None:
    """A data set's title is text."""
    card = dataclasses.replace(default_replay().probes.card, title="<b onclick=x>")
    probes = dataclasses.replace(default_replay().probes, card=card)
    assert "<b onclick" not in dataclasses.replace(default_replay(), probes=probes)._repr_html_()


def test_a_view_shows_faces_of_people_in_public_office() -> None:
    """The closest pairs, each face with a text, and nothing fetched from elsewhere."""
    view = run(Experiment(gallery="legislators")).at()
    html = view._repr_html_()
    closest = view.candidates().iloc[0]
    assert html.count("<img ") == html.count('src="data:image/webp;base64,') > 3
    assert f'alt="Official portrait of {closest.probe_name}"' in html
    assert closest.gallery_person in html
    assert view.fpir_without_kin is not None
    assert f"With relatives {view.fpir.events} of 535" in html
    assert f"without them {view.fpir_without_kin.events} of 535" in html


def test_a_view_shows_no_stand_ins_face() -> None:
    html = default_replay().at()._repr_html_()
    assert "<img" not in html
    assert "relatives" not in html


def test_nobody_matched_has_no_pair() -> None:
    html = run(Experiment(gallery="legislators")).at(distance=0.1)._repr_html_()
    assert "falsely matched with" not in html
