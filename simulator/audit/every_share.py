"""A classifier for every stop of the Audit page's share of women, trained once and cached on disk.

Training all of them takes some seconds. They depend only on the data sets, on this program and on
the version of scikit-learn, so they are cached under a digest of these.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Mapping
from pathlib import Path

from simulator.audit.audit import Audit
from simulator.audit.classifier import Classifier, Train
from simulator.audit.dial_tables import DialTables
from simulator.audit.result import AuditTest
from simulator.audit.run import Chosen, drawn_from
from simulator.audit.settings import PERCENT, AuditSettings, held_out_name
from simulator.audit.training_process import from_json, to_json
from simulator.errors import ExperimentError, FalseMatchError
from simulator.i18n.language import catalogue_file
from simulator.storage.files import write_bytes
from simulator.storage.progress import Progress
from simulator.storage.result_cache import cached_file

Trained = Mapping[int, Classifier]
"""Share of women in percent → its classifier."""
SHARES = tuple(sorted({*PERCENT, *range(2, PERCENT[1], 2)}))
"""Stops of the dial, in percent; a link to a share between two of them adds it."""


def train_every_share(chosen: Chosen, trainer: Train, progress: Progress) -> Trained:
    """Train a classifier at every stop of the dial, and at the data's own share.

    Args:
        chosen: the people.
        trainer: trains a classifier.
        progress: told how many of them are trained.
    """
    dials = AuditSettings.of(chosen)
    trained = {}
    shares = sorted({*SHARES, dials.share})
    for share in shares:
        drawn = drawn_from(chosen.pool, dials.audit(share=share))
        trained[share] = trainer(drawn.vectors(), drawn.woman)
        progress(len(trained), len(shares))
    return trained


def answers_of(chosen: Chosen, trained: Trained, name: str) -> dict[int, AuditTest]:
    """Return one test's answers by each classifier: share of women in percent → answers.

    Raises:
        ExperimentError: there is no test of that name.
    """
    people = {test.dataset.name: test for test in chosen.tested}
    held_out = held_out_name(chosen)
    if name not in (*people, held_out):
        names = ", ".join(repr(known) for known in (*people, held_out))
        raise ExperimentError(f"expected a test among {names}, found {name!r}. Choose one of them.")
    of_test = chosen.held_out if name == held_out else people[name]
    return {
        share: AuditTest.of(name, of_test, classifier, held_out=name == held_out)
        for share, classifier in trained.items()
    }


def cache_file(audit: Audit, what: str, *, spoken: str = "") -> Path | None:
    """Return where something about all classifiers is cached; None without one of the data sets.

    Args:
        audit: names the data sets and the seed.
        what: what is cached.
        spoken: the language of its words; empty where it has none.
    """
    more = [catalogue_file(spoken)] if spoken else []
    path = cached_file("audits", [audit.train, *audit.tests], more, f"{spoken} {audit.seed} {what}")
    version = importlib.metadata.version("scikit-learn")
    return path.with_name(f"{path.stem}-{version}.json") if path else None


def save(trained: Trained, path: Path) -> None:
    """Cache classifiers; with a full or read-only disk, only the next start takes longer."""
    content = {str(share): to_json(classifier) for share, classifier in trained.items()}
    _write(path, json.dumps(content).encode())


def load(path: Path) -> Trained | None:
    """Return the classifiers cached at ``path``; None if there are none, or only damaged ones."""
    try:
        content = json.loads(path.read_bytes())
        if not {str(share) for share in SHARES} <= content.keys():
            return None
        return {int(share): from_json(one) for share, one in content.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save_tables(tables: DialTables, path: Path) -> None:
    """Cache the tables of one test in one language."""
    digest = hashlib.sha256(tables.content).hexdigest()
    head = {"groupings": tables.groupings, "sha256": digest}
    _write(path, json.dumps(head).encode() + b"\n" + tables.content)


def load_tables(path: Path) -> DialTables | None:
    """Return the tables cached at ``path``; None if there are none, or only damaged ones."""
    try:
        first, content = path.read_bytes().split(b"\n", 1)
        head = json.loads(first)
        if head["sha256"] != hashlib.sha256(content).hexdigest():
            return None
        return DialTables(content, tuple(head["groupings"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, content: bytes) -> None:
    try:
        write_bytes(path, content)
    except FalseMatchError:
        return
