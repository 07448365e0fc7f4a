"""An audit on disk: the JSON object, its tables as CSV, and the report."""

from __future__ import annotations

import json
from pathlib import Path

from simulator.audit.report import JSON, REPORT, audit_html
from simulator.audit.result import AuditView
from simulator.experiment.run_folder import to_csv
from simulator.storage.files import write_bytes


def to_json(view: AuditView) -> str:
    """Return the object of ``falsematch audit --json`` as text."""
    return json.dumps(view.to_dict(), indent=1, ensure_ascii=False, allow_nan=False)


def write_audit(view: AuditView, folder: Path) -> list[Path]:
    """Write ``audit.json``, ``report.html`` and a CSV per test and group column into a folder.

    Raises:
        FalseMatchError: the folder cannot be written to.
    """
    written = [folder / JSON, folder / REPORT]
    write_bytes(written[0], (to_json(view) + "\n").encode("utf-8"))
    write_bytes(written[1], audit_html(view).encode("utf-8"))
    for test in view.tests:
        name = test.test.people.dataset.name + ("-held-out" if test.test.held_out else "")
        for column in view.columns(test):
            path = folder / f"{name}-by-{column.replace('*', '-by-')}.csv"
            write_bytes(path, to_csv(test.by(column)).encode("utf-8"))
            written.append(path)
    return written
