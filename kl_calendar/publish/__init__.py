"""Bytes in, files out: atomically, and only what changed."""
