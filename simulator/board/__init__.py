"""The threshold control's data: stops, counts, rates and words, calculated in advance."""
