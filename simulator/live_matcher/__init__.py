"""The matcher at work on one photo: the live panel of lesson 1, and an adult's own photo."""
