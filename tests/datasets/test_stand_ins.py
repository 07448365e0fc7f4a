"""Nobody in a gallery is called by name."""

from simulator.datasets.dataset import load_dataset
from simulator.datasets.stand_ins import stand_in


def test_a_number_for_a_name() -> None:
    """The line in the manifest, counted from 1."""
    lfw = load_dataset("lfw")
    key = lfw.manifest["key"].iloc[8212]
    assert stand_in(lfw, key) == "stand-in 8213"
