"""Grids of audits: the same machinery as grids of searches, with trained classifiers."""
