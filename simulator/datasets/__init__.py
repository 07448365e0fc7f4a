"""Data sets: who is in them, who labeled them, and how a matcher encoded their photos."""
