"""Matchers: interchangeable algorithms that turn a photo into a vector."""
