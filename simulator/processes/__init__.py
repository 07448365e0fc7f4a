"""Worker processes: pools, idle workers that wait for the next task, and Dask clusters."""
