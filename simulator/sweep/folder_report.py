"""The report of a folder: of a sweep of searches, a sweep of audits, or one audit."""

from __future__ import annotations

from pathlib import Path

from simulator.errors import ExperimentError


def write_folder_report(folder: Path, out: Path, *, photos: Path | None = None) -> None:
    """Write the report of a folder.

    Args:
        folder: of a finished sweep, or of ``falsematch audit --out``.
        out: the HTML file.
        photos: embed photographs of searches from this folder, blurred until clicked.

    Raises:
        FalseMatchError: the folder holds none of them, or the file cannot be written.
    """
    from simulator.audit.report import JSON, rewrite_report
    from simulator.sweep.kinds import AUDITS
    from simulator.sweep.sweep_folder import kind_of_run

    one_audit = (folder / JSON).is_file()
    if not one_audit and kind_of_run(folder) is not AUDITS:
        from simulator.sweep.report import write_report

        write_report(folder, out, photos=photos)
        return
    if photos is not None:
        raise ExperimentError(
            "expected no photographs for an audit's report, found --photos: it shows nobody's "
            "face. Leave it out."
        )
    if one_audit:
        rewrite_report(folder, out)
    else:
        from simulator.sweep.audits.report import write_audit_sweep_report

        write_audit_sweep_report(folder, out)
