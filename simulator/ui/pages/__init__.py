"""The pages of the web app, one file per page."""
