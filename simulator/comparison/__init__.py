"""1:1 comparisons within a data set: FMR and FNMR by group, curves, and the official LFW pairs."""
