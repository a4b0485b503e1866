"""A `Document` in, meetings and problems out. Words and grammar, no formats; languages are data."""
