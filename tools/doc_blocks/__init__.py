"""The measured blocks of the documents, a module for each document or two; see tools/docs.py."""
