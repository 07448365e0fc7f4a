"""Analyses that answer a reviewer's questions beside the rates, for one search and threshold."""
