"""The feed server: a thin skin over `app` and the published bytes."""
