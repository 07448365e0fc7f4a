"""An experiment, its result before any threshold, and a view of the result at one threshold."""
