"""Reading the formats that people bring: text of any encoding, CSV, JSON, TOML; one reader each."""
