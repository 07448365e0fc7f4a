"""The command line: a skin over the API, one file per command group."""
