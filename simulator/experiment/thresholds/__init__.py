"""Thresholds that come from an error rate: of one group, of everybody, or on another data set."""
