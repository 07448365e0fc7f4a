"""Data sets: who is in them, who labeled them, and how a matcher encoded their photos."""

from simulator.datasets.dataset import Dataset, dataset_names, load_dataset

__all__ = ["Dataset", "dataset_names", "load_dataset"]
