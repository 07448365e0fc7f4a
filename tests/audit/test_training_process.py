"""A separate training process gives the same classifier, and its death costs nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import pytest

from simulator.audit.classifier import train
from simulator.audit.training_process import Trainer, from_json, to_json
from simulator.errors import FalseMatchError
from simulator.processes import worker_process


def sample() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    woman = random.random(200) < 0.4
    return random.normal(size=(200, 5)) + woman[:, None], woman


@pytest.fixture
def trainer() -> Iterator[Trainer]:
    made = Trainer()
    yield made
    made.stop()


@pytest.mark.slow
def test_the_same_to_the_last_bit(trainer: Trainer) -> None:
    """Another process trains the same classifier."""
    here, there = train(*sample()), trainer(*sample())
    assert there.weights.tolist() == here.weights.tolist()
    assert there.chances(sample()[0]).tolist() == here.chances(sample()[0]).tolist()
    assert from_json(to_json(here)).offset == here.offset


@pytest.mark.slow
def test_one_process_trains_many_times_and_is_replaced_when_it_dies(trainer: Trainer) -> None:
    """A process that dies is replaced without an error."""
    trainer(*sample())
    trainer(*sample())
    assert trainer.process.started == 1
    trainer.process.kill()
    assert trainer(*sample()).weights.shape == (5,)
    assert trainer.process.started == 2


@pytest.mark.slow
def test_it_ends_when_nobody_trains() -> None:
    """An idle process ends and frees its memory; the next training starts another."""
    trainer = Trainer(idle=0.2)
    trainer(*sample())
    until = time.monotonic() + 30
    while trainer.process.is_running:
        assert time.monotonic() < until
        time.sleep(0.05)
    trainer(*sample())
    assert trainer.process.started == 2
    trainer.stop()


def test_a_process_that_cannot_start_is_a_sentence() -> None:
    """The error quotes the process, and nothing is left running."""
    trainer = Trainer([sys.executable, "-c", "raise SystemExit('no room')"])
    with pytest.raises(FalseMatchError, match="no room"):
        trainer(*sample())
    assert not trainer.process.is_running


def test_a_process_that_dies_twice_is_a_sentence() -> None:
    """A process that reports that it is ready and then ends is an error."""
    trainer = Trainer([sys.executable, "-c", "print('\"ready\"')"])
    with pytest.raises(FalseMatchError, match="ended twice"):
        trainer(*sample())


@pytest.mark.slow
def test_the_asking_process_loads_no_scikit_learn() -> None:
    """scikit-learn stays in the other process, which is its purpose."""
    script = (
        "import sys; import numpy as np;"
        "from simulator.audit.training_process import train_in_own_process as trainer;"
        "trainer(np.eye(6), np.array([0, 1] * 3, bool)); trainer.stop();"
        "assert 'sklearn' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


def test_the_command_is_this_module() -> None:
    """The process is started by its module's name."""
    assert "simulator.audit.training_process" in " ".join(
        worker_process.command("simulator.audit.training_process")
    )
