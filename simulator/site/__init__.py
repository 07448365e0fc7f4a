"""A site of static pages: the app's pictures and numbers where nothing can be installed."""
