"""Another system's lists of three people in a gallery of four."""

from __future__ import annotations

from pathlib import Path

from simulator.datasets.dataset import load_dataset
from simulator.experiment.experiment import Experiment
from simulator.experiment.result import Result
from simulator.experiment.run import from_pack
from simulator.search.scores.as_pack import pack_from_scores
from simulator.search.scores.read import load_scores


def replay(two: tuple[Path, Path], file: Path, **options: object) -> Result:
    """Return the result of lists in a file, of these probes in this gallery."""
    probes, gallery = (load_dataset(str(folder)) for folder in two)
    scores_are = options.pop("scores_are", None)
    scores = load_scores(file, scores_are)  # type: ignore[arg-type]
    pack = pack_from_scores(scores, probes, gallery, file, **options)  # type: ignore[arg-type]
    return from_pack(Experiment(distance=0.0), probes, gallery, pack)


ROWS = "probe,gallery,distance\nada,g0,0.05\nada,g1,0.2\nbo,g2,0.3\nbo,g3,0.35\ncy,,\n"
