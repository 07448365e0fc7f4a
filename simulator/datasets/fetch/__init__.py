"""Fetching public data sets' photos onto this machine; nothing is ever sent anywhere."""

from simulator.datasets.fetch.registry import IN_BYTES, NAMES, fetch
from simulator.datasets.fetch.shared import Fetched

__all__ = ["IN_BYTES", "NAMES", "Fetched", "fetch"]
