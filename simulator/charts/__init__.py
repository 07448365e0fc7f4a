"""The data behind pictures, and the browser scripts that draw them in the app and in reports."""
