"""Another system's candidate lists, replayed as a search."""
