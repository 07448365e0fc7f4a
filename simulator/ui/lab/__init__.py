"""The panels of the Lab."""
