"""The former name of :mod:`simulator.stats.subject_intervals`."""

from simulator.stats.subject_intervals import (
    FEWEST_PEOPLE_FOR_AN_INTERVAL as FEWEST_PEOPLE_FOR_AN_INTERVAL,
    Interval as Interval,
    clopper_pearson as clopper_pearson,
    cluster_interval as cluster_interval,
    cluster_intervals as cluster_intervals,
)
