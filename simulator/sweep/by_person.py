"""Rows of a sweep of searches with each person counting once, where somebody has several photos."""

from __future__ import annotations

import pandas as pd

SHARES = ("share_of_trials", "share_of_events")


def several_photos(frame: pd.DataFrame) -> bool:
    """Return whether somebody in a sweep of searches was searched for with several photos."""
    return bool(frame["all_fpir_by_person"].notna().any())


def once_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with rates in which each person counts once, wherever there are such.

    Args:
        rows: of a sweep of searches, with the shared column names.

    Returns:
        The rows with rate, low and high by person where somebody was searched for with several
        photos, and people everywhere: formats before 5 did not count them, so their searches are
        taken for people.
    """
    done = rows.copy()
    once = done["fpir_by_person"].notna()
    for name, by_person in (("rate", "fpir"), ("low", "low"), ("high", "high")):
        done.loc[once, name] = done.loc[once, f"{by_person}_by_person"].astype(float)
    done["people"] = done["people"].where(done["people"].notna(), done["trials"]).astype(float)
    return done


def with_shares(done: pd.DataFrame) -> pd.DataFrame:
    """Add each group's share of the trials and of the events; nan where there were no events."""
    events = done["all_events"].astype(float)
    return done.assign(
        share_of_trials=done["trials"].astype(float) / done["all_trials"].astype(float),
        share_of_events=done["events"].astype(float) / events.where(events > 0),
    )
