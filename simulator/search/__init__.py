"""The 1:N search: galleries, candidate lists, tallies, confidence, mated searches, gallery size."""
