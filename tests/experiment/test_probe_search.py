"""The search itself, by hand on a line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError
from simulator.experiment.experiment import Experiment
from simulator.experiment.probe_search import search_probes

Folders = tuple[Path, Path]


def test_distances_can_be_read_off(line_up: Folders) -> None:
    """Nearest strangers 0.1, 0.3, 0.5, 0.7; Ada's own photo at 0.02 is her mate."""
    probes, gallery = (load_dataset(str(folder)) for folder in line_up)
    rows = np.arange(len(gallery.encodings))
    found = search_probes(Experiment(str(line_up[0]), str(line_up[1])), probes, gallery, rows)
    np.testing.assert_allclose(found.search.nearest, [0.1, 0.3, 0.5, 0.7], atol=1e-5)
    assert found.search.mate_distances[0] == pytest.approx(0.02, abs=1e-5)
    assert found.mates_excluded == 1


def test_nobody_is_a_stranger(line_up: Folders) -> None:
    """One person's photo in a gallery of only that photo has nobody to match."""
    people = load_dataset(str(line_up[0]))
    ada = people.with_encodings(people.encodings.take(np.array([0])))
    experiment = Experiment(str(line_up[0]), str(line_up[0]))
    with pytest.raises(ExperimentError, match="found only the probes' own people"):
        search_probes(experiment, ada, people, np.array([0]))
