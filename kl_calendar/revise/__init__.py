"""A meeting and what was published of it in, the same slots recognised out."""
