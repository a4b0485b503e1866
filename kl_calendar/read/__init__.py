"""Bytes and a name in, a `Document` out: lines and table rows with where they stood, and no meaning."""
