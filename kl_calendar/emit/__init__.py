"""Revisions and settings in, bytes out. Same input, same bytes."""
