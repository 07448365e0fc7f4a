"""The command line: a thin skin over the API, one file per command group."""
