"""Data sets: who is in them, who labelled them, and what a matcher made of their photos."""

from simulator.datasets.dataset import Dataset, dataset_names, load_dataset

__all__ = ["Dataset", "dataset_names", "load_dataset"]
