"""A view as text for a terminal: one screen, or everything."""
