"""The web app's server: where it listens, what it answers, how it starts and stops."""
