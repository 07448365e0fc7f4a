"""The Lab's panels whose pictures follow the thumb while it is dragged."""
