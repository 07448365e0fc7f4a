"""Batch experiments: grids, resumable runs, summaries, comparisons and reports."""
