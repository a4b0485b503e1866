"""Benchmarks: each file prints its figure beside its floor, measured in the same run, and exits 1 over its budget."""
