"""The two kinds of sweep: what a cell is, its columns on disk, and what the shared ones are called.

Whatever reads both kinds (summary, pictures, report) uses three column names: ``trials``,
``events`` and ``rate`` (events ÷ trials). Sweeps of searches have their own names on disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa


@dataclass(frozen=True)
class Kind:
    """A kind of sweep.

    Attributes:
        name: the word for it in the run card.
        format: version of its files, raised when a column changes.
        fields: its columns on disk and their types; docs/batch.md explains them.
        measures: what the field calls ``trials``, ``events`` and ``rate``.
        on_disk: shared name → column, where the file has another name.
        former: earlier format that can still be read → former column → column.
        added: earlier format → column it did not have → the value that its rows all had.
    """

    name: str
    format: int
    fields: tuple[tuple[str, pa.DataType], ...]
    measures: Mapping[str, str]
    on_disk: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    added: Mapping[int, Mapping[str, str | bool | None]] = field(default_factory=dict)

    @property
    def schema(self) -> pa.Schema:
        """The columns on disk, with the version in the metadata."""
        names = {} if self.on_disk else dict(self.measures)
        return pa.schema(
            list(self.fields), metadata={"falsematch_sweep": str(self.format), **names}
        )

    def shared(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Rename a sweep's rows to the shared names: trials, events, rate, all_trials, all_events.

        Args:
            frame: rows with the columns on disk.
        """
        return frame.rename(columns={column: name for name, column in self.on_disk.items()})


_OF_PEOPLE = ("people", "fpir_by_person", "low_by_person", "high_by_person", "effective_by_person")
_NOT_BY_PERSON: dict[str, str | bool | None] = dict.fromkeys(
    (*_OF_PEOPLE, *(f"all_{name}" for name in _OF_PEOPLE))
)
"""What formats before 5 did not count: people, and rates in which each of them counts once."""
_NO_SHARES: dict[str, str | bool | None] = dict.fromkeys(
    ("share_of_searches", "share_of_false_matches")
)
"""What formats before 6 did not write down, though their counts give it."""
SEARCHES = Kind(
    name="searches",
    format=6,
    fields=(
        ("cell", pa.int64()),
        ("probes", pa.string()),
        ("gallery", pa.string()),
        ("matcher", pa.string()),
        ("condition", pa.string()),
        ("portrait", pa.string()),
        ("paintings", pa.bool_()),
        ("without_kin", pa.bool_()),
        ("gallery_size", pa.int64()),
        ("mix", pa.string()),
        ("one_photo_per_person", pa.bool_()),
        ("seed", pa.int64()),
        ("gallery_photos", pa.int64()),
        ("threshold_kind", pa.string()),
        ("threshold_given", pa.float64()),
        ("threshold_per", pa.string()),
        ("labels_shuffled", pa.bool_()),
        ("group_by", pa.string()),
        ("group", pa.string()),
        ("label", pa.string()),
        ("distance", pa.float64()),
        ("searches", pa.int64()),
        ("failed_to_enrol", pa.int64()),
        ("false_matches", pa.int64()),
        ("fpir", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("all_searches", pa.int64()),
        ("all_failed_to_enrol", pa.int64()),
        ("all_false_matches", pa.int64()),
        ("all_low", pa.float64()),
        ("all_high", pa.float64()),
        ("people", pa.int64()),
        ("fpir_by_person", pa.float64()),
        ("low_by_person", pa.float64()),
        ("high_by_person", pa.float64()),
        ("effective_by_person", pa.float64()),
        ("all_people", pa.int64()),
        ("all_fpir_by_person", pa.float64()),
        ("all_low_by_person", pa.float64()),
        ("all_high_by_person", pa.float64()),
        ("all_effective_by_person", pa.float64()),
        ("share_of_searches", pa.float64()),
        ("share_of_false_matches", pa.float64()),
        ("failed", pa.string()),
    ),
    measures={"trials": "searches", "events": "false matches", "rate": "FPIR"},
    on_disk={
        "trials": "searches",
        "events": "false_matches",
        "rate": "fpir",
        "all_trials": "all_searches",
        "all_events": "all_false_matches",
    },
    former={2: {}, 3: {}, 4: {}, 5: {}},
    added={
        2: {
            "portrait": "first",
            "paintings": False,
            "without_kin": False,
            **_NOT_BY_PERSON,
            **_NO_SHARES,
        },
        3: {"without_kin": False, **_NOT_BY_PERSON, **_NO_SHARES},
        4: _NOT_BY_PERSON | _NO_SHARES,
        5: _NO_SHARES,
    },
)
AUDITS = Kind(
    name="audits",
    format=3,
    fields=(
        ("cell", pa.int64()),
        ("train", pa.string()),
        ("share_of_women", pa.float64()),
        ("people", pa.int64()),
        ("mix", pa.string()),
        ("seed", pa.int64()),
        ("trained_women", pa.int64()),
        ("trained_men", pa.int64()),
        ("abstain", pa.float64()),
        ("group_by", pa.string()),
        ("test", pa.string()),
        ("held_out", pa.bool_()),
        ("group", pa.string()),
        ("label", pa.string()),
        ("group_people", pa.int64()),
        ("refused", pa.int64()),
        ("trials", pa.int64()),
        ("events", pa.int64()),
        ("rate", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("all_trials", pa.int64()),
        ("all_events", pa.int64()),
        ("all_low", pa.float64()),
        ("all_high", pa.float64()),
        ("failed", pa.string()),
    ),
    measures={"trials": "answers", "events": "wrong answers", "rate": "error rate"},
    former={
        2: {
            "answered": "trials",
            "errors": "events",
            "all_answered": "all_trials",
            "all_errors": "all_events",
        }
    },
)
KINDS = {kind.name: kind for kind in (SEARCHES, AUDITS)}
"""Every kind by the word for it in a run card."""
