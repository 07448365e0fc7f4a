"""Distances to the nearest stranger from the vectors alone, without the package's search."""

from __future__ import annotations

import functools

import numpy as np

from simulator.datasets.dataset import load_dataset


@functools.cache
def nearest_by_numpy(name: str) -> dict[str, float]:
    """Return member → distance to the nearest stranger in LFW, from the vectors alone."""
    lfw, members = load_dataset("lfw"), load_dataset(name)
    gallery = lfw.encodings.vectors.astype(np.float64)
    whose = lfw.identities.loc[lfw.encodings.keys.tolist()].to_numpy()
    vectors = members.encodings.vectors.astype(np.float64)
    squares = (vectors**2).sum(axis=1)[:, None] + (gallery**2).sum(axis=1)
    distances = np.sqrt(squares - 2 * vectors @ gallery.T)
    keys = members.encodings.keys.tolist()
    mine = members.identities.loc[keys].to_numpy()
    nearest = np.where(mine[:, None] == whose, np.inf, distances).min(axis=1)
    return dict(zip(keys, nearest.tolist(), strict=True))
