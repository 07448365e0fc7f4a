"""The matcher working on a single photo: the live panel of lesson 1, and an adult's own photo."""
