"""Building and adding data sets from photos."""
