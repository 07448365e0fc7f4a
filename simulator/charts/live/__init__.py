"""Pictures that follow the thumb: what they show at every stop of a threshold."""
