"""An audit on disk: the JSON object, its tables as CSV, and the report."""

from __future__ import annotations

import json
import re
from pathlib import Path

from simulator.audit.report import JSON, REPORT, audit_html
from simulator.audit.result import AuditView
from simulator.experiment.run_folder import to_csv
from simulator.storage.safe_names import safe_name
from simulator.storage.whole_folder import write_over

_OURS = re.compile(rf"{re.escape(JSON)}|{re.escape(REPORT)}|.+-by-.+\.csv")
"""The files of an audit: those of an earlier one go when another takes its place."""


def to_json(view: AuditView) -> str:
    """Return the object of ``falsematch audit --json`` as text."""
    return json.dumps(view.to_dict(), indent=1, ensure_ascii=False, allow_nan=False)


def write_audit(view: AuditView, folder: Path) -> list[Path]:
    """Write ``audit.json``, ``report.html`` and a CSV per test and group column into a folder.

    They take an earlier audit's place; other files in the folder stay.

    Raises:
        FalseMatchError: the folder cannot be written to.
    """
    files = {
        JSON: (to_json(view) + "\n").encode("utf-8"),
        REPORT: audit_html(view).encode("utf-8"),
    }
    for test in view.tests:
        name = test.test.people.dataset.name + ("-held-out" if test.test.held_out else "")
        for column in view.columns(test):
            table = safe_name(f"{name}-by-{column.replace('*', '-by-')}")
            files[f"{table}.csv"] = to_csv(test.by(column)).encode("utf-8")
    return write_over(folder, files, _OURS)
