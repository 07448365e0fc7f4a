"""The experiment from probes to rates, on four people whose distances can be read off."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.small_datasets import INFO, Made, encodings_of

from simulator.errors import EncodingMismatch, ExperimentError, LabelError
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.faces.encodings import load_encodings
from simulator.matchers.base import MatcherInfo


def experiment(line_up: tuple[Path, Path], **more: object) -> Experiment:
    return Experiment(probes=str(line_up[0]), gallery=str(line_up[1]), **more)  # type: ignore[arg-type]


def test_a_mate_is_never_a_false_match(line_up: tuple[Path, Path]) -> None:
    """Ada is in the gallery at 0.02: that photo is kept apart and counted."""
    result = run(experiment(line_up))
    assert result.search.nearest == pytest.approx([0.1, 0.3, 0.5, 0.7], abs=1e-6)
    assert result.search.mate_distances[0] == pytest.approx(0.02)
    assert np.isnan(result.search.mate_distances[1:]).all()
    assert result.mates_excluded == 1
    assert result.search.non_mates.tolist() == [5, 6, 6, 6]


def test_the_order_of_the_photos_changes_nothing(line_up: tuple[Path, Path]) -> None:
    """Reversed manifests and encodings give the same numbers; a stand-in's number is its line."""
    before = run(experiment(line_up)).at(distance=0.55)
    for folder in line_up:
        head, *rows = (folder / "manifest.csv").read_text().splitlines()
        (folder / "manifest.csv").write_text("\n".join([head, *reversed(rows)]) + "\n")
        old = load_encodings(folder / "encodings.npz")
        rows_of = dict(zip(old.keys.tolist(), old.vectors.tolist(), strict=True))
        encodings_of(dict(reversed(rows_of.items()))).save(folder / "encodings.npz")
        (folder / "SHA256SUMS").unlink()
    after = run(experiment(line_up)).at(distance=0.55)
    assert after.by("gender").equals(before.by("gender"))
    tables = [view.candidates().drop(columns="gallery_person") for view in (before, after)]
    assert tables[0].equals(tables[1])


def test_a_drawn_gallery_is_seeded(line_up: tuple[Path, Path]) -> None:
    """A seed always draws the same photos; a mix draws from each group."""
    three = run(experiment(line_up, gallery_size=3, seed=5))
    assert len(three.gallery_rows) == 3
    assert (
        three.gallery_rows == run(experiment(line_up, gallery_size=3, seed=5)).gallery_rows
    ).all()
    mixed = run(experiment(line_up, mix={"Women": 1, "M": 2}))
    genders = mixed.gallery.labels(mixed.gallery_keys.tolist())["gender"].tolist()
    assert sorted(genders) == ["F", "M", "M"]
    assert mixed.tally_group_names == ["F", "M"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"gallery_size": 7}, "from 2 to 6"),
        ({"gallery_size": 0}, "from 2 to 6"),
        ({"mix": {"F": 9}}, "from 0 to 3"),
        ({"mix": {"cats": 1}}, "groups among F, M, Men, Women"),
        ({"mix": {"F": 0}}, "at least 2"),
        ({"mix": {"F": 1, "Women": 1}}, "do not overlap"),
        ({"mix": {"F": 1}, "gallery_size": 1}, "both"),
        ({"matcher": "eigenfaces"}, "matcher 'eigenfaces'"),
    ],
)
def test_impossible_experiments(
    line_up: tuple[Path, Path], more: dict[str, object], message: str
) -> None:
    """Each says what was expected and what was found."""
    with pytest.raises(ExperimentError, match=message):
        run(experiment(line_up, **more))


def test_a_gallery_of_one(make_dataset: Made, line_up: tuple[Path, Path]) -> None:
    """One comparison is not a search, and one's own photos are not strangers."""
    one = make_dataset("one", [("z", "zoe", "F", "south", (0.5, 0, 0, 0))])
    with pytest.raises(ExperimentError, match="at least 2 encoded photos in the gallery, found 1"):
        run(Experiment(probes=str(line_up[0]), gallery=str(one)))
    with pytest.raises(ExperimentError, match="from 2 to 6"):
        run(experiment(line_up, gallery_size=1))
    with pytest.raises(ExperimentError, match="at least 2 photos"):
        run(experiment(line_up, mix={"F": 1}))
    assert run(experiment(line_up, gallery_size=2)).at(distance=0.5).fpir.trials
    own = make_dataset("own", [(k, "ada", "F", "north", (0, 0, 0, 0)) for k in ("a", "b")])
    ada = make_dataset("ada", [("p", "ada", "F", "north", (0, 0, 0, 0))])
    with pytest.raises(ExperimentError, match="expected strangers"):
        run(Experiment(probes=str(ada), gallery=str(own)))


def test_no_probes_and_no_gallery(make_dataset: Made, line_up: tuple[Path, Path]) -> None:
    """A data set of which nothing was encoded is refused on either side."""
    empty = make_dataset("empty", [("n", "nia", "F", "north", None)])
    with pytest.raises(ExperimentError, match="among the probes"):
        run(Experiment(probes=str(empty), gallery=str(line_up[1])))
    with pytest.raises(ExperimentError, match="in the gallery"):
        run(Experiment(probes=str(line_up[0]), gallery=str(empty)))


def test_vectors_of_another_matcher_are_not_compared(
    make_dataset: Made, line_up: tuple[Path, Path]
) -> None:
    """A matcher of one name with other settings is another matcher."""
    other = MatcherInfo("dlib", INFO.version, 4, {"jitters": 100})
    gallery = make_dataset("other", [("z", "zoe", "F", "south", (0.5, 0, 0, 0))], info=other)
    with pytest.raises(EncodingMismatch, match="one matcher"):
        run(Experiment(probes=str(line_up[0]), gallery=str(gallery)))


def test_an_unknown_label_column(line_up: tuple[Path, Path]) -> None:
    """The message lists the columns there are."""
    with pytest.raises(LabelError, match="gender, origin"):
        run(experiment(line_up)).at(distance=0.3).by("shoe_size")


def test_probes_within_their_own_gallery(line_up: tuple[Path, Path]) -> None:
    """Leave one out: a photo is not compared with itself."""
    gallery = str(line_up[1])
    result = run(Experiment(probes=gallery, gallery=gallery))
    assert result.search.nearest.min() > 0
    assert result.search.non_mates.tolist() == [5] * 6
