"""Files: where data lies, how it is written whole or not at all, and how it is read safely."""
