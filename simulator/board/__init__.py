"""What the threshold control looks up: stops, counts, rates and words, calculated in advance."""
